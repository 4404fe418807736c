"""The papers of a review: what is put to the party in writing, and the report (CQ 17)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from zhuangjian.apps.documents.printing import DOCX, PDF, Paper
from zhuangjian.apps.documents.render import LAYOUTS
from zhuangjian.apps.documents.render import contexts as c
from zhuangjian.apps.inspections.contents import party_of, visit_of
from zhuangjian.apps.inspections.ending import standing
from zhuangjian.apps.inspections.facts import labels
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.review.models import Review
from zhuangjian.engines.rules.reviews import ReviewReport
from zhuangjian.engines.rules.words import chinese_date

NOTHING_FOUND = "检查未发现缺陷和问题。"
REPORT, QUESTION = "review_report", "review_question"


def facts_of(review: Review, advice: str, conclusion: str) -> ReviewReport:
    """What the report says, for the rule that asks for its fields."""
    case = review.inspection
    plan = case.plan()
    return ReviewReport(
        party_name=case.party.name,
        party_address=_place(case),
        credit_code=case.party.credit_code or case.party.old_code or "",
        cause=case.reason,
        basis=case.legal_basis,
        content=plan.items if plan else "",
        time=chinese_date(timezone.localdate(case.started_at)) if case.started_at else "",
        inspectors="、".join(labels(case).values()),
        findings="\n".join(_findings(case)),
        advice=advice,
        conclusion=conclusion,
    )


def _place(case: Inspection) -> str:
    return (case.site.address if case.site else case.party.address) or ""


def _findings(case: Inspection) -> Iterator[str]:
    rows = list(standing(case).order_by("no"))
    yield from (f"{row.no}. {row.text}" for row in rows)
    if case.obstruction:
        yield f"拒绝、逃避、阻碍检查：{case.obstruction_note}"
    if not rows and not case.obstruction:
        yield NOTHING_FOUND


def report_papers(review: Review, head: Any, at: Any) -> list[Paper]:
    """The report as PDF and .docx, with its signatures and the seal; it goes with the lead, never to the party."""
    case = review.inspection
    context = c.ReviewReport(
        **visit_of(case, at)
        | {"number": review.number, "handling": review.advice, "statements": (), "place": _place(case)},
        copies=1,
        copy_no=1,
        findings=tuple(_findings(case)),
        questions=tuple(_asked(review)),
        opinion=review.opinion,
        on_site=review.get_on_site_display(),
        result=review.get_result_display(),
        conclusion=review.conclusion,
        signatures=(
            *(
                c.Signature(role="检查审核人员", name=row.person.name, signed_at=row.signed_at)
                for row in review.reviewers.filter(left_at=None).select_related("person")
            ),
            c.Signature(role="检查机构负责人", name=head.name, signed_at=at, sealed=True),
        ),
    )
    title = f"{LAYOUTS[REPORT].title} {review.number}"
    return [Paper(REPORT, REPORT, title, media_type, context) for media_type in (PDF, DOCX)]


def _asked(review: Review) -> Iterator[c.Turn]:
    for one in review.questions.filter(withdrawn_at=None).order_by("no"):
        how = f"（{one.confirmed_by}，{one.get_confirmation_display()}）" if one.confirmation else ""
        yield c.Turn(question=f"（{one.get_addressee_display()}）{one.text}", answer=f"{one.answer}{how}")


def question_papers(review: Review, no: int, text: str, at: Any) -> list[Paper]:
    """What is put to the party, with room for its confirmation."""
    case = review.inspection
    context = c.ReviewQuestion(
        number=f"{case.number}-{no}",
        authority=case.dispatching_unit.name,
        party=party_of(case),
        issued_on=timezone.localtime(at).date(),
        inspected_on=timezone.localdate(case.started_at or case.created_at),
        inspection_number=case.number,
        text=text,
        copies=2,
        copy_no=1,
        signatures=(c.Signature(role="被检查对象（签字或者盖章）", name=""),),
    )
    title = f"{LAYOUTS[QUESTION].title}（第{no}项）"
    return [
        Paper(QUESTION, QUESTION, title, media_type, context, for_party=True) for media_type in (PDF, DOCX)
    ]
