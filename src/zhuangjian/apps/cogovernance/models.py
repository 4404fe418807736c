"""What the public is told: education, typical cases, events."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.engines.rules.vocabulary import Term


def _by(title: str, *, null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=null, related_name="+", verbose_name=title
    )


class PieceKind(Term):
    """What a text for the public is."""

    EDUCATION = "education", "科普文章"
    CASE = "case", "典型案例"


class PieceStage(Term):
    """Whether a version counts."""

    DRAFT = "draft", "待审定"
    PUBLISHED = "published", "已发布"
    REPLACED = "replaced", "已被替代"
    WITHDRAWN = "withdrawn", "已撤下"


class Piece(PublicId):
    """One version of a text for the public; the next one names it in ``replaces``. A case keeps no tie to the enterprise it
    comes from: either the rule took out what tells who it was, or ``consent`` says how the enterprise agreed."""

    ledger_watched = True

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="发布单位")
    kind = models.CharField("种类", max_length=10, choices=PieceKind.choices())
    title = models.CharField("标题", max_length=160)
    text = models.TextField("内容")
    source = models.CharField("依据或者出处", max_length=300)
    consent = models.CharField("当事人同意的情况", max_length=300, blank=True)
    no = models.PositiveIntegerField("第几版", default=1)
    stage = models.CharField("状态", max_length=10, choices=PieceStage.choices(), default="draft")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="替代")
    written_at = models.DateTimeField("起草时间")
    written_by = _by("起草人")
    approved_at = models.DateTimeField("发布时间", null=True)
    approved_by = _by("审定人", null=True)
    reason = models.CharField("撤下的原因", max_length=300, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "科普和案例"
        ordering = ("-written_at", "-pk")

    def __str__(self) -> str:
        return f"{self.title}（第{self.no}版）"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/cogovernance/{self.public_id}/"


class EventStage(Term):
    """How far an event is."""

    PLANNED = "planned", "已安排"
    REPORTED = "reported", "已总结"
    CANCELLED = "cancelled", "已取消"


class Event(PublicId):
    """One event for the public: announced when it is arranged, reported on afterwards."""

    ledger_watched = True

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="主办单位")
    occasion = models.CharField("活动", max_length=40)
    title = models.CharField("名称", max_length=160)
    on = models.DateField("日期")
    place = models.CharField("地点", max_length=200)
    partners = models.CharField("协办单位", max_length=300, blank=True)
    text = models.TextField("内容")
    materials = models.TextField("宣传材料", blank=True)
    stage = models.CharField("状态", max_length=10, choices=EventStage.choices(), default="planned")
    participants = models.PositiveIntegerField("参加人数", null=True)
    report = models.TextField("总结", blank=True)
    reason = models.CharField("取消的原因", max_length=300, blank=True)
    arranged_at = models.DateTimeField("安排时间")
    arranged_by = _by("安排人")
    reported_at = models.DateTimeField("总结时间", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "科普活动"
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/cogovernance/events/{self.public_id}/"
