"""The parts that people have in a review, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from zhuangjian.apps.authorities.models import Role
from zhuangjian.apps.inspections.who import MEMBERS
from zhuangjian.apps.rectification.who import speaks_for
from zhuangjian.apps.review.models import Question, Reviewer, ReviewStage
from zhuangjian.kernel.asking import Actor, Included
from zhuangjian.kernel.people import Those, holders
from zhuangjian.kernel.states import At, holds


@dataclass(frozen=True)
class Reviewing(Included[Any]):
    """Those who review now."""

    def includes(self, person: Actor | None, case: Any) -> bool:
        """Whether the person is one of them."""
        return (
            person is not None and person.is_active and self._rows(case).filter(person_id=person.pk).exists()
        )

    def listed(self, case: Any) -> Q:
        """The reviewers of now."""
        return Q(is_active=True, pk__in=self._rows(case).values("person_id"))

    def words(self, case: Any = None) -> str:
        """Who they are, in Chinese."""
        return "检查审核人员"

    def _rows(self, case: Any) -> Any:
        return Reviewer.objects.unrestricted().filter(
            review_id=case.review_id if isinstance(case, Question) else case.pk, left_at=None
        )


REVIEWERS = Reviewing()
HEAD = holders(
    "检查机构负责人",
    Role.HEAD,
    unit=lambda case: case.inspection.dispatching_unit_id,
    named=lambda case: f"检查机构（{case.inspection.dispatching_unit}）负责人",
)
ANSWERING_TEAM = Those("检查组的检查人员", lambda person, case: MEMBERS.includes(person, case.inspection))
PARTY = Those("被检查企业的联系人", lambda person, case: speaks_for(person, case.party.pk))


def at(*stages: ReviewStage, early: str = "") -> At:
    """At these stages of a review."""
    return At(
        stages, "检查审核", lambda _, case: (ReviewStage(case.stage), case.get_stage_display()), early=early
    )


def asked(addressee: str, whom: str) -> Any:
    """While a question to that side waits for its answer."""
    return holds(
        f"对{whom}的询问还没有答复",
        lambda case: case.open and case.addressee == addressee,
        lambda case: "这项询问已经答复或者撤回。" if not case.open else f"这项询问不是向{whom}提出的。",
    )
