"""The parts that people have in a plan of action, as values, and when a step of it is due."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.improvement.models import ItemStage, PlanStage, ProblemStage, ReportStage
from zhuangjian.engines.rules.vocabulary import AuthorityKind
from zhuangjian.kernel.people import Those, holders
from zhuangjian.kernel.states import At, holds

# Bureaus have inspectors where other units have officers of their own.
WORKERS = (Role.PROGRAMME_OFFICER, Role.DISTRICT_OFFICER, Role.INSPECTOR, Role.HEAD)
OPENERS = Those(
    "省级药品监督管理部门的计划管理员、负责人",
    lambda person, _: (
        person is not None
        and person.has(Role.PROGRAMME_OFFICER, Role.HEAD)
        and person.authority is not None
        and person.authority.kind == AuthorityKind.MUNICIPAL
    ),
)
OFFICE = holders(
    "牵头单位的计划管理员、负责人",
    Role.PROGRAMME_OFFICER,
    Role.HEAD,
    unit=lambda case: case.authority_id,
    named=lambda case: f"{case.authority}的计划管理员、负责人",
)
HEAD = holders(
    "牵头单位负责人",
    Role.HEAD,
    unit=lambda case: case.authority_id,
    named=lambda case: f"{case.authority}负责人",
)
OFFICE_OF_PLAN = holders(
    "牵头单位的计划管理员、负责人",
    Role.PROGRAMME_OFFICER,
    Role.HEAD,
    unit=lambda case: case.plan.authority_id,
    named=lambda case: f"{case.plan.authority}的计划管理员、负责人",
)
OWNERS = holders(
    "承办单位的经办人员",
    *WORKERS,
    unit=lambda case: case.unit_id,
    named=lambda case: f"{case.unit}的经办人员",
)
HEAD_OF_UNIT = holders(
    "报送单位负责人",
    Role.HEAD,
    unit=lambda case: case.unit_id,
    named=lambda case: f"{case.unit}负责人",
)


def at(*stages: PlanStage) -> At:
    """While the plan stands there."""
    return At(stages, "行动方案", lambda _, case: _said(PlanStage, case))


def item_at(*stages: ItemStage) -> At:
    """While an item stands there."""
    return At(stages, "这一事项", lambda _, case: _said(ItemStage, case))


def report_at(*stages: ReportStage) -> At:
    """While a report stands there."""
    return At(stages, "报告", lambda _, case: _said(ReportStage, case))


def _said(kind: Any, case: Any) -> tuple[Any, str]:
    return kind(case.stage), case.get_stage_display()


RUNNING = at(PlanStage.RUNNING)
PLAN_RUNS = holds(
    "行动方案实施中", lambda case: case.plan.stage == PlanStage.RUNNING, "行动方案已经总结，不再增加事项。"
)
HEAD_OF_PLAN = holders(
    "牵头单位负责人",
    Role.HEAD,
    unit=lambda case: case.plan.authority_id,
    named=lambda case: f"{case.plan.authority}负责人",
)
CONTACTS = Those(
    "企业的联系人",
    lambda person, _: (
        person is not None and person.has(Role.ENTERPRISE_CONTACT) and bool(person.scope.parties)
    ),
)
SURVEY_OPEN = holds("调研没有结束", lambda case: case.open_on(timezone.localdate()), "这一调研已经结束。")


def problem_at(*stages: ProblemStage) -> At:
    """While a common problem stands there."""
    return At(stages, "这一问题", lambda _, case: _said(ProblemStage, case))
