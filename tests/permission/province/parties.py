"""Three parties with what the registers tell about them, and the accounts of the cast."""

from __future__ import annotations

from typing import Any

from tests.permission.province import risk
from tests.permission.province.base import Province

FIXED: dict[str, dict[str, Any]] = {
    "registry.site": {"region_code": "500103"},
    "registry.signal": {"detail": {}},
    "registry.partycorrection": {"changes": {"phone": ["", "1"]}},
    "authorities.interest": {"credit_code": "91500103MA5U0TEST1"},
}


def parties(province: Province) -> None:
    from zhuangjian.apps.registry.models import Party

    w = province.world
    outside = Party.objects.create(
        name="测试省外公司", region_code="440106", credit_code="91440106MA5U0TEST3"
    )
    for story, party in (("maker", w.maker), ("shop", w.shop), ("outside", outside)):
        anchors = {
            "registry.party": party,
            "authorities.authority": w.institution if story == "outside" else w.municipal,
            "authorities.person": province.people["contact"],
        }
        Party.objects.filter(pk=party.pk).update(phone=province.filler.mark("registry.party", story))
        for name in (
            "partyname",
            "partycorrection",
            "site",
            "keyperson",
            "licence",
            "product",
            "searchtext",
            "signal",
        ):
            owner = {"party": party} if name in {"product", "signal"} else {}
            row = province.add(f"registry.{name}", story, anchors, **owner)
            anchors[f"registry.{name}"] = row
        for name in ("licenceedition", "licenceunit"):
            province.add(f"registry.{name}", story, anchors)
        province.add("registry.commission", story, anchors)
        risk.risk(province, story, anchors)
    w.outside = outside


def accounts(province: Province) -> None:
    for story, person in province.people.items():
        anchors = {"authorities.person": person}
        for name in ("credential", "expertise", "interest", "apitoken", "signinevent"):
            given = {"person": person} if name == "signinevent" else {}
            row = province.add(f"authorities.{name}", story, anchors, **given)
            if name == "interest":
                known = anchors | {"authorities.interest": row, "registry.party": province.world.maker}
                province.add("registry.interestanswer", story, known)
