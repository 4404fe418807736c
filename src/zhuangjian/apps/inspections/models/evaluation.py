"""What the dispatching unit makes of a licensing inspection: the record submitted, returned or evaluated (CQ 26)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.inspections.models.inspection import Inspection
from zhuangjian.engines.rules.vocabulary import Conclusion


class Evaluation(models.Model):
    """One submission of record and materials to the dispatching unit, and what that unit decided on it.

    ``on_site`` is the conclusion that stands in the record; ``conclusion`` the evaluated one, empty while the
    submission waits or where it was returned.
    """

    inspection = models.ForeignKey(
        Inspection, models.CASCADE, related_name="evaluations", verbose_name="检查"
    )
    no = models.PositiveIntegerField("第几次")
    materials = models.TextField("报送的资料")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="报送人"
    )
    submitted_at = models.DateTimeField("报送时间")
    returned_because = models.TextField("退回理由", blank=True)
    on_site = models.CharField("现场核查结论", max_length=30, choices=Conclusion.choices(), blank=True)
    conclusion = models.CharField("评定结论", max_length=30, choices=Conclusion.choices(), blank=True)
    reasons = models.TextField("评定意见", blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="评定人"
    )
    decided_at = models.DateTimeField("评定时间", null=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "综合评定"
        ordering = ("inspection", "no")
        constraints = (models.UniqueConstraint(fields=("inspection", "no"), name="evaluation_number_once"),)

    def __str__(self) -> str:
        return f"{self.inspection} 第{self.no}次报送"
