"""Who reviews: at least as many cosmetics inspectors as the pack says, without an interest, none of the team (CQ 17, 21)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.inspections.facts import rule_person
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.queries import HANDED_OVER
from zhuangjian.apps.inspections.step import refuse_faults
from zhuangjian.apps.inspections.who import HEAD
from zhuangjian.apps.inspections.who import at as inspection_at
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, Values
from zhuangjian.apps.registry.conflicts import conflicts
from zhuangjian.apps.review import turns
from zhuangjian.apps.review.law import needed, review_of
from zhuangjian.apps.review.models import Review, ReviewStage
from zhuangjian.engines import rules
from zhuangjian.engines.rules.vocabulary import CredentialKind
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import holds
from zhuangjian.kernel.turns import Holder


def _open(case: Inspection) -> bool:
    review = review_of(case)
    return review is None or review.stage == ReviewStage.REVIEWING


class Appoint(Act[Inspection, Sequence[Person]]):
    """安排检查审核人员；还在审核的，可以更换审核人员。"""

    name = "review.appoint"
    title = "安排检查审核人员"
    cites = "review"
    who = HEAD
    when = all_of(
        inspection_at(*HANDED_OVER, early="现场检查记录还没有交付"),
        holds("派出的是检查机构", needed, "派出检查单位不是检查机构，这次检查不需要审核。"),
        holds(
            "审核意见还没有拟定", _open, "审核意见已经拟定，不能再更换审核人员；确需更换的，先退回重新审核。"
        ),
    )
    answers = (turns.APPOINT,)

    class Input(Fields):
        """Everybody who reviews from now on, by the list of the institution."""

        reviewers: list[int] = Field(title="审核人员", min_length=1)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Inspection) -> Options:
        """People of the institution with an inspector's certificate that is valid today."""
        return {"reviewers": [(one.pk, one.name) for one in candidates(case)]}

    @classmethod
    def initial(cls, person: Person, case: Inspection) -> Values:
        """The reviewers as they are."""
        review = review_of(case)
        rows = review.reviewers.filter(left_at=None) if review else ()
        return {"reviewers": [row.person_id for row in rows]}

    def check(self) -> Sequence[Person]:
        """Enough cosmetics inspectors, none with an interest; that none was on the team is the house's rule."""
        wanted = list(dict.fromkeys(self.data.reviewers))
        known = {one.pk: one for one in candidates(self.case)}
        if not set(wanted) <= known.keys():
            self.refuse(
                "所选人员中有不能审核的人：审核人员应当是本机构持有效检查员证的人员，请从名单中选择。",
                "可以审核的人员",
            )
        chosen = [known[pk] for pk in wanted]
        people = [rule_person(one, self.case.party, False, False) for one in chosen]
        refuse_faults(
            rules.review_faults(people, self.today, region=settings.REGION).value, "审核人员不符合要求。"
        )
        refuse_faults(conflicts(chosen, self.case.party, self.today).value, "审核人员有利害关系。")
        went = set(self.case.team.values_list("person_id", flat=True))
        both = [one.name for one in chosen if one.pk in went]
        if both:
            refuse_by_practice(
                "reviewer_not_on_team",
                self.at,
                f"{'、'.join(both)}参加过这次检查，请另选审核人员。",
                "没有参加检查的审核人员",
            )
        return chosen

    def do(self, found: Sequence[Person]) -> Change:
        """The review, or its new reviewers; each has it on the own list."""
        review = review_of(self.case)
        if review is None:
            review = Review.objects.create(
                inspection=self.case, appointed_at=self.at, appointed_by=self.actor
            )
        staying = set()
        for row in review.reviewers.filter(left_at=None):
            if row.person_id in {one.pk for one in found}:
                staying.add(row.person_id)
            else:
                row.left_at = self.at
                row.save()
        for one in found:
            if one.pk not in staying:
                review.reviewers.create(person=one, joined_at=self.at)
                self.owe(turns.REVIEW, review, to=Holder(person=one), again=True)
        review.save()
        return Change(review, {"reviewers": [one.pk for one in found]})


def candidates(case: Inspection) -> Any:
    """Active people of the institution who hold an inspector's certificate today."""
    today = timezone.localdate()
    rows = (
        Person.objects.unrestricted()
        .filter(authority_id=case.dispatching_unit_id, is_active=True)
        .prefetch_related("credentials")
        .order_by("pk")
    )
    return [
        one
        for one in rows
        if any(c.kind == CredentialKind.INSPECTOR and c.valid_on(today) for c in one.credentials.all())
    ]
