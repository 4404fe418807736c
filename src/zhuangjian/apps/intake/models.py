"""Batches of source rows, kept as they came, and the rows that could not be taken."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.conduct.visibility import VisibleManager


class Batch(models.Model):
    """One file taken in. ``digest`` makes the same file twice the same batch."""

    ledger_watched = True

    source = models.CharField("来源", max_length=40, db_index=True)
    file_name = models.CharField("文件名", max_length=200)
    digest = models.CharField("SHA-256", max_length=64)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="导入人"
    )
    started_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("完成时间", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering = ("-started_at",)

    def __str__(self) -> str:
        return f"{self.source} {self.file_name}"
