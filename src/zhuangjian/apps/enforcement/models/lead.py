"""A lead: from the suspicion that an inspection raised to the result that is reported back (CQ 37, 39, 40)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.enforcement.models.bundle import Bundle
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.vocabulary import Term


class LeadStage(Term):
    """Where a lead stands."""

    REPORTED = "reported", "待风险评估"
    ASSESSED = "assessed", "待移交"
    TRANSFERRED = "transferred", "待签收"
    RECEIVED = "received", "待决定是否立案"
    FILED = "filed", "已立案"
    NOT_FILED = "not_filed", "不予立案，待反馈"
    DECIDED = "decided", "已作处罚决定，待反馈结果"
    CLOSED = "closed", "已办结"
    DROPPED = "dropped", "不移交"


class LeadOutcome(Term):
    """What the local authority decides about a lead once it has judged the risk (CQ 37)."""

    TRANSFER = "transfer", "移交线索管理机构"
    SELF = "self", "由本单位调查处理"
    NONE = "none", "不构成违法线索"


def _by() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="经办人"
    )


class Lead(PublicId):
    """One lead. ``receiver`` is who investigates: the unit it was transferred to, or the local authority itself."""

    ledger_watched = True
    ledger_parts = ("feedback", "samples")

    number = models.CharField("线索编号", max_length=60, unique=True)
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="leads", verbose_name="检查")
    party = models.ForeignKey(Party, models.PROTECT, related_name="leads", verbose_name="企业")
    local_authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="+", verbose_name="辖区监管部门"
    )
    receiver = models.ForeignKey(
        Authority, models.PROTECT, null=True, related_name="+", verbose_name="接受移交线索单位"
    )
    stage = models.CharField("状态", max_length=20, choices=LeadStage.choices(), default="reported")
    facts = models.TextField("违法线索")
    advice = models.TextField("处理建议", blank=True)
    reported_at = models.DateTimeField("通报时间")
    reported_by = _by()
    at_risk = models.BooleanField("可能存在质量安全风险", default=False)
    assessment = models.TextField("风险评估", blank=True)
    measures = models.TextField("风险控制决定", blank=True)
    outcome = models.CharField("处理", max_length=20, choices=LeadOutcome.choices(), blank=True)
    assessed_at = models.DateTimeField("评估时间", null=True)
    assessed_by = _by()
    bundle = models.ForeignKey(
        Bundle, models.PROTECT, null=True, related_name="leads", verbose_name="移交的移送包"
    )
    transferred_at = models.DateTimeField("移交时间", null=True)
    transferred_by = _by()
    received_bundle = models.ForeignKey(
        Bundle, models.PROTECT, null=True, related_name="+", verbose_name="签收的移送包"
    )
    received_at = models.DateTimeField("签收时间", null=True)
    received_by = _by()
    verification = models.TextField("证据查证确认", blank=True)
    filing_on = models.DateField("决定是否立案之日", null=True)
    filing_number = models.CharField("立案文号", max_length=60, blank=True)
    filing_reason = models.TextField("立案或者不予立案的理由", blank=True)
    filing_by = _by()
    penalised = models.BooleanField("给予处罚", default=False)
    penalty_on = models.DateField("决定是否处罚之日", null=True)
    penalty_text = models.TextField("处理结果", blank=True)
    penalty_by = _by()
    closed_at = models.DateTimeField("办结时间", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "违法线索"
        ordering = ("-reported_at", "-pk")

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/leads/{self.public_id}/"


class FeedbackKind(Term):
    """What is reported back."""

    FILING = "filing", "立案情况"
    RESULT = "result", "处理结果"


class Feedback(PublicId):
    """What the receiver wrote back, once for each addressee; ``due`` is the last day that the law gave it."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="feedback", verbose_name="线索")
    kind = models.CharField("种类", max_length=10, choices=FeedbackKind.choices())
    to = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="反馈对象")
    text = models.TextField("反馈内容")
    due = models.DateField("期限", null=True)
    sent_at = models.DateTimeField("反馈时间")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="反馈人"
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "线索反馈"
        ordering = ("lead", "pk")
        constraints = (models.UniqueConstraint(fields=("lead", "kind", "to"), name="lead_told_once"),)

    def __str__(self) -> str:
        return f"{self.lead} {self.get_kind_display()} {self.to}"
