"""Documents made for a case, and official texts imported by the operator."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager

FORMATS = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
}


class Document(PublicId):
    """One file made for a case: an inspection report, a notice … Its bytes lie under the home by digest."""

    ledger_watched = False

    kind = models.CharField("文书种类", max_length=40)
    title = models.CharField("名称", max_length=200)
    number = models.CharField("文号", max_length=60, blank=True)
    target_model = models.CharField("对象类型", max_length=60)
    target_id = models.BigIntegerField("对象编号")
    edition = models.PositiveIntegerField("第几稿", default=1)
    media_type = models.CharField("格式", max_length=100)
    digest = models.CharField("SHA-256", max_length=64)
    size = models.BigIntegerField("字节数")
    for_party = models.BooleanField("交被检查对象", default=False)
    made_at = models.DateTimeField("制作时间")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="制作人")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "文书"
        ordering = ("-made_at", "-pk")
        indexes = (models.Index(fields=("target_model", "target_id")),)

    def __str__(self) -> str:
        return self.title

    @property
    def titled(self) -> str:
        """The title with its format in words: one paper kept as PDF and as Word reads apart in a list."""
        word = FORMATS.get(self.media_type)
        stem = self.title.removesuffix(".docx").removesuffix(".pdf")
        return f"{stem}（{word}）" if word else self.title


class OfficialText(models.Model):
    """One version of an official text, imported by the operator and shown beside the rules."""

    document = models.CharField("文件", max_length=20, db_index=True)
    title = models.CharField("标题", max_length=300)
    number = models.CharField("文号", max_length=80, blank=True)
    digest = models.CharField("SHA-256", max_length=64)
    source_name = models.CharField("来源文件", max_length=200)
    imported_at = models.DateTimeField("导入时间", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "法规原文"
        ordering = ("document", "-imported_at")
        constraints = (models.UniqueConstraint(fields=("document", "digest"), name="text_version_once"),)

    def __str__(self) -> str:
        return self.title


class OfficialArticle(models.Model):
    """One article or section of an official text. ``reference`` is ``CQ 14`` or ``LN 2(9)``."""

    text = models.ForeignKey(OfficialText, models.CASCADE, related_name="articles")
    reference = models.CharField("条款", max_length=20, db_index=True)
    chapter = models.CharField("章", max_length=120, blank=True)
    position = models.PositiveIntegerField("顺序")
    body = models.TextField("正文")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "法规条文"
        ordering = ("text", "position")

    def __str__(self) -> str:
        return self.reference
