"""The parts that people have in selecting benchmark enterprises, and when a step of it is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from zhuangjian.apps.benchmark.models import CandidacyStage, EventStage, Mark, National, PracticeStage
from zhuangjian.apps.guidance.who import CONTACTS, LOCAL, PARTY, SYSTEM
from zhuangjian.apps.improvement.who import CONTACTS as ANY_CONTACT
from zhuangjian.apps.improvement.who import HEAD, OFFICE, OPENERS, WORKERS
from zhuangjian.kernel.asking import No, When
from zhuangjian.kernel.people import Those, holders
from zhuangjian.kernel.states import At, holds

__all__ = ["ANY_CONTACT", "CONTACTS", "HEAD", "LOCAL", "OFFICE", "OPENERS", "PARTY", "SYSTEM"]


def mark_of(person: Any, case: Any) -> Mark | None:
    """What this person says of the enterprise as a member of the committee; None for everybody else."""
    if person is None or case is None or not person.scope.official:
        return None
    return Mark.objects.unrestricted().filter(candidacy=case, member=person).first()


MEMBER = Those("这一申报的评审委员", lambda person, case: mark_of(person, case) is not None)


@dataclass(frozen=True)
class OfMember(When[Any]):
    """While something holds of what the member who asks has said."""

    said: str
    test: Callable[[Mark], bool]
    no: str

    def why_not(self, person: Any, case: Any, at: datetime | None = None) -> No | None:
        """No where it does not hold, and to whoever is no member."""
        mark = mark_of(person, case)
        return None if mark is not None and self.test(mark) else No(self.no)

    def words(self, case: Any = None) -> str:
        """The condition in Chinese."""
        return self.said


UNDECLARED = OfMember(
    "还没有申明利害关系时", lambda mark: mark.interest is None, "您已经申明过有无利害关系。"
)
IMPARTIAL = OfMember(
    "已申明没有利害关系时",
    lambda mark: mark.interest is False,
    "先申明有无利害关系，没有利害关系的才能评分。",
)


def at(*stages: CandidacyStage) -> At:
    """While the candidacy stands there."""
    return At(stages, "这一申报", lambda _, case: (CandidacyStage(case.stage), case.get_stage_display()))


TITLE_STANDS = holds(
    "称号有效", lambda case: case.titled_on(timezone.localdate()), "这一企业现在没有有效的称号。"
)
OWNERS = holders(
    "承办单位的经办人员",
    *WORKERS,
    unit=lambda case: case.owner_id,
    named=lambda case: f"{case.owner}的经办人员",
)
UNDONE = holds("没有登记完成", lambda case: case.done_on is None, "这一措施已经登记完成。")
NOT_RECOMMENDED = holds("还没有推荐", lambda case: not case.national, "这一企业已经推荐过。")
RECOMMENDED = holds(
    "推荐结果没有登记",
    lambda case: case.national == National.RECOMMENDED,
    "没有等待结果的推荐。",
)


def practice_at(*stages: PracticeStage) -> At:
    """While the practice stands there."""
    return At(stages, "这一实践", lambda _, case: (PracticeStage(case.stage), case.get_stage_display()))


def event_at(*stages: EventStage) -> At:
    """While the event stands there."""
    return At(stages, "这一活动", lambda _, case: (EventStage(case.stage), case.get_stage_display()))
