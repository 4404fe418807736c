"""Opinions for carrying out the rules, local standards and guides, what was said of their drafts, and arrangements."""

from __future__ import annotations

from datetime import date

from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.registry.models import Party, Site
from zhuangjian.apps.standards.models.guides import by
from zhuangjian.engines.rules.vocabulary import Term


class Theme(Term):
    """What an opinion or an arrangement is about."""

    LABORATORY = "laboratory", "同一集团共用实验室"
    WAREHOUSE = "warehouse", "同一质量管理体系外设仓库"
    DIGITAL = "digital", "数字化生产"
    OTHER = "other", "其他"


class DocumentKind(Term):
    """What is drafted, consulted on and issued; of standards and guides those that the place's law names."""

    OPINION = "opinion", "执行意见"
    STANDARD = "standard", "地方标准"
    GUIDE = "guide", "指南"


class OpinionStage(Term):
    """How far an opinion is."""

    DRAFTING = "drafting", "起草中"
    CONSULTING = "consulting", "征求意见"
    SETTLING = "settling", "待签发"
    ISSUED = "issued", "已印发"
    WITHDRAWN = "withdrawn", "已停用"


class Opinion(PublicId):
    """How the rules are carried out in one matter, or a local standard or guide. ``texts`` are its drafts, ``{"no", "text",
    "lines", "reason", "by", "at"}``; ``lines`` are its requirements, ``{"edition", "item", "text"}``, shown at the
    checkpoint of enterprises that have such an arrangement. The next version names it in ``replaces``; from the day on
    which that holds (``ended_on``) this one does not."""

    ledger_watched = True

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="起草单位")
    kind = models.CharField("种类", max_length=10, choices=DocumentKind.choices(), default="opinion")
    no = models.PositiveIntegerField("第几版", default=1)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="替代")
    theme = models.CharField("事项", max_length=12, choices=Theme.choices())
    title = models.CharField("标题", max_length=160)
    texts = models.JSONField("各稿", default=list)
    text = models.TextField("正文")
    lines = models.JSONField("检查要求", default=list)
    stage = models.CharField("状态", max_length=12, choices=OpinionStage.choices(), default="drafting")
    closes_on = models.DateField("征求意见截止", null=True)
    number = models.CharField("文号", max_length=60, blank=True)
    issued_on = models.DateField("印发日期", null=True)
    effective_on = models.DateField("施行日期", null=True)
    ended_on = models.DateField("被新版替代日期", null=True)
    written_at = models.DateTimeField("起草时间")
    written_by = by("起草人")
    issued_by = by("签发人", null=True)
    reason = models.CharField("停用的原因", max_length=300, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "标准、指南和执行意见"
        ordering = ("-written_at", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/standards/opinions/{self.public_id}/"

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on that day: issued, begun, not yet replaced."""
        begun = self.effective_on is not None and self.effective_on <= day
        return self.stage == OpinionStage.ISSUED and begun and (self.ended_on is None or day < self.ended_on)


class CommentOutcome(Term):
    """What was made of a comment."""

    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    REJECTED = "rejected", "不采纳"


class Comment(PublicId):
    """What an enterprise, a unit or somebody without an account (``made_by`` is none) says of a draft, and the answer to it;
    ``listed``: both stand on the public page, without who said it."""

    ledger_watched = True

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="comments", verbose_name="执行意见")
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+", verbose_name="企业")
    unit = models.ForeignKey(Authority, models.PROTECT, null=True, related_name="+", verbose_name="单位")
    name = models.CharField("署名", max_length=60, blank=True, default="")
    text = models.TextField("意见")
    made_at = models.DateTimeField("提出时间")
    made_by = by("提出人", null=True)
    outcome = models.CharField("处理", max_length=10, blank=True, choices=CommentOutcome.choices())
    reply = models.TextField("答复", blank=True)
    listed = models.BooleanField("在公开页面列出", default=False)
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = by("答复人", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "对草稿的意见"
        ordering = ("made_at", "pk")

    @property
    def source(self) -> str:
        """Who said it, as far as who reads it may know."""
        if self.party is not None or self.unit is not None:
            return str(self.party or self.unit)
        return "企业" if self.made_by_id else "公众" + (f"（{self.name}）" if self.name else "")

    def __str__(self) -> str:
        return self.text[:40]

    def get_absolute_url(self) -> str:
        """Where it stands: on the page of the opinion."""
        return self.opinion.get_absolute_url() if self.opinion else "/standards/opinions/"


class ArrangementStage(Term):
    """Whether an arrangement is known to be so."""

    DECLARED = "declared", "待核对"
    CONFIRMED = "confirmed", "已核对"
    RETURNED = "returned", "核对不符"
    ENDED = "ended", "已终止"


class Arrangement(PublicId):
    """A shared laboratory, an outside warehouse or digital production of an enterprise: site, agreement, how one quality
    system covers it, as the enterprise declares and the local unit checks."""

    ledger_watched = True

    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name="企业")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="核对单位")
    theme = models.CharField("事项", max_length=12, choices=Theme.choices())
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+", verbose_name="场所")
    place = models.CharField("场所或者系统", max_length=300)
    partner = models.CharField("共用或者出租的一方", max_length=160, blank=True)
    agreement = models.CharField("协议", max_length=200)
    agreed_on = models.DateField("协议日期")
    valid_to = models.DateField("协议到期", null=True)
    facts = models.TextField("质量管理体系怎样覆盖")
    stage = models.CharField("状态", max_length=12, choices=ArrangementStage.choices(), default="declared")
    declared_at = models.DateTimeField("登记时间")
    declared_by = by("登记人")
    note = models.TextField("核对情况", blank=True)
    checked_at = models.DateTimeField("核对时间", null=True)
    checked_by = by("核对人", null=True)
    ended_on = models.DateField("终止日期", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "共用和外设事项"
        ordering = ("party", "-declared_at", "pk")

    def __str__(self) -> str:
        return f"{self.get_theme_display()}：{self.place}"

    def get_absolute_url(self) -> str:
        """Where it stands: in the dossier of its enterprise."""
        return self.party.get_absolute_url()
