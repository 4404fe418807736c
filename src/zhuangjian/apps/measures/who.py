"""The sides of a measure, as values, and when a step of it is due."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.measures.models import LiftingStage, ObstructionStage, Stage
from zhuangjian.apps.rectification.who import LOCAL_ROLES, speaks_for
from zhuangjian.kernel.people import Those, holders
from zhuangjian.kernel.states import At

DECIDED_BY = holders(
    "作出决定的部门的经办人员",
    *LOCAL_ROLES,
    unit=lambda case: case.authority_id,
    named=lambda case: f"作出决定的部门（{case.authority}）的经办人员",
)
LOCAL = holders(
    "辖区监管部门的经办人员",
    *LOCAL_ROLES,
    unit=lambda case: case.authority_id,
    named=lambda case: f"辖区监管部门（{case.authority}）的经办人员",
)
PARTY = Those("被处理企业的联系人", lambda person, case: speaks_for(person, case.party_id))


def at(*stages: Stage) -> At:
    """At these stages of a measure."""
    return At(stages, "这一措施", lambda _, case: (Stage(case.stage), case.get_stage_display()))


def lifting_at(*stages: LiftingStage, early: str = "") -> At:
    """At these stages of an application for lifting."""
    return At(
        stages,
        "这一申请",
        lambda _, case: (LiftingStage(case.stage), case.get_stage_display()),
        early=early,
    )


def obstruction_at(*stages: ObstructionStage, early: str = "") -> At:
    """At these stages of what becomes of an obstruction."""
    return At(
        stages, "处理", lambda _, case: (ObstructionStage(case.stage), case.get_stage_display()), early=early
    )


def kinds(*wanted: Any) -> frozenset[str]:
    """The values of these kinds, as rows hold them."""
    return frozenset(str(kind) for kind in wanted)
