"""The parts that people have with letters, as values, and when a step of a letter is due."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.cooperation.models import Direction, Letter, LetterStage
from zhuangjian.kernel.people import holders
from zhuangjian.kernel.states import At, Holds, holds

ROLES = (
    Role.PROGRAMME_OFFICER,
    Role.DISTRICT_OFFICER,
    Role.ENFORCEMENT_OFFICER,
    Role.INSPECTOR,
    Role.HEAD,
)
WRITERS = holders("监管部门的承办人员", *ROLES)
OWN = holders(
    "登记函件的单位的承办人员",
    *ROLES,
    unit=lambda case: case.authority_id,
    named=lambda case: f"{case.authority}的承办人员",
)
HANDLER = holders(
    "承办单位的承办人员",
    *ROLES,
    unit=lambda case: case.handler_id,
    named=lambda case: f"承办单位（{case.handler}）的承办人员",
)
ARRANGERS = holders(
    "登记来函的单位的计划管理员、负责人",
    Role.PROGRAMME_OFFICER,
    Role.HEAD,
    unit=lambda case: case.authority_id,
    named=lambda case: f"{case.authority}的计划管理员、负责人",
)
STARTERS = holders(
    "承办单位的计划管理员、负责人",
    Role.PROGRAMME_OFFICER,
    Role.HEAD,
    unit=lambda case: case.handler_id,
    named=lambda case: f"承办单位（{case.handler}）的计划管理员、负责人",
)


def at(*stages: LetterStage, early: str = "") -> At:
    """At these stages of a letter."""
    return At(
        stages, "这一函件", lambda _, case: (LetterStage(case.stage), case.get_stage_display()), early=early
    )


def kind(said: str, *kinds: Any) -> Holds:
    """Of these kinds of letter alone."""
    return holds(said, lambda case: case.kind in kinds, f"这一函件不是{said}。")


OUT: Holds = holds("是去函", lambda case: case.direction == Direction.OUT, "这一函件是来函。")
IN: Holds = holds("是来函", lambda case: case.direction == Direction.IN, "这一函件是去函。")


def waited_for(letter: Letter) -> list[str]:
    """The addressees who have not answered yet; copies for information are not answered."""
    done = set(letter.answers.values_list("body_name", flat=True))
    names = letter.addressees.filter(second=False).order_by("pk").values_list("name", flat=True)
    return [name for name in names if name not in done]
