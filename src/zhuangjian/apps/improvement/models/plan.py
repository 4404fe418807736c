"""A plan of action as one authority runs it: its text as data, goals with their start, the task group, funds (LN 1, 4)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.engines.rules.improvement import PlanOfAction
from zhuangjian.engines.rules.vocabulary import Term


def by(title: str, *, null: bool = False) -> models.ForeignKey:
    """Who did something."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=null, related_name="+", verbose_name=title
    )


class PlanStage(Term):
    """Whether a plan of action runs."""

    RUNNING = "running", "实施中"
    CLOSED = "closed", "已总结"


class ActionPlan(PublicId):
    """One plan; ``body`` is its text as data, as it stood in the pack or the file on the day it was opened."""

    ledger_watched = True
    ledger_parts = ("goals", "members", "budgets")

    key = models.CharField("代号", max_length=40)
    title = models.CharField("名称", max_length=200)
    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="action_plans", verbose_name="牵头单位"
    )
    stage = models.CharField("状态", max_length=10, choices=PlanStage.choices(), default="running")
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    body = models.JSONField("方案", default=dict)
    own = models.BooleanField("自行载入", default=False)
    opened_at = models.DateTimeField("启动时间")
    opened_by = by("启动人")
    summary = models.TextField("总结", blank=True)
    closed_at = models.DateTimeField("总结时间", null=True)
    closed_by = by("总结人", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "行动方案"
        ordering = ("-starts_on", "-pk")
        constraints = (models.UniqueConstraint(fields=("authority", "key"), name="action_plan_opened_once"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/improvement/{self.public_id}/"

    @property
    def text(self) -> PlanOfAction:
        """The plan as it stood when it was opened."""
        return PlanOfAction.model_validate(self.body)


class Goal(models.Model):
    """One figure of one goal with its value when the plan was opened: ``hits`` of ``n`` between two days."""

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="goals", verbose_name="行动方案")
    key = models.CharField("目标", max_length=40)
    figure = models.CharField("指标", max_length=40)
    first = models.DateField("起")
    last = models.DateField("止")
    hits = models.PositiveIntegerField("符合数")
    n = models.PositiveIntegerField("总数")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "行动目标"
        ordering = ("plan", "pk")
        constraints = (models.UniqueConstraint(fields=("plan", "key", "figure"), name="goal_measured_once"),)

    def __str__(self) -> str:
        return f"{self.plan} {self.key}"


class Part(Term):
    """A part in the task group."""

    LEADER = "leader", "组长"
    MEMBER = "member", "成员"
    OFFICE = "office", "办公室"


class Member(PublicId):
    """One member of the task group or its office, by name: not everybody in it signs in here."""

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="members", verbose_name="行动方案")
    part = models.CharField("分工", max_length=10, choices=Part.choices())
    name = models.CharField("姓名", max_length=60)
    unit = models.CharField("单位和职务", max_length=120)
    since = models.DateField("起")
    until = models.DateField("止", null=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "工作小组成员"
        ordering = ("plan", "pk")

    def __str__(self) -> str:
        return f"{self.name}（{self.unit}）"


class Budget(PublicId):
    """One budget line of one year, in yuan."""

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="budgets", verbose_name="行动方案")
    year = models.PositiveIntegerField("年度")
    title = models.CharField("用途", max_length=120)
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2)
    source = models.CharField("来源", max_length=120, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = by("登记人")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "经费"
        ordering = ("plan", "year", "pk")
        constraints = (models.UniqueConstraint(fields=("plan", "year", "title"), name="budget_line_once"),)

    def __str__(self) -> str:
        return f"{self.year} 年 {self.title}"


class Spending(models.Model):
    """One use of a budget line."""

    budget = models.ForeignKey(Budget, models.CASCADE, related_name="spendings", verbose_name="经费")
    spent_on = models.DateField("日期")
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2)
    text = models.CharField("用于", max_length=200)
    entered_at = models.DateTimeField("登记时间")
    entered_by = by("登记人")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "经费使用"
        ordering = ("budget", "pk")

    def __str__(self) -> str:
        return f"{self.budget} {self.amount}"
