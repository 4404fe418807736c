"""What is shown of candidacies, of marks, and to everybody."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from zhuangjian.apps.benchmark.models import Candidacy, CandidacyStage, Mark, Origin
from zhuangjian.apps.benchmark.queries import shown_to_all
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact
from zhuangjian.kernel.usual import named, stage_column, termed

TAG = "标杆企业"
TONES: dict[str, str] = {
    "draft": "wait",
    "submitted": "wait",
    "scoring": "wait",
    "published": "warn",
    "titled": "ok",
    "refused": "off",
    "withdrawn": "off",
    "revoked": "bad",
    "expired": "off",
}


def view(row: Candidacy) -> tuple[str, str]:
    """The stage with its colour; a title that has not begun or is over is said so."""
    if row.stage == CandidacyStage.TITLED and not row.titled_on(timezone.localdate()):
        begun = row.since is not None and row.since <= timezone.localdate()
        return ("称号已期满", "off") if begun else ("称号待生效", "wait")
    return row.get_stage_display(), TONES.get(row.stage, "wait")


def mark_view(row: Mark) -> tuple[str, str]:
    """How far one member is."""
    if row.interest is None:
        return "待申明利害关系", "wait"
    if row.interest:
        return "有利害关系，回避", "off"
    return ("已评分", "ok") if row.scored_at else ("待评分", "wait")


def reading_of(path: str, schema: str, many: str, one: str, key: str, words: str, **more: Any) -> Reading:
    """How a sheet of this area is read over the API."""
    return Reading(
        path,
        TAG,
        f"{schema}Out",
        many,
        one,
        (f"zhuangjian_api_{key}s", f"zhuangjian_api_{key}"),
        one_schema=f"{schema}Detail",
        words=f"{words} that the person sees." if not more else f"{words}.",
        one_words=f"One of the {words[0].lower()}{words[1:]}.",
        **more,
    )


def day_column(name: str, title: str, **more: Any) -> Column:
    """A day that may not be there yet."""
    return Column(name, title, name, sort=name, css="text-nowrap", fact=True, api=date | None, **more)


CANDIDACIES = Sheet(
    "benchmarks",
    "标杆企业申报",
    (
        named("企业", "name", "name"),
        termed("origin", "来源", fact=True),
        fact("authority", "遴选单位", "authority.name", api=str),
        fact(
            "nominated_by",
            "推荐单位",
            lambda row: row.nominated_by.name if row.nominated_by else "",
            left_out=True,
            api=str,
        ),
        fact("because", "推荐理由", "because", left_out=True, api=str),
        day_column("published_on", "公示日期", left_out=True),
        day_column("objections_until", "公示截止", left_out=True),
        day_column("since", "称号起", left_out=True),
        day_column("until", "称号止", left_out=True),
        stage_column(view),
        Column("total", "总分", "total", sort="total", fact=True, left_out=True, api=Decimal | None),
        fact(
            "criteria",
            "标准",
            lambda row: len(row.criteria),
            drawn=False,
            api={
                "criteria": Datum(list[dict[str, Any]], "criteria"),
                "evidence": Datum(list[str], "evidence"),
                "means": Datum(list[str], "means"),
            },
        ),
        fact(
            "national",
            "国家级示范",
            "get_national_display",
            left_out=True,
            api={"national": Datum(str, "national"), "national_words": Datum(str, "get_national_display")},
        ),
        fact("national_on", "推荐或者结果日期", "national_on", left_out=True, api=date | None),
        fact("national_note", "推荐说明", "national_note", left_out=True, api=str),
        fact("submitted_at", "申报时间", "submitted_at", left_out=True, api=datetime | None),
        fact("decided_at", "决定时间", "decided_at", left_out=True, api=datetime | None),
        fact("reason", "决定的理由", "reason", left_out=True, api=str),
        fact("ended_on", "结束日期", "ended_on", left_out=True, api=date | None),
        fact("ended_because", "撤销或者撤回的原因", "ended_because", left_out=True, api=str),
    ),
    (
        Filter("q", "企业", contains("name")),
        Filter("origin", "来源", "origin", "choice", lambda _: Origin.choices()),
        Filter("stage", "状态", "stage", "choice", lambda _: CandidacyStage.choices()),
    ),
    sort="title",
    model=Candidacy,
    empty="还没有标杆企业的申报。",
    empty_hint="企业联系人在“本企业”页申报；监管部门在企业档案里推荐。",
    rows=lambda person: Candidacy.objects.visible_to(person).select_related("authority", "nominated_by"),
    reading=reading_of("benchmarks", "Benchmark", "标杆企业申报列表", "一项申报", "benchmark", "Candidacies"),
)
MARKS = Sheet(
    "benchmark_marks",
    "评分",
    (
        named(
            "企业",
            lambda row: row.candidacy.name if row.candidacy_id else "（已回避）",
            "candidacy__name",
        ),
        Column("member", "委员", "member.name", sort="member__name", fact=True, api=str),
        Column(
            "state",
            "状态",
            lambda row: mark_view(row)[0],
            status=mark_view,
            api={
                "state": Datum(str, lambda row: mark_view(row)[0]),
                "interest": Datum(bool | None, "interest"),
                "interest_text": Datum(str, "interest_text"),
                "points": Datum(list[dict[str, Any]], "points"),
            },
        ),
        Column("named_at", "指定时间", "named_at", sort="named_at", fact=True, api=datetime),
        fact("scored_at", "打分时间", "scored_at", left_out=True, api=datetime | None),
    ),
    (),
    sort="-named_at",
    model=Mark,
    empty="没有需要您评审的申报。",
    empty_hint="被指定为评审委员后在这里列出。",
    rows=lambda person: Mark.objects.visible_to(person).select_related("candidacy", "member"),
    reading=reading_of(
        "benchmark-marks", "BenchmarkMark", "评分列表", "一位委员的评分", "benchmark_mark", "Marks"
    ),
)


def public_view(row: Any) -> tuple[str, str]:
    """What everybody is told: published for objections, or titled."""
    return ("公示中", "warn") if row.stage == CandidacyStage.PUBLISHED else ("标杆企业", "ok")


def _standing(row: Any) -> str:
    return public_view(row)[0]


PUBLIC_BENCHMARKS = Sheet(
    "public_benchmarks",
    "质量管理标杆企业",
    (
        Column(
            "name",
            "企业",
            "name",
            sort="name",
            link=lambda row: f"/public/benchmarks/{row.public_id}/",
            api={"name": Datum(str, "name")},
        ),
        Column(
            "standing",
            "状态",
            _standing,
            sort="stage",
            status=public_view,
            api={"standing": Datum(str, _standing)},
        ),
        fact("authority", "遴选单位", "authority.name", api=str),
        day_column("published_on", "公示日期", left_out=True),
        day_column("objections_until", "公示截止", left_out=True),
        day_column("since", "称号起", left_out=True),
        day_column("until", "称号止", left_out=True),
    ),
    (Filter("q", "企业", contains("name")),),
    sort="name",
    model=Candidacy,
    empty="现在没有公示中的企业和标杆企业。",
    rows=lambda person: shown_to_all().select_related("authority"),
    also={"id": Datum(UUID, "public_id")},
    reading=reading_of(
        "public-benchmarks",
        "PublicBenchmark",
        "公示中的企业和标杆企业",
        "一家公示中的企业或者标杆企业",
        "public_benchmark",
        "Enterprises published for objections and those with a title",
        public=True,
    ),
)
