"""What the public sees: party, basis, result (CQ 52), copied at the moment of publication — and nothing else.

A column whose matter the law does not open to the public stays empty (see ``snapshot``).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.enforcement.models import Penalty
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.measures.models import Lifting, Measure, Obstruction
from zhuangjian.engines.rules.vocabulary import Term


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
    items = models.CharField("检查项目", max_length=60, blank=True)
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


class NoticeKind(Term):
    """What is published beside the results of inspections (CQ 49-52)."""

    MEASURE = "measure", "处理措施"
    LIFTING = "lifting", "解除措施"
    OBSTRUCTION = "obstruction", "拒绝、逃避、阻碍检查"
    PENALTY = "penalty", "行政处罚"


class Notice(PublicId):
    """One published measure, lifting, obstruction or penalty. A correction withdraws the row and publishes another that
    replaces it; after the day ``until``, where there is one, the public no longer sees it."""

    ledger_watched = True

    kind = models.CharField("种类", max_length=12, choices=NoticeKind.choices())
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="notices", verbose_name="检查")
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, related_name="notices", verbose_name="措施"
    )
    lifting = models.ForeignKey(
        Lifting, models.PROTECT, null=True, related_name="notices", verbose_name="解除申请"
    )
    obstruction = models.ForeignKey(
        Obstruction, models.PROTECT, null=True, related_name="notices", verbose_name="阻碍检查"
    )
    penalty = models.ForeignKey(
        Penalty, models.PROTECT, null=True, related_name="notices", verbose_name="处罚决定"
    )
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="公开单位")
    party_name = models.CharField("被检查对象", max_length=200)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    party_address = models.CharField("地址", max_length=300, blank=True)
    region_code = models.CharField("行政区划代码", max_length=6, blank=True)
    legal_basis = models.CharField("依据", max_length=300, blank=True)
    number = models.CharField("文号", max_length=60, blank=True)
    result = models.CharField("内容", max_length=400)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    until = models.DateField("公示至", null=True, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="replaced_by", verbose_name="更正的公开信息"
    )
    published_at = models.DateTimeField("公开时间")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="公开人"
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawn_reason = models.CharField("撤回原因", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "措施公开信息"
        ordering = ("-published_at", "-pk")
        constraints = tuple(
            models.UniqueConstraint(
                fields=(of,), condition=models.Q(withdrawn_at=None), name=f"one_standing_notice_{of}"
            )
            for of in ("measure", "lifting", "obstruction", "penalty")
        )

    def __str__(self) -> str:
        return f"{self.party_name} {self.result}"

    def get_absolute_url(self) -> str:
        """Its page for officials."""
        return f"/notices/{self.public_id}/"
