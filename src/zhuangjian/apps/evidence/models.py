"""Evidence: its bytes lie under the home by digest; capture, receipt and confirmation are three times (CQ 38)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.inspections.models import Finding, Inspection
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.vocabulary import Term


class EvidenceKind(Term):
    """Kinds of CQ 38."""

    PHOTO = "photo", "照片"
    VIDEO = "video", "录像"
    AUDIO = "audio", "录音"
    DOCUMENT = "document", "文件"


class Unconfirmed(Term):
    """Why a piece of evidence has no confirmation of the party (CQ 15)."""

    REFUSED = "refused", "被检查对象拒绝确认"
    ABSENT = "absent", "现场无人可以确认"


class Evidence(PublicId):
    """One piece of evidence."""

    ledger_watched = True

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="evidence", verbose_name="检查")
    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name="检查结果"
    )
    kind = models.CharField("种类", max_length=10, choices=EvidenceKind.choices())
    file_name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("格式", max_length=100)
    size = models.BigIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    captured_at = models.DateTimeField("采集时间")
    received_at = models.DateTimeField("接收时间")
    exif_at = models.DateTimeField("照片内记录的时间", null=True, blank=True)
    longitude = models.FloatField("经度", null=True, blank=True)
    latitude = models.FloatField("纬度", null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="采集人"
    )
    note = models.CharField("说明", max_length=300, blank=True)
    confirmed_by = models.CharField("被检查对象确认人", max_length=60, blank=True)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    unconfirmed = models.CharField("未经确认的原因", max_length=10, choices=Unconfirmed.choices(), blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="撤回人",
    )
    withdrawn_reason = models.CharField("撤回原因", max_length=300, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "证据"
        ordering = ("inspection", "captured_at", "pk")

    def __str__(self) -> str:
        return f"{self.note}（{self.file_name}）" if self.note else self.file_name


class TradeSecret(PublicId):
    """Something that the party's business rests on and that officers came to know: what it is, and how it is recognised.

    ``words``: phrases that give it away in a text. ``pieces``: the evidence that shows it.
    """

    ledger_watched = True
    ledger_parts = ("pieces", "permits")

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, related_name="trade_secrets", verbose_name="检查"
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="trade_secrets", verbose_name="企业")
    title = models.CharField("商业秘密", max_length=200)
    words = models.JSONField("识别用语", default=list, blank=True)
    noted_at = models.DateTimeField("登记时间")
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "商业秘密"
        ordering = ("-noted_at", "-pk")

    def __str__(self) -> str:
        return self.title


class SecretPiece(models.Model):
    """A piece of evidence that shows a trade secret."""

    secret = models.ForeignKey(TradeSecret, models.CASCADE, related_name="pieces", verbose_name="商业秘密")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+", verbose_name="证据")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "商业秘密所在的证据"
        ordering = ("secret", "pk")

    def __str__(self) -> str:
        return f"{self.secret} {self.evidence}"


class SecretGround(Term):
    """Why a trade secret may be disclosed (CQ 22)."""

    CONSENT = "consent", "被检查对象同意"
    LAW = "law", "法律另有规定"
    SECURITY = "security", "涉及国家安全"
    INTEREST = "interest", "涉及重大社会公共利益"


class SecretAudience(Term):
    """To whom."""

    PUBLIC = "public", "社会公众"
    AUTHORITIES = "authorities", "有管辖权的监管部门、司法机关"
    BODY = "body", "指定的单位"


class SecretPermit(PublicId):
    """That a trade secret may go to somebody: what for, on which ground, shown by what, decided by whom."""

    secret = models.ForeignKey(TradeSecret, models.CASCADE, related_name="permits", verbose_name="商业秘密")
    audience = models.CharField("披露对象", max_length=12, choices=SecretAudience.choices())
    body = models.CharField("单位名称", max_length=120, blank=True)
    ground = models.CharField("依据", max_length=12, choices=SecretGround.choices())
    reason = models.TextField("披露的理由")
    shown_by = models.CharField("同意书或者法律条款", max_length=300)
    consented_by = models.CharField("企业同意的签字人", max_length=60, blank=True)
    given_on = models.DateField("同意或者决定日期")
    decided_at = models.DateTimeField("登记时间")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="决定人"
    )
    withdrawn_on = models.DateField("撤回日期", null=True)
    withdrawn_reason = models.CharField("撤回的理由", max_length=300, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "披露商业秘密的同意和例外"
        ordering = ("secret", "pk")

    def __str__(self) -> str:
        return f"{self.get_ground_display()} {self.shown_by}"
