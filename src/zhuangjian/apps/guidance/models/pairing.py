"""The list of a year of small makers that are helped one to one, and the place of one enterprise on it (LN 2(2))."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.guidance.models.expert import by
from zhuangjian.apps.guidance.models.guidance import Guidance
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.vocabulary import Term


class PairingListStage(Term):
    """How far the list of a year is."""

    OPEN = "open", "征集和确定中"
    SETTLED = "settled", "已确定"


class PairingList(PublicId):
    """The list of one year: wishes until one day, decided by another."""

    ledger_watched = True

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="牵头单位")
    year = models.PositiveIntegerField("年度", unique=True)
    stage = models.CharField("状态", max_length=10, choices=PairingListStage.choices(), default="open")
    wishes_until = models.DateField("企业申请的截止日期")
    settle_by = models.DateField("确定名单的期限")
    opened_at = models.DateTimeField("开始时间")
    opened_by = by("登记人")
    settled_at = models.DateTimeField("确定时间", null=True)
    settled_by = by("确定人", null=True)
    note = models.CharField("确定名单的说明", max_length=300, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "帮扶年度名单"
        ordering = ("-year",)

    def __str__(self) -> str:
        return f"{self.year}年结对帮扶名单"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/guidance/pairing-lists/{self.public_id}/"


class PairingStage(Term):
    """Whether an enterprise is on the list."""

    CANDIDATE = "candidate", "待确定"
    LISTED = "listed", "已列入"
    LEFT_OUT = "left_out", "未列入"


class Pairing(PublicId):
    """One enterprise of a year: what its dossier says, whether it asked, what a person decided, who helps it.

    ``points`` are ``{"factor", "weak", "why"}`` of the day the list was opened; ``weak`` counts the weak ones.
    """

    ledger_watched = True

    listing = models.ForeignKey(PairingList, models.PROTECT, related_name="entries", verbose_name="年度名单")
    year = models.PositiveIntegerField("年度")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name="企业")
    stage = models.CharField("状态", max_length=10, choices=PairingStage.choices(), default="candidate")
    points = models.JSONField("依据", default=list)
    weak = models.PositiveIntegerField("薄弱的因素")
    computed = models.BooleanField("按因素符合")
    wish = models.TextField("企业希望解决的问题", blank=True)
    wished_at = models.DateTimeField("企业申请时间", null=True)
    wished_by = by("申请人", null=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    decided_at = models.DateTimeField("确定时间", null=True)
    decided_by = by("确定人", null=True)
    supporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="结对帮扶人"
    )
    guidance = models.OneToOneField(
        Guidance, models.PROTECT, null=True, related_name="pairing", verbose_name="企业指导"
    )
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "结对帮扶"
        ordering = ("-year", "-weak", "pk")
        constraints = (models.UniqueConstraint(fields=("year", "party"), name="paired_once_a_year"),)

    def __str__(self) -> str:
        return f"{self.party}：{self.year}年结对帮扶"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/guidance/pairings/{self.public_id}/"
