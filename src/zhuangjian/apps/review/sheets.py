"""What is shown of reviews."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from zhuangjian.apps.review.models import Question, Review, Reviewer, ReviewStage
from zhuangjian.kernel.listed import ToldTo
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact, rows_of

TONES = {ReviewStage.DONE: "ok", ReviewStage.SIGNED: "warn"}


def visible(person: Any) -> QuerySet[Review]:
    """Reviews that the person may see."""
    related = ("inspection__party", "inspection__dispatching_unit", "issued_by")
    return Review.objects.visible_to(person).select_related(*related)


def stage_view(row: Review) -> tuple[str, str]:
    """The stage with its colour."""
    return row.get_stage_display(), TONES.get(ReviewStage(row.stage), "wait")


def _names(row: Review) -> str:
    return "、".join(one.person.name for one in row.reviewers.filter(left_at=None).select_related("person"))


def _questions(row: Review, person: Any) -> list[dict[str, Any]]:
    rows = Question.objects.visible_to(person).filter(review=row).order_by("no")
    names = ("no", "addressee", "text", "asked_at", "answer", "answered_at", "confirmation", "confirmed_by")
    return [{"id": one.public_id, **{name: getattr(one, name) for name in names}} for one in rows]


def _told(name: str, title: str, kind: Any = str) -> Column:
    return fact(name, title, name, left_out=True, api={name: Datum(kind, name)})


def _word(name: str, title: str) -> Column:
    return fact(name, title, f"get_{name}_display", left_out=True, api={name: Datum(str, name)})


REVIEWS = Sheet(
    "reviews",
    "检查审核",
    (
        Column(
            "number",
            "检查编号",
            "inspection.number",
            sort="inspection__number",
            link=lambda row: row.get_absolute_url(),
            api={
                "id": Datum(UUID, "public_id"),
                "inspection": Datum(str, "inspection.number"),
                "inspection_id": Datum(UUID, "inspection.public_id"),
                "version": Datum(int, "version"),
            },
        ),
        Column("party", "企业", "inspection.party.name", sort="inspection__party__name", api=str),
        Column(
            "stage",
            "状态",
            "get_stage_display",
            sort="stage",
            status=stage_view,
            api={"stage": Datum(str, "stage"), "stage_words": Datum(str, "get_stage_display")},
        ),
        Column("unit", "检查机构", "inspection.dispatching_unit.short_name", api=str),
        Column(
            "reviewers",
            "审核人员",
            _names,
            fact=True,
            api={
                "reviewers": rows_of(
                    Reviewer,
                    "review",
                    "ReviewerOut",
                    "pk",
                    name=Datum(str, "person.name"),
                    joined_at=datetime,
                    left_at=datetime | None,
                    signed_at=datetime | None,
                )
            },
        ),
        Column(
            "appointed_at",
            "安排日期",
            lambda row: timezone.localdate(row.appointed_at),
            sort="appointed_at",
            css="text-nowrap",
            fact=True,
            api={"appointed_at": Datum(datetime, "appointed_at")},
        ),
        _told("opinion", "审核意见"),
        _word("on_site", "现场检查结论"),
        _word("result", "审核后的检查结论"),
        _told("conclusion", "检查审核结论"),
        _told("advice", "处理建议"),
        fact(
            "suspected",
            "涉嫌违法",
            lambda row: ("是" if row.suspected else "否") if row.drafted_at else "",
            left_out=True,
            api={"suspected": Datum(bool, "suspected")},
        ),
        fact(
            "hand_over",
            "检查与稽查衔接",
            lambda row: ("涉及" if row.hand_over else "不涉及") if row.drafted_at else "",
            left_out=True,
            api={"hand_over": Datum(bool, "hand_over")},
        ),
        fact(
            "report",
            "检查审核报告",
            lambda row: row.number if row.report else ("不需要" if row.drafted_at else ""),
            left_out=True,
            api={"report": Datum(bool, "report"), "report_number": Datum(str, "number")},
        ),
        fact(
            "issued_by",
            "签发",
            lambda row: f"{row.issued_by}，已加盖公章" if row.issued_by else "",
            left_out=True,
            api={"issued_by": Datum(str | None, "issued_by.name"), "sealed": Datum(bool, "sealed")},
        ),
        _told("done_at", "审核完毕", datetime | None),
        fact(
            "questions",
            "书面询问",
            lambda row: row.questions.count(),
            drawn=False,
            api={"questions": Datum(list[dict[str, Any]], ToldTo(_questions))},
        ),
    ),
    (
        Filter("q", "编号或企业", contains("inspection__number", "inspection__party__name")),
        Filter("stage", "状态", "stage", "choice", lambda _: ReviewStage.choices()),
    ),
    sort="-appointed_at",
    model=Review,
    empty="没有检查审核。",
    empty_hint=lambda _: "检查机构派出的检查交付记录后，在检查的“审核”页上安排审核人员。",
    rows=visible,
    reading=Reading(
        "reviews",
        "检查审核",
        "ReviewOut",
        "检查审核列表",
        "一次检查审核",
        ("zhuangjian_api_review_reviews", "zhuangjian_api_review_review"),
        one_schema="ReviewDetail",
        words="Reviews of inspections that an institution carried out, of those that the person sees.",
        one_words="One review: who reviewed, what was asked and answered, what it came to, who signed and issued it.",
    ),
)
