"""What is done under a plan: items with an owner and a day, meetings, reports (LN 3, 4)."""

from __future__ import annotations

from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.cooperation.models import Letter
from zhuangjian.apps.improvement.models.plan import ActionPlan, by
from zhuangjian.engines.rules.vocabulary import Term


class ItemKind(Term):
    """What kind of thing is to be done."""

    DELIVERABLE = "deliverable", "阶段任务"
    DECISION = "decision", "议定事项"
    EXCHANGE = "exchange", "信息通报"
    PUBLICITY = "publicity", "宣传"


class ItemStage(Term):
    """Whether it is done."""

    OPEN = "open", "办理中"
    DONE = "done", "已完成"
    DROPPED = "dropped", "已取消"


class Meeting(PublicId):
    """A meeting under the plan, as it was held; what it decided are items that name it."""

    ledger_watched = True

    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="meetings", verbose_name="行动方案")
    title = models.CharField("会议", max_length=120)
    held_on = models.DateField("日期")
    attendees = models.TextField("参加人员")
    minutes = models.TextField("纪要")
    entered_at = models.DateTimeField("登记时间")
    entered_by = by("登记人")
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "会议"
        ordering = ("-held_on", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/improvement/meetings/{self.public_id}/"


class Item(PublicId):
    """One thing that one unit has to do by a day: what a phase has to bring, what a meeting decided, a notice to take note
    of, an item of publicity. ``key`` says of which deliverable of the plan."""

    ledger_watched = True

    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="items", verbose_name="行动方案")
    kind = models.CharField("种类", max_length=12, choices=ItemKind.choices())
    stage = models.CharField("状态", max_length=10, choices=ItemStage.choices(), default="open")
    year = models.PositiveIntegerField("年度")
    key = models.CharField("代号", max_length=40, blank=True)
    task_no = models.PositiveIntegerField("任务", null=True)
    article = models.CharField("依据", max_length=40, blank=True)
    title = models.CharField("事项", max_length=200)
    text = models.TextField("内容", blank=True)
    unit = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="承办单位")
    due = models.DateField("期限", null=True)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, related_name="decisions", verbose_name="会议"
    )
    entered_at = models.DateTimeField("登记时间")
    entered_by = by("登记人")
    note = models.TextField("完成情况", blank=True)
    proof = models.CharField("证明材料", max_length=200, blank=True)
    done_at = models.DateTimeField("办结时间", null=True)
    done_by = by("办结人", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "行动事项"
        ordering = ("due", "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/improvement/items/{self.public_id}/"


class ReportStage(Term):
    """Where a report is."""

    DUE = "due", "待起草"
    DRAFTED = "drafted", "待审签"
    APPROVED = "approved", "待发出"
    SENT = "sent", "已报送"


class Report(PublicId):
    """What one unit reports of one period: figures as they stood, words, and the letter by which it went."""

    ledger_watched = True

    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="reports", verbose_name="行动方案")
    unit = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="报送单位")
    first = models.DateField("起")
    last = models.DateField("止")
    due = models.DateField("报送期限")
    stage = models.CharField("状态", max_length=10, choices=ReportStage.choices(), default="due")
    figures = models.JSONField("数据", default=list)
    progress = models.TextField("工作进展", blank=True)
    issues = models.TextField("问题和困难", blank=True)
    following = models.TextField("下一步打算", blank=True)
    drafted_at = models.DateTimeField("起草时间", null=True)
    drafted_by = by("起草人", null=True)
    approved_at = models.DateTimeField("审签时间", null=True)
    approved_by = by("审签人", null=True)
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, related_name="+", verbose_name="函件")
    sent_at = models.DateTimeField("报送时间", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "工作情况报告"
        ordering = ("-last", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("plan", "unit", "last"), name="report_of_period_once"),
        )

    def __str__(self) -> str:
        return f"{self.unit}工作情况报告（{self.period}）"

    @property
    def period(self) -> str:
        """The period that it is about, in words."""
        first = f"{self.first.year}年{self.first.month}月"
        return (
            f"{first}至{self.last.month}月"
            if self.first.year == self.last.year
            else f"{first}至{self.last.year}年{self.last.month}月"
        )

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/improvement/reports/{self.public_id}/"
