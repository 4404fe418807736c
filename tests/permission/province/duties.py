"""Every person of the cast owes something."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from tests.permission.expectations import CAST
from tests.permission.filling import DAY
from tests.permission.province.base import Province

FIXED: dict[str, dict[str, Any]] = {
    "duties.duty": {"url": "/", "unit": "", "pack": "", "basis": "official", "article": "CQ 19", "role": ""},
}


def duties(province: Province, without: tuple[str, ...]) -> None:
    from zhuangjian.apps.duties.house import HOUSE

    w = province.world
    for name in CAST:
        person = province.people[name]
        story = f"duty of {name}"
        given: dict[str, Any] = {"event_on": DAY, "opened_at": timezone.now(), "done_at": None}
        if name in {"auditor", "administrator"}:
            house = next(one for one in HOUSE.values() if one.role == name)
            given |= {"kind": house.kind, "role": house.role, "authority": w.municipal}
            given |= {"target_model": "authorities.authority", "target_id": w.municipal.pk}
        elif name in {"contact", "other_contact"}:
            party = w.maker if name == "contact" else w.shop
            given |= {"holder_party": party, "target_model": "registry.party", "target_id": party.pk}
        elif name == "expert":
            # Invited to a team: the head of the expert's own unit may not learn of it (CQ 34).
            if "for_cause_planned" in without:
                continue
            hidden = province.of("inspections.inspection", "for_cause_planned")
            given |= {"person": person, "target_model": "inspections.inspection", "target_id": hidden.pk}
        else:
            given |= {"person": person, "target_model": "registry.party", "target_id": w.maker.pk}
        province.add("duties.duty", story, {}, **given)
