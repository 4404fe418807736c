"""The parts that people have in consultations and letters, and when a step of them is due."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.rectification.who import LOCAL_ROLES, speaks_for
from zhuangjian.apps.warning.models import AlertStage, ConsultationStage, MeasureStage, RecipientStage
from zhuangjian.kernel.people import Those, holders
from zhuangjian.kernel.states import At

WORKERS = (Role.PROGRAMME_OFFICER, Role.DISTRICT_OFFICER, Role.INSPECTOR, Role.HEAD)
CALLERS = holders("监管部门的计划管理员、负责人", Role.PROGRAMME_OFFICER, Role.HEAD)
OFFICE = holders(
    "召集单位的计划管理员、负责人",
    Role.PROGRAMME_OFFICER,
    Role.HEAD,
    unit=lambda case: case.authority_id,
    named=lambda case: f"{case.authority}的计划管理员、负责人",
)
OWNERS = holders(
    "承办单位的经办人员",
    *WORKERS,
    unit=lambda case: case.unit_id,
    named=lambda case: f"{case.unit}的经办人员",
)
HEAD = holders(
    "发出单位负责人",
    Role.HEAD,
    unit=lambda case: case.authority_id,
    named=lambda case: f"{case.authority}负责人",
)
LOCAL = holders(
    "评估单位的经办人员",
    *LOCAL_ROLES,
    unit=lambda case: case.authority_id,
    named=lambda case: f"{case.authority}的经办人员",
)
PARTY = Those("企业的联系人", lambda person, case: speaks_for(person, case.party_id))


def _said(kind: Any, case: Any) -> tuple[Any, str]:
    return kind(case.stage), case.get_stage_display()


def at(*stages: ConsultationStage) -> At:
    """While the consultation stands there."""
    return At(stages, "风险会商", lambda _, case: _said(ConsultationStage, case))


def measure_at(*stages: MeasureStage) -> At:
    """While a measure stands there."""
    return At(stages, "这一措施", lambda _, case: _said(MeasureStage, case))


def alert_at(*stages: AlertStage) -> At:
    """While a letter stands there."""
    return At(stages, "这一函件", lambda _, case: _said(AlertStage, case))


def recipient_at(*stages: RecipientStage) -> At:
    """While an enterprise stands there with a letter."""
    return At(stages, "这一函件", lambda _, case: _said(RecipientStage, case))
