"""The application for lifting a measure, what the authority found, and what it decided (CQ 50)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.measures.models.measure import Measure
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.vocabulary import Term


class LiftingStage(Term):
    """How far an application is."""

    RECEIVED = "received", "待评估"
    ASSESSED = "assessed", "待决定"
    LIFTED = "lifted", "已解除"
    REFUSED = "refused", "不予解除"


class Lifting(PublicId):
    """One application with its rectification report in the four parts; ``received_on`` is the day the limit counts from."""

    ledger_watched = True
    ledger_parts = ("assessments",)

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="liftings", verbose_name="措施")
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="+", verbose_name="检查")
    party = models.ForeignKey(Party, models.PROTECT, related_name="liftings", verbose_name="企业")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="作出决定的部门")
    no = models.PositiveIntegerField("第几次")
    stage = models.CharField("状态", max_length=10, choices=LiftingStage.choices(), default="received")
    received_on = models.DateField("收到整改报告之日")
    due_on = models.DateField("评估期限", null=True)
    main_problems = models.TextField("存在的主要问题")
    investigation = models.TextField("问题调查分析与风险评估")
    risk_control = models.TextField("风险控制措施")
    effect = models.TextField("整改后效果")
    attachments = models.JSONField("附件摘要", default=list, blank=True)
    handed_in_at = models.DateTimeField("提出时间")
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人"
    )
    entered_for = models.BooleanField("由监管部门代为登记", default=False)
    number = models.CharField("决定文号", max_length=60, blank=True)
    reason = models.TextField("不予解除的理由", blank=True)
    publish = models.BooleanField("向社会公布", default=False)
    decided_at = models.DateTimeField("决定时间", null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="决定人"
    )
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "解除申请"
        ordering = ("-received_on", "-pk")
        constraints = (models.UniqueConstraint(fields=("measure", "no"), name="lifting_once"),)

    def __str__(self) -> str:
        return f"{self.measure} 第{self.no}次解除申请"

    def get_absolute_url(self) -> str:
        """The page of the measure that it is about."""
        return self.measure.get_absolute_url()


class Assessment(models.Model):
    """What the authority found when it assessed the rectification, on paper or on site; internal until the decision."""

    lifting = models.ForeignKey(Lifting, models.CASCADE, related_name="assessments", verbose_name="解除申请")
    on_site = models.BooleanField("现场评估", default=False)
    passed = models.BooleanField("符合要求")
    text = models.TextField("评估情况")
    late = models.BooleanField("逾期", default=False)
    assessed_at = models.DateTimeField("评估时间")
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="评估人"
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "解除评估"
        ordering = ("lifting", "pk")

    def __str__(self) -> str:
        return f"{self.lifting} {'符合' if self.passed else '不符合'}"
