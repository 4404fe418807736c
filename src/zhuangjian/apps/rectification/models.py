"""Rectification: notice with due date, the enterprise's report or plan, re-check, end (CQ 19)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.vocabulary import Term


class RectificationStage(Term):
    """Life of a rectification."""

    ISSUED = "issued", "整改中"
    PLANNED = "planned", "已报整改计划"
    REPORTED = "reported", "待复查"
    RETURNED = "returned", "退回补充"
    CLOSED = "closed", "整改完成"
    ESCALATED = "escalated", "移交立案调查"


class Rectification(models.Model):
    """What one party must put right after one inspection, by when. The date is the officer's (no law fixes it)."""

    ledger_watched = True
    ledger_parts = ("reports", "rechecks")

    inspection = models.OneToOneField(
        Inspection, models.PROTECT, related_name="rectification", verbose_name="检查"
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="rectifications", verbose_name="企业")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="辖区监管部门")
    number = models.CharField("文号", max_length=60)
    requirement = models.TextField("整改要求")
    issued_at = models.DateTimeField("发出时间")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="发出人"
    )
    due_on = models.DateField("整改期限")
    stage = models.CharField("状态", max_length=20, choices=RectificationStage.choices(), default="issued")
    ended_at = models.DateTimeField("结束时间", null=True)
    end_note = models.TextField("结束说明", blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "整改"
        ordering = ("-issued_at",)

    def __str__(self) -> str:
        return self.number


class Report(models.Model):
    """What the enterprise handed in: a report in its four parts, or a plan where it cannot be done in time."""

    rectification = models.ForeignKey(
        Rectification, models.CASCADE, related_name="reports", verbose_name="整改"
    )
    no = models.PositiveIntegerField("第几次")
    kind = models.CharField("种类", max_length=10, choices=[("report", "整改报告"), ("plan", "整改计划")])
    main_problems = models.TextField("存在的主要问题")
    investigation = models.TextField("问题调查分析与风险评估")
    risk_control = models.TextField("风险控制措施")
    effect = models.TextField("整改后效果", blank=True)
    plan_steps = models.TextField("整改计划", blank=True)
    plan_until = models.DateField("计划完成日期", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="报送人"
    )
    submitted_at = models.DateTimeField("报送时间")
    late = models.BooleanField("逾期", default=False)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "整改报告"
        ordering = ("rectification", "no")

    def __str__(self) -> str:
        return f"{self.rectification} {self.get_kind_display()} {self.no}"


class Recheck(models.Model):
    """A re-check by the local authority, on site where needed."""

    rectification = models.ForeignKey(
        Rectification, models.CASCADE, related_name="rechecks", verbose_name="整改"
    )
    report = models.ForeignKey(Report, models.PROTECT, null=True, verbose_name="整改报告")
    on_site = models.BooleanField("现场复查", default=False)
    passed = models.BooleanField("符合要求")
    text = models.TextField("复查情况")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="复查人"
    )
    checked_at = models.DateTimeField("复查时间")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "复查"
        ordering = ("rectification", "pk")

    def __str__(self) -> str:
        return f"{self.rectification} {'符合' if self.passed else '不符合'}"
