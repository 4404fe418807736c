"""The parts that people have with urgent reports, as values."""

from __future__ import annotations

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.inspections.who import MEMBERS
from zhuangjian.apps.rectification.who import LOCAL_ROLES
from zhuangjian.kernel.people import Those, holders

TEAM = Those("检查组的检查人员", lambda person, case: MEMBERS.includes(person, case.inspection))
LOCAL = holders(
    "辖区监管部门的经办人员",
    *LOCAL_ROLES,
    unit=lambda case: case.local_authority_id,
    named=lambda case: f"辖区监管部门（{case.local_authority}）的经办人员",
)
ORGANISER = holders(
    "组织检查单位的负责人或者计划管理员",
    Role.HEAD,
    Role.PROGRAMME_OFFICER,
    unit=lambda case: case.organiser_id,
)
