"""A province with data of every kind: each model has rows, each row belongs to a story.

Every area has a module of its own here: the values its rows need (``FIXED``) and the stories they belong to.
"""

from __future__ import annotations

from typing import Any

from tests import world as worlds
from tests.permission.expectations import CAST, INSPECTIONS
from tests.permission.far import count_from_afar
from tests.permission.filling import Filler
from tests.permission.province import (
    afterwards,
    benchmark,
    cogovernance,
    concern,
    draws,
    duties,
    guidance,
    improvement,
    inspections,
    parties,
    reference,
    risk,
    standards,
    training,
    warning,
)
from tests.permission.province.base import Province, our_models

__all__ = ["FIXED", "Province", "build", "far_province", "our_models", "story_of"]

# Values that pages read as codes, where a marker would be nonsense.
AREAS = (
    inspections,
    afterwards,
    improvement,
    duties,
    draws,
    parties,
    risk,
    warning,
    standards,
    guidance,
    cogovernance,
    concern,
    benchmark,
    training,
    reference,
)
FIXED: dict[str, dict[str, Any]] = {label: given for area in AREAS for label, given in area.FIXED.items()}


def far_province() -> Province:
    """The province, with keys that cannot be overlooked."""
    count_from_afar()
    return build()


def build(without: tuple[str, ...] = ()) -> Province:
    """The province; ``without`` leaves out stories of inspections."""
    from zhuangjian.apps.authorities.models import Person

    w = worlds.build()
    people = {name: w.people[name] for name in CAST}
    people["inactive"] = Person.objects.create_user(
        "inactive", None, name="测试inactive", authority=w.municipal, roles=["head"], is_active=False
    )
    province = Province(w, Filler(FIXED), people)
    parties.parties(province)
    parties.accounts(province)
    programme = province.add(
        "programme.programme",
        "programme",
        {"authorities.authority": w.municipal, "authorities.person": people["programme_officer"]},
        status="approved",
    )
    for story in INSPECTIONS:
        if story not in without:
            inspections.inspection(province, programme, story)
    draws.draws(province, programme)
    improvement.plan_of_action(province)
    warning.warning(province)
    standards.standards(province)
    guidance.guidance(province)
    concern.concern(province)
    cogovernance.cogovernance(province)
    benchmark.benchmark(province)
    duties.duties(province, without)
    training.training(province)
    reference.reference(province)
    reference.ledger(province)
    _rest(province)
    return province


def _rest(province: Province) -> None:
    """Models that nobody placed yet still get a row, on the hidden inspection where they hang on one."""
    w = province.world
    anchors = {
        "authorities.authority": w.municipal,
        "authorities.person": province.people["programme_officer"],
        "registry.party": w.maker,
    }
    for (label, story), rows in list(province.rows.items()):
        if story in {"for_cause_planned", "maker", "reference", "programme"}:
            anchors.setdefault(label, rows[0])
    for model in our_models():
        if not model._base_manager.exists():
            province.add(model._meta.label_lower, "for_cause_planned", anchors)


def story_of(province: Province, row: Any) -> str:
    """The story a row belongs to: made by the filler, or told by what it hangs on."""
    label = row._meta.label_lower
    if (label, row.pk) in province.stories:
        return province.stories[label, row.pk]
    parties = {
        province.world.maker.pk: "maker",
        province.world.shop.pk: "shop",
        province.world.outside.pk: "outside",
    }
    if label == "registry.party":
        return parties[row.pk]
    if label == "authorities.person":
        return row.username
    if label == "duties.duty" and row.role:  # opened by what was done to an account
        return f"duty of {row.role}"
    if hasattr(row, "party_id"):
        return parties[row.party_id]
    if hasattr(row, "person_id"):
        return row.person.username if label.startswith("authorities.") else ""
    return ""
