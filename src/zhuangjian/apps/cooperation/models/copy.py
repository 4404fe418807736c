"""A fixed copy of what a public register shows, kept in place of a request (CQ 44)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.vocabulary import Term


class Method(Term):
    """How what the register shows was fixed (CQ 44)."""

    PRINT = "print", "打印"
    PHOTO = "photo", "拍照"
    VIDEO = "video", "录像"


class PublicCopy(PublicId):
    """One copy: of what, from where, when and by whom, with its digest."""

    ledger_watched = True

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="登记单位")
    inspection = models.ForeignKey(
        Inspection, models.PROTECT, null=True, related_name="public_copies", verbose_name="检查"
    )
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, related_name="public_copies", verbose_name="企业"
    )
    about = models.CharField("查询对象", max_length=200)
    info = models.CharField("信息", max_length=60)
    source = models.CharField("出处", max_length=300)
    method = models.CharField("固定方式", max_length=10, choices=Method.choices())
    taken_at = models.DateTimeField("固定时间")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人"
    )
    file_name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("格式", max_length=100)
    size = models.BigIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "公开信息固定件"
        ordering = ("-taken_at", "-pk")

    def __str__(self) -> str:
        return f"{self.info} {self.about}"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/letters/copies/{self.public_id}/"
