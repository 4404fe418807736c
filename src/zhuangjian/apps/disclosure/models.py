"""What the public sees: party, basis, result (CQ 52), copied at the moment of publication — and nothing else.

A column whose matter the law does not open to the public stays empty (see ``snapshot``).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.inspections.models import Inspection


class Publication(PublicId):
    """One published result. A correction withdraws the row and publishes another."""

    ledger_watched = True

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, related_name="publications", verbose_name="检查"
    )
    authority = models.ForeignKey(Authority, models.PROTECT, verbose_name="公开单位")
    party_name = models.CharField("被检查对象", max_length=200)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    party_address = models.CharField("地址", max_length=300, blank=True)
    region_code = models.CharField("行政区划代码", max_length=6, blank=True)
    inspection_type = models.CharField("检查类型", max_length=20)
    legal_basis = models.CharField("检查依据", max_length=500)
    inspected_on = models.DateField("检查日期", null=True, blank=True)
    result = models.CharField("检查结果", max_length=200)
    handling = models.CharField("处理情况", max_length=200, blank=True)
    published_at = models.DateTimeField("公开时间")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="公开人"
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawn_reason = models.CharField("撤回原因", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "公开信息"
        ordering = ("-published_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("inspection",),
                condition=models.Q(withdrawn_at=None),
                name="one_standing_publication",
            ),
        )

    def __str__(self) -> str:
        return f"{self.party_name} {self.result}"

    def get_absolute_url(self) -> str:
        """Its page for officials."""
        return f"/publications/{self.public_id}/"
