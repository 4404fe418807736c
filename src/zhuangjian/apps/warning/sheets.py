"""What is shown of consultations, measures, letters, and what the enterprises made of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from zhuangjian.apps.warning.models import (
    Alert,
    AlertKind,
    AlertStage,
    Consultation,
    ConsultationStage,
    Measure,
    MeasureStage,
    Recipient,
    RecipientStage,
)
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact, officials
from zhuangjian.kernel.usual import named, stage_column, termed

TAG = "风险会商与预警"
UNANSWERED = (RecipientStage.SENT, RecipientStage.RECEIVED, RecipientStage.AGAIN)
TONES: dict[str, str] = {
    "planned": "wait",
    "held": "warn",
    "closed": "ok",
    "open": "wait",
    "done": "ok",
    "draft": "wait",
    "sent": "ok",
    "dropped": "off",
}
RECIPIENT_TONES: dict[str, str] = {
    "listed": "off",
    "sent": "wait",
    "received": "wait",
    "answered": "warn",
    "again": "warn",
    "closed": "ok",
    "dropped": "off",
}


def view(row: Any) -> tuple[str, str]:
    """The stage with its colour; what is still to be done past its day is late."""
    due = getattr(row, "due", None)
    if due is not None and row.stage in ("planned", "open") and due < timezone.localdate():
        return "逾期", "bad"
    return row.get_stage_display(), TONES[row.stage]


def recipient_view(row: Recipient) -> tuple[str, str]:
    """The stage with its colour; a self-inspection not answered past its day is late."""
    late = row.answer_by is not None and row.answer_by < timezone.localdate()
    if row.asked and late and row.stage in UNANSWERED:
        return "逾期未报送", "bad"
    return row.get_stage_display(), RECIPIENT_TONES[row.stage]


def _late(rows: QuerySet[Any], _: Any) -> QuerySet[Any]:
    return rows.filter(stage__in=("planned", "open"), due__lt=timezone.localdate())


def _late_answers(rows: QuerySet[Any], _: Any) -> QuerySet[Any]:
    return rows.filter(stage__in=UNANSWERED, answer_by__lt=timezone.localdate())


def _reading(path: str, schema: str, many: str, one: str, key: str, words: str) -> Reading:
    return Reading(
        path,
        TAG,
        f"{schema}Out",
        many,
        one,
        (f"zhuangjian_api_warning_{key}s", f"zhuangjian_api_warning_{key}"),
        one_schema=f"{schema}Detail",
        words=f"{words} that the person sees.",
        one_words=f"One of the {words[0].lower()}{words[1:]}.",
    )


CONSULTATIONS = Sheet(
    "consultations",
    "风险会商",
    (
        named("会商", str, "no"),
        Column("due", "召开期限", "due", sort="due", css="text-nowrap", fact=True, api=date),
        Column("held_on", "召开日期", "held_on", sort="held_on", fact=True, api=date | None),
        stage_column(view),
        fact("months", "间隔（月）", "months", api=int),
        fact("attendees", "参加人员", "attendees", left_out=True, api=str),
        fact("minutes", "纪要", "minutes", left_out=True, drawn=False, api=str),
        fact("direct_cause", "直接原因", "direct_cause", left_out=True, drawn=False, api=str),
        fact("system_cause", "体系原因", "system_cause", left_out=True, drawn=False, api=str),
        fact("evidence", "原因的依据", "evidence", left_out=True, drawn=False, api=str),
        fact(
            "agenda",
            "议程",
            lambda row: len(row.agenda),
            drawn=False,
            api={"agenda": Datum(list[dict[str, str]], "agenda")},
        ),
        fact("closing", "办结说明", "closing", left_out=True, api=str),
        fact("closed_at", "办结时间", "closed_at", left_out=True, api=datetime | None),
    ),
    (
        Filter("stage", "状态", "stage", "choice", lambda _: ConsultationStage.choices()),
        Filter("late", "只看逾期", _late, "flag", typed=bool),
    ),
    sort="-due",
    model=Consultation,
    empty="还没有安排风险会商。",
    empty_hint="由计划管理员或者负责人安排定期会商，一次办结后自动安排下一次。",
    rows=lambda person: Consultation.objects.visible_to(person).select_related("authority"),
    reading=_reading(
        "risk-consultations", "Consultation", "风险会商列表", "一次风险会商", "consultation", "Consultations"
    ),
)
MEASURES = Sheet(
    "consultation_measures",
    "风险防控措施",
    (
        named("措施", "title", "title"),
        Column("unit", "承办单位", "unit.name", sort="unit__name", fact=True, api=str),
        Column("due", "期限", "due", sort="due", css="text-nowrap", fact=True, api=date),
        stage_column(view),
        fact("text", "内容", "text", left_out=True, api=str),
        fact("note", "办理情况", "note", left_out=True, api=str),
        fact("proof", "证明材料", "proof", left_out=True, api=str),
        fact("done_at", "完成时间", "done_at", left_out=True, api=datetime | None),
        fact("done_by", "办理人", lambda row: str(row.done_by or ""), left_out=True, api=str),
    ),
    (
        Filter("q", "措施", contains("title", "text")),
        Filter("stage", "状态", "stage", "choice", lambda _: MeasureStage.choices()),
        Filter("late", "只看逾期", _late, "flag", typed=bool),
    ),
    sort="due",
    model=Measure,
    empty="没有风险防控措施。",
    rows=lambda person: Measure.objects.visible_to(person).select_related("unit", "done_by"),
    reading=_reading(
        "consultation-measures",
        "ConsultationMeasure",
        "风险防控措施列表",
        "一项风险防控措施",
        "measure",
        "Measures",
    ),
)
ALERTS = Sheet(
    "risk_alerts",
    "提示函和通报",
    (
        named("标题", "title", "title"),
        termed("kind", "种类", fact=True),
        Column("authority", "发出单位", "authority.name", sort="authority__name", fact=True, api=str),
        Column("sent_at", "发出时间", "sent_at", sort="sent_at", fact=True, api=datetime | None),
        stage_column(view),
        fact("condition", "发送范围", "condition", api=str),
        fact("answer_by", "自查报送期限", "answer_by", left_out=True, api=date | None),
        fact(
            "drafted",
            "起草",
            lambda row: str(row.drafted_by),
            api={"drafted_by": Datum(str, "drafted_by.name")},
        ),
        fact("sent_by", "审签人", lambda row: str(row.sent_by or ""), left_out=True, api=str),
        fact("text", "正文", "text", drawn=False, api=str),
        fact(
            "lines",
            "自查清单",
            lambda row: len(row.lines),
            drawn=False,
            api={"lines": Datum(list[str], "lines")},
        ),
    ),
    (
        Filter("q", "标题", contains("title")),
        Filter("kind", "种类", "kind", "choice", lambda _: AlertKind.choices()),
        Filter("stage", "状态", "stage", "choice", lambda _: AlertStage.choices()),
    ),
    sort="-sent_at",
    model=Alert,
    empty="还没有提示函和通报。",
    empty_hint="由计划管理员或者负责人起草，按条件选出企业，负责人审签后发出。",
    rows=lambda person: Alert.objects.visible_to(person).select_related("authority", "drafted_by", "sent_by"),
    reading=_reading(
        "risk-alerts", "RiskAlert", "提示函和通报列表", "一份提示函或者通报", "alert", "Letters"
    ),
)
RECEIVED = Sheet(
    "risk_alerts_received",
    "企业收到的提示函和通报",
    (
        named("标题", "title", "title"),
        Column(
            "party",
            "企业",
            "party.name",
            sort="party__pinyin",
            fact=True,
            api={"party_id": Datum(int, "party_id"), "party": Datum(str, "party.name")},
        ),
        termed("kind", "种类", fact=True),
        Column("answer_by", "自查报送期限", "answer_by", sort="answer_by", fact=True, api=date | None),
        stage_column(recipient_view),
        fact("sender", "发出单位", "sender.name", api=str),
        fact("authority", "评估单位", "authority.name", api=str),
        fact("sent_at", "发出时间", "sent_at", left_out=True, api=datetime | None),
        fact("received_at", "收悉时间", "received_at", left_out=True, api=datetime | None),
        fact("answered_at", "报送时间", "answered_at", left_out=True, api=datetime | None),
        fact("assessed_at", "评估时间", "assessed_at", left_out=True, api=datetime | None),
        fact("text", "正文", "text", drawn=False, api=str),
        fact("assessment", "评估意见", "assessment", drawn=False, api=str),
        fact(
            "lines",
            "自查清单",
            lambda row: len(row.lines),
            drawn=False,
            api={
                "lines": Datum(list[str], "lines"),
                "answers": Datum(list[dict[str, str]], "answers"),
            },
        ),
    ),
    (
        Filter("q", "标题", contains("title")),
        Filter("party", "企业", contains("party__name"), seen_by=officials),
        Filter("kind", "种类", "kind", "choice", lambda _: AlertKind.choices()),
        Filter("stage", "状态", "stage", "choice", lambda _: RecipientStage.choices()),
        Filter("late", "只看逾期未报送", _late_answers, "flag", typed=bool),
    ),
    sort="-answer_by",
    model=Recipient,
    empty="没有收到提示函和通报。",
    rows=lambda person: Recipient.objects.visible_to(person).select_related("party", "sender", "authority"),
    reading=_reading(
        "risk-alerts-received",
        "RiskAlertReceived",
        "企业收到的提示函列表",
        "一家企业收到的提示函",
        "recipient",
        "Received letters",
    ),
)
