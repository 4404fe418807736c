"""The guidance of one enterprise, and the ledger of what was advised."""

from __future__ import annotations

from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.guidance.models.expert import Expert, by
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.improvement.grouping import Group
from zhuangjian.engines.rules.vocabulary import Term


class Moment(Term):
    """Why an enterprise is guided: one of the key moments, which the packs name by these words, or the unit's own choice."""

    FIRST_LICENCE = "first_licence", "许可准入"
    FIRST_PRODUCTION = "first_production", "首次投产"
    RESTART = "restart", "长期停产后复产"
    RENEWAL = "renewal", "许可延续"
    CHOSEN = "chosen", "日常安排"
    PAIRED = "paired", "一企一策结对帮扶"


class GuidanceStage(Term):
    """How far the guidance of an enterprise is."""

    DRAFT = "draft", "待制定方案"
    PLANNED = "planned", "待企业确认"
    RUNNING = "running", "指导中"
    CLOSED = "closed", "已完成"


class Guidance(PublicId):
    """One enterprise, its group with the grounds, its plan, and the figures of its dossier before and after.

    ``points`` are ``{"factor", "weak", "why"}``; ``computed`` is the group as calculated, ``group`` the one that counts.
    ``before`` and ``after`` are lists of ``[title, words]``. ``advisers`` names the experts for the enterprise.
    """

    ledger_watched = True

    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name="企业")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="指导单位")
    stage = models.CharField("状态", max_length=10, choices=GuidanceStage.choices(), default="draft")
    moment = models.CharField("起因", max_length=20, choices=Moment.choices())
    moment_on = models.DateField("节点日期")
    because = models.CharField("依据", max_length=300)
    points = models.JSONField("分组依据", default=list)
    emphasis = models.JSONField("重点", default=list)
    computed = models.CharField("按因素计算的分组", max_length=12, choices=Group.choices())
    group = models.CharField("分组", max_length=12, choices=Group.choices())
    group_why = models.CharField("调整分组的理由", max_length=300, blank=True)
    least_visits = models.PositiveIntegerField("至少指导次数")
    before = models.JSONField("指导前", default=list)
    after = models.JSONField("指导后", default=list)
    aims = models.TextField("要解决的问题", blank=True)
    measures = models.TextField("指导措施", blank=True)
    expert = models.ForeignKey(Expert, models.PROTECT, null=True, related_name="+", verbose_name="专家")
    second_expert = models.ForeignKey(
        Expert, models.PROTECT, null=True, related_name="+", verbose_name="另一位专家"
    )
    advisers = models.CharField("指导专家", max_length=200, blank=True)
    starts_on = models.DateField("开始", null=True)
    ends_on = models.DateField("完成期限", null=True)
    due = models.DateField("制定方案的期限")
    opened_at = models.DateTimeField("列入时间")
    planned_at = models.DateTimeField("方案制定时间", null=True)
    planned_by = by("方案制定人", null=True)
    confirmed_at = models.DateTimeField("企业确认时间", null=True)
    confirmed_by = by("企业确认人", null=True)
    opinion = models.TextField("企业的意见", blank=True)
    closed_at = models.DateTimeField("完成时间", null=True)
    closed_by = by("办结人", null=True)
    outcome = models.TextField("指导成效", blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "企业指导"
        ordering = ("-opened_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("party", "moment", "moment_on"), name="guided_once_for_a_moment"),
        )

    def __str__(self) -> str:
        return f"{self.party}：{self.get_moment_display()}指导"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/guidance/{self.public_id}/"


class VisitKind(Term):
    """In which way an enterprise was guided."""

    ON_SITE = "on_site", "上门指导"
    REMOTE = "remote", "线上指导"
    MEETING = "meeting", "座谈、授课"


class GuidanceVisit(PublicId):
    """One entry of the ledger of guidance: who, when, what was found and advised, and what the enterprise made of it."""

    ledger_watched = True

    guidance = models.ForeignKey(Guidance, models.PROTECT, related_name="visits", verbose_name="企业指导")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name="企业")
    kind = models.CharField("方式", max_length=12, choices=VisitKind.choices())
    held_on = models.DateField("日期")
    people = models.CharField("参加人员", max_length=300)
    found = models.TextField("指导前的情况")
    advised = models.TextField("指导意见")
    entered_at = models.DateTimeField("登记时间")
    entered_by = by("登记人")
    improved = models.TextField("指导后的情况", blank=True)
    answered_at = models.DateTimeField("企业确认时间", null=True)
    answered_by = by("企业确认人", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "指导台账"
        ordering = ("-held_on", "-pk")

    def __str__(self) -> str:
        return f"{self.party} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/guidance/visits/{self.public_id}/"
