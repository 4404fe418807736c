"""One time that all parties were graded, or the signals looked for."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.engines.rules.vocabulary import Term


class RunKind(Term):
    """What was computed."""

    GRADES = "grades", "风险定级"
    SIGNALS = "signals", "信号检测"


class Run(PublicId):
    """``reached`` is the last key that is done of a run under way, so that one that was stopped goes on from there.

    ``summary`` is what it came to, in numbers.
    """

    ledger_watched = True
    ledger_unwatched = ("reached",)

    kind = models.CharField("种类", max_length=10, choices=RunKind.choices())
    as_of = models.DateField("截至日期")
    method = models.CharField("方法", max_length=80)
    basis = models.CharField("依据", max_length=20, blank=True)
    reached = models.BigIntegerField("已处理到", default=0)
    total = models.PositiveIntegerField("总数", default=0)
    digest = models.CharField("结果摘要", max_length=64, blank=True)
    summary = models.JSONField("结果", default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="经办人"
    )
    made_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("完成时间", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "风险计算"
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.as_of}"

    def get_absolute_url(self) -> str:
        """The page of what it computed."""
        return "/risk/signals/" if self.kind == RunKind.SIGNALS else "/risk/"
