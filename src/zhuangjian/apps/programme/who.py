"""Whose programme and tasks are, and when a step of theirs is due."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.conduct.visibility import as_shown
from zhuangjian.apps.duties.holders import OFFICE
from zhuangjian.apps.programme.models import ProgrammeStatus, TaskStatus, VisitStage
from zhuangjian.engines.rules.vocabulary import AuthorityKind
from zhuangjian.kernel.people import Those, holders
from zhuangjian.kernel.states import At

OFFICERS = holders(
    "计划所属单位的计划管理员或者负责人",
    "programme_officer",
    "head",
    unit=lambda programme: programme.authority_id,
    named=lambda programme: f"{programme.authority}的计划管理员或者负责人",
)
OFFICERS_OF_TASK = holders(
    "组织检查的单位的计划管理员或者负责人",
    "programme_officer",
    "head",
    unit=lambda task: task.authority_id,
    named=lambda task: f"{task.authority}的计划管理员或者负责人",
)

LICENSING = Those(
    "省级药品监督管理部门许可部门的经办人",
    lambda person, _: (
        person is not None
        and person.has(Role.LICENSING_OFFICER)
        and person.authority is not None
        and person.authority.kind == AuthorityKind.MUNICIPAL
    ),
)

# The level above that sees the tasks of two authorities, neither of which may know of the other's.
ABOVE = Those(
    "上级部门的计划管理员或者负责人",
    lambda person, task: (
        person is not None
        and person.has(*OFFICE)
        and person.authority_id not in (None, task.authority_id)
        and task.authority_id in person.scope.authorities
    ),
)
PROPOSERS = holders(
    "提出单位的计划管理员或者负责人",
    "programme_officer",
    "head",
    unit=lambda visit: visit.unit_id,
    named=lambda visit: f"{visit.unit}的计划管理员或者负责人",
)
# Asked are the parts that have not answered: of a visit, those of the other authorities.
ASKED = Those(
    "被提议单位的计划管理员或者负责人",
    lambda person, visit: (
        person is not None
        and person.has(*OFFICE)
        and person.authority_id is not None
        and visit.parts.filter(authority_id=person.authority_id, agreed=None).exists()
    ),
)
TOLD = holders(
    "收到通报的单位的计划管理员或者负责人",
    "programme_officer",
    "head",
    unit=lambda exchange: exchange.unit_id,
    named=lambda exchange: f"{exchange.unit}的计划管理员或者负责人",
)


def at(*stages: TaskStatus) -> At:
    """While the task stands there."""
    return At(stages, "任务", _shown, column="status")


def _shown(person: Any, task: Any) -> tuple[TaskStatus, str]:
    # Whoever may not know how far the inspection is, is told it no more exactly than on the page.
    status = TaskStatus(as_shown(person, task).status)
    return status, str(status.label)


def drafted(*stages: ProgrammeStatus) -> At:
    """While the programme stands there."""
    return At(stages, "计划", _programme_shown, column="status")


def _programme_shown(person: Any, programme: Any) -> tuple[ProgrammeStatus, str]:
    status = ProgrammeStatus(programme.status)
    return status, str(status.label)


def joined_at(*stages: VisitStage) -> At:
    """While the visit of several authorities stands there."""
    return At(stages, "联合检查", _visit_shown)


def _visit_shown(person: Any, visit: Any) -> tuple[VisitStage, str]:
    stage = VisitStage(visit.stage)
    return stage, str(stage.label)
