"""The parts that people have with bundles and leads, as values, and when a step of a lead is due."""

from __future__ import annotations

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.conduct.visibility import CASE_ROLES
from zhuangjian.apps.enforcement.models import LeadStage
from zhuangjian.apps.inspections.who import MEMBERS
from zhuangjian.apps.rectification.who import LOCAL_OF_INSPECTION, LOCAL_ROLES
from zhuangjian.kernel.asking import any_of
from zhuangjian.kernel.people import Those, holders
from zhuangjian.kernel.states import At

# Whoever sees the inspection as an official sees its record and its evidence: the whole of what goes into a bundle.
WHOLE_FILE = Those(
    "可以查看全案的监管人员",
    lambda person, case: person is not None and person.is_active and person.scope.official,
)
OFFICIALS = holders("监管人员", *sorted(CASE_ROLES))
REPORTERS = any_of(MEMBERS, LOCAL_OF_INSPECTION)
LOCAL = holders(
    "辖区监管部门的经办人员",
    *LOCAL_ROLES,
    unit=lambda case: case.local_authority_id,
    named=lambda case: f"辖区监管部门（{case.local_authority}）的经办人员",
)
RECEIVER_ROLES = (Role.ENFORCEMENT_OFFICER, Role.DISTRICT_OFFICER, Role.HEAD)
RECEIVER = holders(
    "接受移交线索单位的稽查办案人员",
    *RECEIVER_ROLES,
    unit=lambda case: case.receiver_id,
    named=lambda case: f"接受移交线索单位（{case.receiver}）的稽查办案人员",
)

SANCTIONER = holders(
    "作出处罚的部门的稽查办案人员",
    *RECEIVER_ROLES,
    unit=lambda case: case.authority_id,
    named=lambda case: f"作出处罚的部门（{case.authority}）的稽查办案人员",
)


def at(*stages: LeadStage, early: str = "") -> At:
    """At these stages of a lead."""
    return At(
        stages, "这一线索", lambda _, case: (LeadStage(case.stage), case.get_stage_display()), early=early
    )
