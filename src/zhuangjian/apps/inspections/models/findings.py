"""Results per checkpoint, deficiencies and what was said about them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.inspections.models.inspection import Inspection
from zhuangjian.engines.rules.vocabulary import ItemClass, ItemResult, Term


class Finding(PublicId):
    """The result of one checkpoint of the bound edition."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="findings", verbose_name="检查")
    item = models.CharField("检查要点", max_length=10)
    item_class = models.CharField("项目类别", max_length=20, choices=ItemClass.choices(), blank=True)
    result = models.CharField("结果", max_length=20, choices=ItemResult.choices())
    text = models.TextField("检查发现", blank=True)
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="检查员")
    found_at = models.DateTimeField("检查时间")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "检查结果"
        ordering = ("inspection", "pk")
        constraints = (models.UniqueConstraint(fields=("inspection", "item"), name="finding_once"),)

    def __str__(self) -> str:
        return f"{self.item} {self.get_result_display()}"


class DeficiencyStatus(Term):
    """Whether a deficiency still stands after the party was heard."""

    STANDING = "standing", "成立"
    AMENDED = "amended", "经陈述申辩修改"
    WITHDRAWN = "withdrawn", "经陈述申辩撤销"


class Deficiency(PublicId):
    """A deficiency, always tied to its checkpoint."""

    inspection = models.ForeignKey(
        Inspection, models.CASCADE, related_name="deficiencies", verbose_name="检查"
    )
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="deficiencies", verbose_name="检查结果")
    no = models.PositiveIntegerField("序号")
    text = models.TextField("缺陷描述")
    status = models.CharField("状态", max_length=20, choices=DeficiencyStatus.choices(), default="standing")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "缺陷"
        ordering = ("inspection", "no")
        constraints = (models.UniqueConstraint(fields=("inspection", "no"), name="deficiency_once"),)

    def __str__(self) -> str:
        return f"{self.no}. {self.text[:30]}"


class Statement(PublicId):
    """A statement or defence of the party, its verification and the answer (CQ 15).

    ``edition`` is the edition of the record that the party objects to before signing (CQ 14); 0 before there is one.
    """

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="statements", verbose_name="检查")
    deficiency = models.ForeignKey(
        Deficiency, models.PROTECT, null=True, blank=True, related_name="statements", verbose_name="所涉缺陷"
    )
    text = models.TextField("陈述申辩内容")
    edition = models.PositiveIntegerField("针对第几稿记录", default=0)
    made_by = models.CharField("陈述人", max_length=60)
    made_at = models.DateTimeField("时间")
    verification = models.TextField("核实情况", blank=True)
    answer = models.CharField(
        "处理",
        max_length=20,
        blank=True,
        choices=[("accepted", "采纳"), ("partly", "部分采纳"), ("rejected", "不予采纳")],
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="核实人"
    )
    answered_at = models.DateTimeField("核实时间", null=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "陈述申辩"
        ordering = ("inspection", "pk")

    def __str__(self) -> str:
        return self.text[:30]


class DeficiencyVersion(models.Model):
    """Every wording and status a deficiency had, and why it changed."""

    inspection = models.ForeignKey(
        Inspection, models.CASCADE, related_name="deficiency_versions", verbose_name="检查"
    )
    deficiency = models.ForeignKey(Deficiency, models.CASCADE, related_name="versions", verbose_name="缺陷")
    text = models.TextField("缺陷描述")
    status = models.CharField("状态", max_length=20, choices=DeficiencyStatus.choices())
    reason = models.CharField("原因", max_length=300)
    statement = models.ForeignKey(Statement, models.PROTECT, null=True, verbose_name="陈述申辩")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="修改人")
    changed_at = models.DateTimeField("时间")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "缺陷沿革"
        ordering = ("deficiency", "pk")

    def __str__(self) -> str:
        return self.text[:30]
