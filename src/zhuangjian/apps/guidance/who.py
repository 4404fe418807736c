"""The parts that people have in guidance, and when a step of it is due."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.guidance.models import GuidanceStage, PairingListStage, PairingStage
from zhuangjian.apps.improvement.who import OPENERS, WORKERS
from zhuangjian.apps.rectification.who import speaks_for
from zhuangjian.apps.registry.models import Jurisdiction
from zhuangjian.kernel.asking import any_of
from zhuangjian.kernel.people import Oneself, TheSystem, Those, holders
from zhuangjian.kernel.states import At, holds

SYSTEM = TheSystem("系统的后台任务")
# Who leads the programme of the place keeps the committee.
KEEPERS = OPENERS
EXPERT = Oneself(lambda case: case.account_id, "专家本人")
KEEPERS_OR_EXPERT = any_of(KEEPERS, EXPERT)


def _supervises(person: Any, party: Any) -> bool:
    return (
        person is not None
        and person.authority_id is not None
        and person.has(*WORKERS)
        and Jurisdiction.objects.unrestricted().filter(party=party, authority_id=person.authority_id).exists()
    )


LOCAL = Those("负责该企业的监管部门的经办人员", _supervises)
CONTACTS = Those("企业的联系人", lambda person, party: speaks_for(person, party.pk))
CONTACTS_OR_LOCAL = any_of(CONTACTS, LOCAL)
OFFICE = holders(
    "指导单位的经办人员",
    *WORKERS,
    unit=lambda case: case.authority_id,
    named=lambda case: f"{case.authority}的经办人员",
)
PARTY = Those("企业的联系人", lambda person, case: speaks_for(person, case.party_id))


def at(*stages: GuidanceStage) -> At:
    """While the guidance stands there."""
    return At(stages, "这一指导", lambda _, case: (GuidanceStage(case.stage), case.get_stage_display()))


TERM_RUNS = holds("任期没有结束", lambda case: not case.ended_because, "这一聘任已经提前结束。")
CONFLICT_STANDS = holds("没有终止", lambda case: case.ended_on is None, "这一利害关系已经终止。")
UNANSWERED = holds("企业还没有确认", lambda case: case.answered_at is None, "企业已经确认过这一次指导。")


def listing(*stages: PairingListStage) -> At:
    """While the list of the year stands there."""
    return At(
        stages, "这一年度名单", lambda _, case: (PairingListStage(case.stage), case.get_stage_display())
    )


UNDECIDED = At(
    (PairingStage.CANDIDATE,),
    "这一家",
    lambda _, case: (PairingStage(case.stage), case.get_stage_display()),
)
