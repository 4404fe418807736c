"""The parts that people have with problems outside the task, as values."""

from __future__ import annotations

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.inspections.who import MEMBERS
from zhuangjian.apps.outside.models import ProblemStage
from zhuangjian.apps.rectification.who import LOCAL_ROLES
from zhuangjian.kernel.people import Those, holders
from zhuangjian.kernel.states import At

TEAM = Those("检查组的检查人员", lambda person, case: MEMBERS.includes(person, case.inspection))
LOCAL = holders(
    "辖区监管部门的经办人员",
    *LOCAL_ROLES,
    unit=lambda case: case.local_authority_id,
    named=lambda case: f"辖区监管部门（{case.local_authority}）的经办人员",
)
DISPATCHER = holders(
    "派出检查单位的负责人或者计划管理员",
    Role.HEAD,
    Role.PROGRAMME_OFFICER,
    unit=lambda case: case.inspection.dispatching_unit_id,
)
PROVINCIAL = holders(
    "省级药品监督管理部门的负责人或者计划管理员",
    Role.HEAD,
    Role.PROGRAMME_OFFICER,
    unit=lambda case: case.provincial_id,
)


LOCAL_HEAD = holders(
    "辖区监管部门的负责人",
    Role.HEAD,
    unit=lambda case: case.local_authority_id,
    named=lambda case: f"辖区监管部门（{case.local_authority}）的负责人",
)


def at(*stages: ProblemStage, early: str = "") -> At:
    """At these stages of a problem."""
    return At(
        stages, "这一问题", lambda _, case: (ProblemStage(case.stage), case.get_stage_display()), early=early
    )


OPEN = at(ProblemStage.REPORTED, ProblemStage.HANDLED)
