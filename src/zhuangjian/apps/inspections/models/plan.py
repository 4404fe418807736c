"""The plan of one inspection 检查方案: every version kept, changes by request and consent (CQ 10, 13)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.inspections.models.inspection import Inspection
from zhuangjian.engines.rules.vocabulary import Mode, Term


class PlanStatus(Term):
    """Life of a plan version."""

    SUBMITTED = "submitted", "待批准"
    APPROVED = "approved", "已批准"
    REJECTED = "rejected", "退回"
    SUPERSEDED = "superseded", "已被新版代替"


class PlanVersion(models.Model):
    """One version. ``scope`` lists checkpoint numbers to inspect; empty means all."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="plans", verbose_name="检查")
    no = models.PositiveIntegerField("第几版")
    items = models.TextField("检查事项")
    focus = models.TextField("检查重点", blank=True)
    scope = models.JSONField("检查要点范围", default=list, blank=True)
    checkpoints = models.BooleanField("依据检查要点", default=True)
    start_on = models.DateField("检查日期起")
    end_on = models.DateField("检查日期止")
    mode = models.CharField("检查方式", max_length=20, choices=Mode.choices())
    announced = models.BooleanField("预先告知", default=False)
    status = models.CharField("状态", max_length=20, choices=PlanStatus.choices())
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="编制人"
    )
    submitted_at = models.DateTimeField("提交时间")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="批准人"
    )
    decided_at = models.DateTimeField("批准时间", null=True)
    note = models.TextField("意见", blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "检查方案"
        ordering = ("inspection", "no")
        constraints = (models.UniqueConstraint(fields=("inspection", "no"), name="plan_version_once"),)

    def __str__(self) -> str:
        return f"{self.inspection} 方案第{self.no}版"


class ChangeKind(Term):
    """What a change concerns (CQ 13)."""

    TEAM = "team", "检查人员"
    SCHEDULE = "schedule", "检查日程"
    CONTENT = "content", "检查内容"
    PARTY = "party", "被检查对象"
    PLAN = "plan", "检查方案"


class PlanChange(PublicId):
    """A change asked for by the leader; ``proposed`` takes effect only with the dispatching unit's consent."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="changes", verbose_name="检查")
    kind = models.CharField("变更事项", max_length=20, choices=ChangeKind.choices())
    reason = models.TextField("变更理由")
    proposed = models.JSONField("拟变更内容", default=dict)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="申请人"
    )
    requested_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="决定人"
    )
    decided_at = models.DateTimeField("决定时间", null=True)
    consented = models.BooleanField("同意", null=True)
    note = models.TextField("意见", blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "方案变更"
        ordering = ("inspection", "pk")

    def __str__(self) -> str:
        return f"{self.inspection} 变更{self.get_kind_display()}"
