"""The parts that people have with a report, and when a step of it is due."""

from __future__ import annotations

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.concern.models import ConcernStage
from zhuangjian.kernel.people import Oneself, TheSystem, holders
from zhuangjian.kernel.states import At

WORKERS = (Role.DISTRICT_OFFICER, Role.ENFORCEMENT_OFFICER, Role.PROGRAMME_OFFICER, Role.HEAD)
PUBLIC = TheSystem("不登录的公众")
OFFICE = holders(
    "办理单位的经办人员",
    *WORKERS,
    unit=lambda case: case.authority_id,
    named=lambda case: f"{case.authority}的经办人员",
)
HANDLER = Oneself(lambda case: case.handler_id, "承办人")
LEADERS = holders("办理单位负责人", Role.HEAD, unit=lambda case: case.authority_id)


def at(*stages: ConcernStage) -> At:
    """While the report stands there."""
    return At(stages, "这一反映", lambda _, case: (ConcernStage(case.stage), case.get_stage_display()))
