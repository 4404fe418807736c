"""The parts that people have with grades and signals, and when a step of them is due."""

from __future__ import annotations

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.intake.queries import keeps
from zhuangjian.apps.rectification.who import LOCAL_ROLES, speaks_for
from zhuangjian.apps.risk.models import ObjectionStage, SignalStage, WarningStage
from zhuangjian.kernel.people import Those, holders
from zhuangjian.kernel.states import At

HEAD = holders(
    "负责的监管部门的负责人",
    Role.HEAD,
    unit=lambda case: case.authority_id,
    named=lambda case: f"负责的监管部门（{case.authority or '未确定'}）的负责人",
)
LOCAL = holders(
    "负责的监管部门的经办人员",
    *LOCAL_ROLES,
    unit=lambda case: case.authority_id,
    named=lambda case: f"负责的监管部门（{case.authority or '未确定'}）的经办人员",
)
OFFICE = holders(
    "负责研判的部门的计划管理员或者负责人",
    Role.PROGRAMME_OFFICER,
    Role.HEAD,
    unit=lambda case: case.authority_id,
    named=lambda case: f"负责研判的部门（{case.authority}）的计划管理员或者负责人",
)
# The model is one for the whole province, as the registers are.
PROVINCE_HEAD = Those(
    "市级（省级）监管部门的负责人", lambda person, case: keeps(person) and person.scope.has("head")
)
PARTY = Those("企业的联系人", lambda person, case: speaks_for(person, case.party_id))


def objection_at(*stages: ObjectionStage) -> At:
    """At these stages of an objection."""
    return At(stages, "这一异议", lambda _, case: (ObjectionStage(case.stage), case.get_stage_display()))


def signal_at(*stages: SignalStage) -> At:
    """At these stages of a signal."""
    return At(stages, "这一信号", lambda _, case: (SignalStage(case.stage), case.get_stage_display()))


def warning_at(*stages: WarningStage) -> At:
    """At these stages of a warning model."""
    return At(stages, "这一模型", lambda _, case: (WarningStage(case.stage), case.get_stage_display()))
