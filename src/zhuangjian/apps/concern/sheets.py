"""What is shown of reports from the public."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from zhuangjian.apps.concern.models import Concern, ConcernKind, ConcernOutcome, ConcernStage
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact
from zhuangjian.kernel.usual import named, stage_column, termed

TAG = "公众反映"
TONES: dict[str, str] = {"new": "wait", "taken": "warn", "answered": "ok"}


def view(row: Any) -> tuple[str, str]:
    """The stage with its colour."""
    return row.get_stage_display(), TONES[row.stage]


CONCERNS = Sheet(
    "concerns",
    "公众反映",
    (
        named("反映的企业或者公示", "subject", "subject"),
        termed("kind", "类别", fact=True),
        Column("received_at", "收到时间", "received_at", sort="received_at", fact=True, api=datetime),
        stage_column(view),
        fact("authority", "办理单位", "authority.name", api=str),
        fact("product", "产品", "product", left_out=True, api=str),
        fact("text", "反映内容", "text", drawn=False, api=str),
        fact(
            "named",
            "留了联系方式",
            lambda row: "是" if row.named else "否",
            api={"named": Datum(bool, "named")},
        ),
        fact(
            "party",
            "企业",
            lambda row: row.party.name if row.party else "",
            left_out=True,
            api=str,
        ),
        fact("handler", "承办人", lambda row: str(row.handler or ""), left_out=True, api=str),
        fact("taken_at", "受理时间", "taken_at", left_out=True, api=datetime | None),
        fact(
            "outcome",
            "结果",
            "get_outcome_display",
            left_out=True,
            api={"outcome": Datum(str, "outcome"), "outcome_words": Datum(str, "get_outcome_display")},
        ),
        fact("answer", "答复", "answer", drawn=False, api=str),
        fact("internal", "核查情况", "internal", drawn=False, api=str),
        fact("answered_at", "答复时间", "answered_at", left_out=True, api=datetime | None),
    ),
    (
        Filter("q", "反映的企业或者公示", contains("subject", "product", "text")),
        Filter("kind", "类别", "kind", "choice", lambda _: ConcernKind.choices()),
        Filter("stage", "状态", "stage", "choice", lambda _: ConcernStage.choices()),
        Filter("outcome", "结果", "outcome", "choice", lambda _: ConcernOutcome.choices()),
    ),
    sort="-received_at",
    model=Concern,
    empty="还没有公众反映。",
    empty_hint="公众在公开页面“反映情况”填写，不需要账号。",
    rows=lambda person: Concern.objects.visible_to(person).select_related("authority", "party", "handler"),
    reading=Reading(
        "concerns",
        TAG,
        "ConcernOut",
        "公众反映列表",
        "一件公众反映",
        ("zhuangjian_api_concerns", "zhuangjian_api_concern"),
        one_schema="ConcernDetail",
        words="Reports from the public that the person sees; who reported is in no list.",
        one_words="One report from the public.",
    ),
)
