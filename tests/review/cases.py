"""Inspections that the institution carried out, and their reviews, through the real acts."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.inspections import course
from zhuangjian.apps.authorities.models import Credential, Person
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.review.models import Question, Review

do = course.do
SUSPECTED = {"suspected_violation": True, "handling_opinion": "建议移交立案调查"}
OPINION = {"opinion": "程序合法，记录完整", "conclusion": "同意现场检查结论"}


def staffed(w: Any) -> Any:
    """The world with the inspectors' own institution: the bureau's team dispatched by it, and two reviewers more."""
    w.bureau.kind = "inspection_institution"
    w.bureau.save()
    for number, name in enumerate(("shen1", "shen2", "shen3"), start=1):
        w.people[name] = Person.objects.create_user(
            name, None, name=f"测试{name}", authority=w.bureau, roles=["reviewer"]
        )
        Credential.objects.create(
            person=w.people[name],
            kind="inspector",
            number=f"TS{number:04}",
            valid_from=date(2024, 1, 1),
            valid_to=date(2029, 12, 31),
        )
    return w


def delivered(w: Any, *, suspected: bool = False, **more: Any) -> Inspection:
    """Carried out by the institution, its record in the hands of both sides."""
    conclusion = SUSPECTED if suspected else {"handling_opinion": "责令限期整改"}
    return course.delivered(w, bad={"i25": "nonconforming"}, conclusion=conclusion, **more)


def appointed(w: Any, row: Inspection | None = None, who: Any = ("shen1", "shen2"), **more: Any) -> Review:
    """Reviewers chosen by the head."""
    row = row or delivered(w, **more)
    return do("review.appoint", w.bureau_head, row, reviewers=[w.people[one].pk for one in who])


def asked(w: Any, addressee: str, review: Review | None = None) -> Question:
    """A question in writing."""
    return do(
        "review.ask",
        w.shen1,
        review or appointed(w),
        addressee=addressee,
        text="记录第25项没有写明批次，请写明",
    )


def drafted(w: Any, review: Review | None = None, grave: bool = False, **more: Any) -> Review:
    """The opinion and the conclusion written."""
    review = review or appointed(w, suspected=grave)
    return do("review.conclude", w.shen1, review, **OPINION | more)


def signed(w: Any, review: Review | None = None, grave: bool = False, **more: Any) -> Review:
    """Signed by the reviewers."""
    review = drafted(w, review, grave, **more)
    for name in ("shen1", "shen2"):
        review = do("review.sign", w.people[name], review)
    return review


def issued(w: Any, review: Review | None = None, **more: Any) -> Review:
    """The report of a suspected violation, issued and sealed."""
    review = signed(w, review, True, advice="移交立案调查", **more)
    return do("review.issue", w.bureau_head, review, sealed=True)
