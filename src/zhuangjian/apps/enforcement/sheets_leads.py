"""What is shown of leads."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from zhuangjian.apps.duties.lines import waited
from zhuangjian.apps.enforcement.models import Feedback, Lead, LeadSample, LeadStage, Penalty
from zhuangjian.kernel.listed import ToldTo
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact, rows_of

TONES = {LeadStage.CLOSED: "ok", LeadStage.DROPPED: "off", LeadStage.FILED: "bad", LeadStage.DECIDED: "bad"}


def visible(person: Any) -> QuerySet[Lead]:
    """Leads that the person may see."""
    related = ("party", "local_authority", "receiver", "inspection", "bundle", "received_bundle")
    return Lead.objects.visible_to(person).select_related(*related)


def stage_view(row: Lead) -> tuple[str, str]:
    """The stage with its colour."""
    return row.get_stage_display(), TONES.get(LeadStage(row.stage), "wait")


def waiting(row: Lead) -> str:
    """How long the decision on filing has waited: no article sets a limit for it."""
    if row.stage != LeadStage.RECEIVED:
        return ""
    return waited(timezone.localdate(row.received_at), timezone.localdate())


def _seen(name: str) -> ToldTo:
    def read(row: Lead, person: Any) -> Any:
        from zhuangjian.apps.inspections.models import Inspection

        if not Inspection.objects.visible_to(person).filter(pk=row.inspection_id).exists():
            return None
        found = getattr(row.inspection, name)
        return found() if callable(found) else found

    return ToldTo(read)


def _day(name: str) -> Any:
    return lambda row: timezone.localdate(moment) if (moment := getattr(row, name)) else None


def _told(name: str, title: str, kind: Any = str) -> Column:
    return fact(name, title, name, left_out=True, api={name: Datum(kind, name)})


LEADS = Sheet(
    "leads",
    "违法线索",
    (
        Column(
            "number",
            "线索编号",
            "number",
            sort="number",
            link=lambda row: row.get_absolute_url(),
            api={
                "id": Datum(UUID, "public_id"),
                "number": Datum(str, "number"),
                "version": Datum(int, "version"),
            },
        ),
        Column(
            "party",
            "企业",
            "party.name",
            sort="party__name",
            link=ToldTo(lambda row, person: row.party.get_absolute_url() if person.scope.official else ""),
            fact=True,
            api=str,
        ),
        Column(
            "stage",
            "状态",
            "get_stage_display",
            sort="stage",
            status=stage_view,
            api={"stage": Datum(str, "stage"), "stage_words": Datum(str, "get_stage_display")},
        ),
        Column("waiting", "已等待", waiting, api={"waiting": Datum(str, waiting)}),
        Column(
            "local",
            "辖区监管部门",
            "local_authority.short_name",
            sort="local_authority__name",
            fact=True,
            api=str,
        ),
        Column(
            "receiver",
            "接受移交线索单位",
            "receiver.short_name",
            sort="receiver__name",
            fact=True,
            left_out=True,
            api={"receiver": Datum(str | None, "receiver.name")},
        ),
        Column(
            "reported_at",
            "通报日期",
            _day("reported_at"),
            sort="reported_at",
            css="text-nowrap",
            fact=True,
            api={"reported_at": Datum(datetime, "reported_at")},
        ),
        fact(
            "inspection",
            "检查",
            _seen("number"),
            link=_seen("get_absolute_url"),
            left_out=True,
            api={"inspection_id": Datum(UUID | None, _seen("public_id"))},
        ),
        _told("facts", "违法线索"),
        _told("advice", "处理建议"),
        _told("assessment", "风险评估"),
        fact(
            "at_risk",
            "质量安全风险",
            lambda row: ("可能存在" if row.at_risk else "未发现") if row.assessed_at else "",
            left_out=True,
            api={"at_risk": Datum(bool, "at_risk")},
        ),
        _told("measures", "风险控制决定"),
        fact(
            "outcome",
            "处理",
            "get_outcome_display",
            left_out=True,
            api={"outcome": Datum(str, "outcome")},
        ),
        fact(
            "transferred_at",
            "移交日期",
            _day("transferred_at"),
            left_out=True,
            api={"transferred_at": Datum(datetime | None, "transferred_at")},
        ),
        fact(
            "received_at",
            "签收日期",
            _day("received_at"),
            left_out=True,
            api={"received_at": Datum(datetime | None, "received_at")},
        ),
        _told("verification", "证据查证确认"),
        _told("filing_on", "决定是否立案之日", date | None),
        _told("filing_number", "立案文号"),
        _told("filing_reason", "理由"),
        _told("penalty_on", "决定是否处罚之日", date | None),
        fact(
            "penalised",
            "行政处罚",
            lambda row: ("给予处罚" if row.penalised else "不予处罚") if row.penalty_on else "",
            left_out=True,
            api={"penalised": Datum(bool, "penalised")},
        ),
        _told("penalty_text", "处理结果"),
        fact(
            "penalties",
            "处罚决定",
            lambda row: row.penalties.count(),
            drawn=False,
            api={
                "penalties": rows_of(
                    Penalty,
                    "lead",
                    "LeadPenaltyOut",
                    "pk",
                    id=Datum(UUID, "public_id"),
                    version=int,
                    number=str,
                    violation=str,
                    content=str,
                    decided_on=date,
                    fate=str,
                    fate_on=date | None,
                    fate_by=str,
                    fate_reason=str,
                )
            },
        ),
        fact(
            "samples",
            "抽样送检",
            lambda row: row.samples.count(),
            drawn=False,
            api={
                "samples": rows_of(
                    LeadSample,
                    "lead",
                    "LeadSampleOut",
                    "pk",
                    id=Datum(UUID, "public_id"),
                    number=str,
                    taken_on=date,
                    subject=str,
                    laboratory=str,
                    sent_on=date,
                    enclosed=str,
                    report=str,
                    result_on=date | None,
                    passed=bool | None,
                )
            },
        ),
        fact(
            "feedback",
            "反馈",
            lambda row: row.feedback.count(),
            drawn=False,
            api={
                "feedback": rows_of(
                    Feedback,
                    "lead",
                    "LeadFeedbackOut",
                    "pk",
                    kind=str,
                    to=Datum(str, "to.name"),
                    text=str,
                    due=date | None,
                    sent_at=datetime,
                )
            },
        ),
    ),
    (
        Filter("q", "编号或企业", contains("number", "party__name")),
        Filter("stage", "状态", "stage", "choice", lambda _: LeadStage.choices()),
    ),
    sort="-reported_at",
    model=Lead,
    empty="没有违法线索。",
    empty_hint=lambda _: "在检查的“移送”页上通报。",
    rows=visible,
    reading=Reading(
        "leads",
        "违法线索",
        "LeadOut",
        "违法线索列表",
        "一条违法线索",
        ("zhuangjian_api_enforcement_leads", "zhuangjian_api_enforcement_lead"),
        one_schema="LeadDetail",
        words="Leads of inspections that the person sees, and those that went to their unit.",
        one_words="One lead with what was decided and what was reported back, to whom and by when.",
    ),
)
