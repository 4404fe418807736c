"""A sample that a lead needs, the laboratory it went to, and what that found (CQ 37)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.enforcement.models.lead import Lead


class LeadSample(PublicId):
    """One sample by its document; ``result_on`` is empty until the laboratory has reported."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="samples", verbose_name="线索")
    number = models.CharField("抽样文书编号", max_length=80)
    taken_on = models.DateField("抽样日期")
    subject = models.TextField("样品、批号和数量")
    laboratory = models.CharField("检验机构", max_length=200)
    sent_on = models.DateField("送检日期")
    enclosed = models.CharField("随样送交的资料", max_length=300, blank=True)
    report = models.CharField("检验报告编号", max_length=80, blank=True)
    result_on = models.DateField("收到检验报告日期", null=True)
    passed = models.BooleanField("检验合格", null=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "线索的抽样送检"
        ordering = ("lead", "pk")
        constraints = (models.UniqueConstraint(fields=("lead", "number"), name="lead_sample_once"),)

    def __str__(self) -> str:
        return f"抽样 {self.number}"
