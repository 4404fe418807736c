"""What is shown of plans of action: the plans, their items, meetings, reports and funds."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.utils import timezone

from zhuangjian.apps.improvement.figures import FIGURES
from zhuangjian.apps.improvement.models import (
    ActionPlan,
    Budget,
    Goal,
    Item,
    ItemKind,
    ItemStage,
    Meeting,
    Member,
    PlanStage,
    Report,
    ReportStage,
)
from zhuangjian.kernel.listed import ToldTo
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact, rows_of
from zhuangjian.kernel.usual import named, stage_column, termed

TAG = "提升行动"


def plan_view(row: ActionPlan) -> tuple[str, str]:
    """The stage with its colour."""
    return row.get_stage_display(), "wait" if row.stage == PlanStage.RUNNING else "ok"


def late(row: Any, open_: bool) -> bool:
    """Open past its day."""
    return open_ and row.due is not None and row.due < timezone.localdate()


def item_view(row: Item) -> tuple[str, str]:
    """The stage with its colour; open past its day is late."""
    if late(row, row.stage == ItemStage.OPEN):
        return "逾期", "bad"
    tones = {ItemStage.OPEN: "wait", ItemStage.DONE: "ok", ItemStage.DROPPED: "off"}
    return row.get_stage_display(), tones[ItemStage(row.stage)]


def report_view(row: Report) -> tuple[str, str]:
    """The stage with its colour; not sent past its day is late."""
    if late(row, row.stage != ReportStage.SENT):
        return f"逾期，{row.get_stage_display()}", "bad"
    return row.get_stage_display(), "ok" if row.stage == ReportStage.SENT else "wait"


def _is_late(rows: QuerySet[Any], _: Any) -> QuerySet[Any]:
    return rows.filter(stage=ItemStage.OPEN, due__lt=timezone.localdate())


def _is_late_report(rows: QuerySet[Any], _: Any) -> QuerySet[Any]:
    return rows.exclude(stage=ReportStage.SENT).filter(due__lt=timezone.localdate())


def _units(person: Any) -> list[tuple[int, str]]:
    rows = Item.objects.visible_to(person).order_by("unit__name")
    return list(rows.values_list("unit_id", "unit__name").distinct())


def _years(person: Any) -> list[tuple[int, str]]:
    rows = Item.objects.visible_to(person).order_by("year").values_list("year", flat=True).distinct()
    return [(one, f"{one} 年") for one in rows]


PLANS = Sheet(
    "action_plans",
    "行动方案",
    (
        named("行动方案", "title", "title"),
        Column("authority", "牵头单位", "authority.name", sort="authority__name", fact=True, api=str),
        Column("starts_on", "开始", "starts_on", sort="starts_on", fact=True, api=date),
        Column("ends_on", "结束", "ends_on", sort="ends_on", fact=True, api=date),
        stage_column(plan_view),
        fact(
            "own", "来源", lambda row: "自行载入" if row.own else "本地法规", api={"own": Datum(bool, "own")}
        ),
        fact("opened_at", "启动", "opened_at", api=datetime),
        fact("summary", "总结", "summary", left_out=True, api=str),
        fact(
            "goals",
            "目标的起点",
            lambda row: row.goals.count(),
            drawn=False,
            api={
                "goals": rows_of(
                    Goal,
                    "plan",
                    "ActionGoalOut",
                    key=str,
                    figure=str,
                    title=Datum(
                        str, lambda one: FIGURES[one.figure].title if one.figure in FIGURES else one.figure
                    ),
                    first=date,
                    last=date,
                    hits=int,
                    n=int,
                )
            },
        ),
        fact(
            "members",
            "工作小组",
            lambda row: row.members.count(),
            drawn=False,
            api={
                "members": rows_of(
                    Member,
                    "plan",
                    "ActionMemberOut",
                    part=str,
                    name=str,
                    unit=str,
                    since=date,
                    until=date | None,
                )
            },
        ),
    ),
    (
        Filter("q", "名称", contains("title")),
        Filter("stage", "状态", "stage", "choice", lambda _: PlanStage.choices()),
    ),
    sort="-starts_on",
    model=ActionPlan,
    empty="没有施行中的行动方案。",
    empty_hint="本地法规有行动方案的，由省级部门的计划管理员启动；没有的，也可以载入自己的方案。",
    rows=lambda person: ActionPlan.objects.visible_to(person).select_related("authority"),
    reading=Reading(
        "action-plans",
        TAG,
        "ActionPlanOut",
        "行动方案列表",
        "一个行动方案",
        ("zhuangjian_api_improvement_plans", "zhuangjian_api_improvement_plan"),
        one_schema="ActionPlanDetail",
        words="Plans of action that the person sees.",
        one_words="One plan of action with its goals' start and its task group.",
    ),
)
PLAN = fact("plan", "行动方案", "plan.title", api={"plan_id": Datum(UUID, "plan.public_id")})
ITEMS = Sheet(
    "action_items",
    "行动事项",
    (
        named("事项", "title", "title"),
        termed("kind", "种类", fact=True),
        Column("unit", "承办单位", "unit.name", sort="unit__name", fact=True, api=str),
        Column("due", "期限", "due", sort="due", css="text-nowrap", fact=True, api=date | None),
        stage_column(item_view),
        Column("task_no", "任务", "task_no", sort="task_no", fact=True, left_out=True, api=int | None),
        fact("article", "依据", "article", left_out=True, api=str),
        PLAN,
        fact("text", "内容", "text", left_out=True, api=str),
        fact("note", "完成情况或者取消理由", "note", left_out=True, api=str),
        fact("proof", "证明材料", "proof", left_out=True, api=str),
        fact("done_at", "办结时间", "done_at", left_out=True, api=datetime | None),
        fact("done_by", "办结人", lambda row: str(row.done_by or ""), left_out=True, api=str),
    ),
    (
        Filter("q", "事项", contains("title", "text")),
        Filter("kind", "种类", "kind", "choice", lambda _: ItemKind.choices()),
        Filter("year", "年度", "year", "choice", _years),
        Filter("unit", "承办单位", "unit_id", "choice", _units),
        Filter("stage", "状态", "stage", "choice", lambda _: ItemStage.choices()),
        Filter("late", "只看逾期", _is_late, "flag", typed=bool),
    ),
    sort="due",
    model=Item,
    empty="没有事项。",
    empty_hint="启动行动方案后，各阶段任务自动列为事项；会议议定的、需要通报的另行列出。",
    rows=lambda person: Item.objects.visible_to(person).select_related("plan", "unit", "done_by"),
    reading=Reading(
        "action-items",
        TAG,
        "ActionItemOut",
        "行动事项列表",
        "一件行动事项",
        ("zhuangjian_api_improvement_items", "zhuangjian_api_improvement_item"),
        one_schema="ActionItemDetail",
        words="Items under a plan of action that the person sees.",
        one_words="One item with what was done.",
    ),
)
MEETINGS = Sheet(
    "action_meetings",
    "会议",
    (
        named("会议", "title", "title"),
        Column("held_on", "日期", "held_on", sort="held_on", css="text-nowrap", fact=True, api=date),
        Column(
            "open",
            "议定事项",
            lambda row: (
                f"{row.decisions.count()} 件，未办结 {row.decisions.filter(stage=ItemStage.OPEN).count()} 件"
            ),
            fact=True,
            api={
                "decisions": Datum(int, lambda row: row.decisions.count()),
                "open_decisions": Datum(int, lambda row: row.decisions.filter(stage=ItemStage.OPEN).count()),
            },
        ),
        PLAN,
        fact("attendees", "参加人员", "attendees", api=str),
        fact("minutes", "纪要", "minutes", api=str),
    ),
    (Filter("q", "会议或者纪要", contains("title", "minutes")),),
    sort="-held_on",
    model=Meeting,
    empty="没有会议。",
    empty_hint="在行动方案的页面上登记。",
    rows=lambda person: Meeting.objects.visible_to(person).select_related("plan"),
    reading=Reading(
        "action-meetings",
        TAG,
        "ActionMeetingOut",
        "会议列表",
        "一次会议",
        ("zhuangjian_api_improvement_meetings", "zhuangjian_api_improvement_meeting"),
        one_schema="ActionMeetingDetail",
        words="Meetings under a plan of action.",
        one_words="One meeting with its minutes.",
    ),
)
REPORTS = Sheet(
    "action_reports",
    "工作情况报告",
    (
        named("报告", "period", ("last", "pk")),
        Column("unit", "报送单位", "unit.name", sort="unit__name", fact=True, api=str),
        Column("due", "报送期限", "due", sort="due", css="text-nowrap", fact=True, api=date),
        stage_column(report_view),
        fact("first", "起", "first", api=date),
        fact("last", "止", "last", api=date),
        PLAN,
        fact("progress", "工作进展", "progress", left_out=True, api=str),
        fact("issues", "问题和困难", "issues", left_out=True, api=str),
        fact("following", "下一步打算", "following", left_out=True, api=str),
        fact("sent_at", "报送时间", "sent_at", left_out=True, api=datetime | None),
        fact(
            "letter",
            "函件",
            lambda row: str(row.letter or ""),
            left_out=True,
            api={"letter_id": Datum(UUID | None, lambda row: row.letter.public_id if row.letter else None)},
        ),
        fact("figures", "数据", "figures", drawn=False, api=list[dict[str, Any]]),
    ),
    (
        Filter("stage", "状态", "stage", "choice", lambda _: ReportStage.choices()),
        Filter("late", "只看逾期", _is_late_report, "flag", typed=bool),
    ),
    sort="-title",
    model=Report,
    empty="没有报告。",
    empty_hint="启动行动方案后，每个报送周期的报告自动列出。",
    rows=lambda person: Report.objects.visible_to(person).select_related("plan", "unit", "letter"),
    reading=Reading(
        "action-reports",
        TAG,
        "ActionReportOut",
        "工作情况报告列表",
        "一份工作情况报告",
        ("zhuangjian_api_improvement_reports", "zhuangjian_api_improvement_report"),
        one_schema="ActionReportDetail",
        words="Reports under a plan of action.",
        one_words="One report with its figures and words.",
    ),
)


def spent(row: Budget) -> Decimal:
    """What of a line is used."""
    return row.spendings.aggregate(sum=Sum("amount"))["sum"] or Decimal()


def _spent(row: Budget, person: Any) -> Decimal:
    return spent(row)


FUNDS = Sheet(
    "action_funds",
    "经费",
    (
        Column(
            "title",
            "用途",
            "title",
            sort="title",
            api={"id": Datum(UUID, "public_id"), "title": Datum(str, "title")},
        ),
        Column("year", "年度", "year", sort=("year", "pk"), fact=True, api=int),
        Column("amount", "金额（元）", "amount", sort="amount", css="text-end", fact=True, api=Decimal),
        Column("spent", "已使用（元）", ToldTo(_spent), css="text-end", fact=True, api=Decimal),
        Column("source", "来源", "source", sort="source", fact=True, api=str),
        PLAN,
    ),
    (Filter("q", "用途", contains("title")),),
    sort="year",
    model=Budget,
    empty="没有经费。",
    empty_hint="在行动方案的页面上登记。",
    rows=lambda person: Budget.objects.visible_to(person).select_related("plan"),
    reading=Reading(
        "action-funds",
        TAG,
        "ActionFundOut",
        "经费列表",
        "一项经费",
        ("zhuangjian_api_improvement_funds", "zhuangjian_api_improvement_fund"),
        words="Budget lines of plans of action with what of them is used.",
        one_words="One budget line.",
    ),
)
