"""The annual programme 年度检查计划 and its tasks."""

from __future__ import annotations

import re

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.registry.models import Party, Site
from zhuangjian.engines.rules.vocabulary import InspectionType, LicensingKind, Mode, OriginKind, Term


class ProgrammeStatus(Term):
    """Life of a programme."""

    DRAFT = "draft", "编制中"
    APPROVED = "approved", "已批准"


class Programme(PublicId):
    """One authority's programme for one year (CQ 4, 28)."""

    ledger_watched = True

    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("名称", max_length=120)
    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="programmes", verbose_name="制定单位"
    )
    scope = models.TextField("对象范围", blank=True)
    focus = models.TextField("检查重点", blank=True)
    requirements = models.TextField("检查要求", blank=True)
    status = models.CharField("状态", max_length=20, choices=ProgrammeStatus.choices(), default="draft")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="编制人"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="批准人"
    )
    approved_at = models.DateTimeField("批准时间", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "年度检查计划"
        ordering = ("-year", "authority")
        constraints = (models.UniqueConstraint(fields=("year", "authority"), name="programme_once"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/programme/{self.public_id}/"


class TaskStatus(Term):
    """Life of a task."""

    PLANNED = "planned", "待交办"
    ASSIGNED = "assigned", "已交办"
    UNDER_WAY = "under_way", "检查中"
    DONE = "done", "已完成"
    MERGED = "merged", "已合并"
    CANCELLED = "cancelled", "已取消"


class Task(PublicId):
    """One inspection to be made within a window of days; assigned (交办) with information and requirements."""

    ledger_watched = True
    ledger_parts = ("origin",)

    # Whose task it is; a programme is only one of the origins a task can have.
    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="tasks_organised", verbose_name="组织检查的单位"
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="年度计划"
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="tasks", verbose_name="被检查对象")
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, verbose_name="检查地址")
    inspection_type = models.CharField("检查类型", max_length=20, choices=InspectionType.choices())
    mode = models.CharField("检查方式", max_length=20, choices=Mode.choices(), default="on_site")
    announced = models.BooleanField("预先告知", default=False)
    window_from = models.DateField("时间起")
    window_to = models.DateField("时间止")
    focus = models.TextField("检查重点", blank=True)
    expertise = models.CharField("所需专长", max_length=200, blank=True)
    cancel_reason = models.CharField("取消原因", max_length=300, blank=True)
    information = models.TextField("对象信息", blank=True)
    requirements = models.TextField("检查要求", blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="增加人"
    )
    # Added after the programme was approved, and not approved itself yet.
    approval_waits = models.BooleanField("增补待批准", default=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="增补批准人"
    )
    separately = models.CharField("单独派出的理由", max_length=300, blank=True)
    assigned_to = models.ForeignKey(
        Authority, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="承办单位"
    )
    assigned_at = models.DateTimeField("交办时间", null=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="交办人"
    )
    status = models.CharField("状态", max_length=20, choices=TaskStatus.choices(), default="planned")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="并入任务"
    )
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "检查任务"
        ordering = ("window_from", "pk")

    def __str__(self) -> str:
        return f"{self.get_inspection_type_display()} · {self.party}"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/programme/tasks/{self.public_id}/"

    def topics(self) -> tuple[str, ...]:
        """The expertise asked for, as single words."""
        return tuple(part for part in re.split(r"[,，、;；\s]+", self.expertise) if part)

    def called(self) -> str:
        """What it comes from, in a few words: the programme's title, or the kind of its origin."""
        if self.programme is not None:
            return self.programme.title
        found = origin_of(self)
        return found.get_kind_display() if found else ""


class Origin(models.Model):
    """Why there is a task, with what the law of the place asks of such an origin (CQ 23, 31, 32, 36, 46).

    ``cause`` and ``support`` are keys of the pack: for what a for-cause inspection is started, and what that rests on.
    """

    task = models.OneToOneField(Task, models.CASCADE, related_name="origin", verbose_name="任务")
    kind = models.CharField("来源", max_length=20, choices=OriginKind.choices())
    cause = models.CharField("启动原因", max_length=30, blank=True)
    support = models.CharField("所依据的材料", max_length=30, blank=True)
    body = models.CharField("来文单位", max_length=120, blank=True)
    reference = models.CharField("编号或者文号", max_length=120, blank=True)
    received_on = models.DateField("收到、受理或者发现日期", null=True, blank=True)
    licensing_kind = models.CharField(
        "许可检查种类", max_length=20, choices=LicensingKind.choices(), blank=True
    )
    applied_on = models.DateField("申请日期", null=True, blank=True)
    acceptance = models.CharField("受理编号", max_length=120, blank=True)
    words = models.TextField("具体情况", blank=True)
    earlier = models.ForeignKey(
        Task, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="相关的检查"
    )
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    stated_at = models.DateTimeField("登记时间", null=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "检查来源"

    def __str__(self) -> str:
        return self.get_kind_display()


def origin_of(task: Task) -> Origin | None:
    """Why there is the task; None where nobody has said it."""
    return getattr(task, "origin", None)
