"""What is shown of signals: the inbox, one of them with the records behind it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from zhuangjian.apps.risk.models import Dimension, SignalCase, SignalEvidence, SignalStage, SignalStep
from zhuangjian.apps.risk.sheets import TAG
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact, rows_of

TONES = {"new": "warn", "assessing": "warn", "confirmed": "bad", "refuted": "off", "closed": "ok"}


def stage_view(row: SignalCase) -> tuple[str, str]:
    """The stage with its colour."""
    return row.get_stage_display(), TONES[row.stage]


def _times(row: SignalCase) -> str:
    return f"{row.ratio:.1f} 倍" if row.ratio is not None else "别处没有报告"


CASES = Sheet(
    "risk_signals",
    "风险信号研判",
    (
        Column(
            "subject",
            "对象",
            "subject",
            sort="subject",
            link=lambda row: row.get_absolute_url(),
            api={
                "id": Datum(UUID, "public_id"),
                "subject": Datum(str, "subject"),
                "version": Datum(int, "version"),
            },
        ),
        Column("event", "反应或者问题", "event", sort="event", fact=True, api=str),
        Column("dimension", "分组", "get_dimension_display", sort="dimension", fact=True, api={"dimension": Datum(str, "dimension")}),
        Column("stage", "状态", "get_stage_display", sort="stage", status=stage_view, api={"stage": Datum(str, "stage")}),
        Column("reports", "报告数", "reports", sort="reports", fact=True, api=int),
        Column("expected", "应有", "expected", sort="expected", fact=True, api=float),
        Column("ratio", "与别处相比", _times, sort="ratio", fact=True, api={"ratio": Datum(float | None, "ratio"), "ratio_words": Datum(str, _times)}),
        Column("found_on", "发现日期", "found_on", sort="found_on", css="text-nowrap", fact=True, api=date),
        fact("chi2", "χ²（校正）", "chi2", left_out=True, api={"chi2": Datum(float | None, "chi2")}),
        fact("ic025", "信息成分下限（IC025）", "ic025", left_out=True, api={"ic025": Datum(float | None, "ic025")}),
        fact("party", "企业", lambda row: row.party.name if row.party else "", left_out=True, api=str),
        fact("authority", "负责研判的部门", lambda row: str(row.authority), api=str),
        fact("taken_at", "受理时间", "taken_at", left_out=True, api={"taken_at": Datum(datetime | None, "taken_at")}),
        fact("assessment", "研判意见", "assessment", drawn=False, api=str),
        fact("assessed_at", "研判时间", "assessed_at", left_out=True, api={"assessed_at": Datum(datetime | None, "assessed_at")}),
        fact("closing", "办结说明", "closing", drawn=False, api=str),
        fact("closed_at", "办结时间", "closed_at", left_out=True, api={"closed_at": Datum(datetime | None, "closed_at")}),
        fact(
            "evidence",
            "依据",
            lambda row: row.evidence_rows.count(),
            drawn=False,
            api={
                "evidence": rows_of(
                    SignalEvidence,
                    "case",
                    "RiskEvidenceOut",
                    title=Datum(str, "signal.title"),
                    kind=Datum(str, "signal.kind"),
                    occurred_on=Datum(date, "signal.occurred_on"),
                    source=Datum(str, "signal.source"),
                )
            },
        ),
        fact(
            "steps",
            "去向",
            lambda row: row.steps.count(),
            drawn=False,
            api={
                "steps": rows_of(
                    SignalStep, "case", "RiskStepOut", kind=str, text=str, reference=str, noted_at=datetime
                )
            },
        ),
    ),
    (
        Filter("q", "对象或反应", contains("subject", "event")),
        Filter("stage", "状态", "stage", "choice", SignalStage.choices()),
        Filter("dimension", "分组", "dimension", "choice", Dimension.choices()),
    ),
    sort="-found_on",
    model=SignalCase,
    empty="没有风险信号。",
    empty_hint="由市级（省级）监管部门的计划管理员在本页检测；检测只看来源记录，每项都列出依据。",
    rows=lambda person: SignalCase.objects.visible_to(person).select_related("party", "authority"),
    reading=Reading(
        "risk-signals",
        TAG,
        "RiskSignalOut",
        "风险信号研判列表",
        "一项风险信号研判",
        ("zhuangjian_api_risk_signals", "zhuangjian_api_risk_signal"),
        one_schema="RiskSignalDetail",
        words="Groups of reports that stand out, in the units that the person sees.",
        one_words="One of them with the records behind it and where it goes.",
    ),
)  # fmt: skip


def evidence_of(row: SignalCase, person: Any) -> list[SignalEvidence]:
    """The records behind a signal that the person sees."""
    rows = SignalEvidence.objects.visible_to(person).filter(case=row)
    return list(
        rows.select_related("signal__party", "signal__product").order_by("-signal__occurred_on", "pk")
    )
