"""Evidence: its bytes lie under the home by digest; capture, receipt and confirmation are three times (CQ 38)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.inspections.models import Finding, Inspection
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
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "证据"
        ordering = ("inspection", "captured_at", "pk")

    def __str__(self) -> str:
        return self.file_name
