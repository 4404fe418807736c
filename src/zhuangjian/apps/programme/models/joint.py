"""What several authorities inspect together 联合检查, and what they tell each other of their inspections (CQ 8)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.programme.models.programme import Task
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.vocabulary import Term


def _who(name: str, null: bool = True) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=null, related_name="+", verbose_name=name
    )


class VisitStage(Term):
    """Where a visit of several authorities stands."""

    PROPOSED = "proposed", "待对方同意"
    AGREED = "agreed", "已商定"
    REFUSED = "refused", "对方不同意"
    WITHDRAWN = "withdrawn", "已撤回"


class Visit(PublicId):
    """One going-there of several authorities: proposed by one, agreed once each of the others has consented.

    Every part keeps its own task and with it its own inspection, record, checklist and responsible authority.
    """

    ledger_watched = True
    ledger_parts = ("parts",)

    party = models.ForeignKey(Party, models.PROTECT, related_name="visits", verbose_name="被检查对象")
    unit = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="提出单位")
    window_from = models.DateField("时间起")
    window_to = models.DateField("时间止")
    words = models.TextField("理由和安排", blank=True)
    stage = models.CharField("状态", max_length=12, choices=VisitStage.choices(), default="proposed")
    proposed_by = _who("提出人", null=False)
    proposed_at = models.DateTimeField("提出时间")
    settled_at = models.DateTimeField("商定或者终止时间", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "联合检查"
        ordering = ("-proposed_at", "-pk")

    def __str__(self) -> str:
        return f"联合检查 · {self.party}"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/programme/joint/{self.public_id}/"


class VisitPart(models.Model):
    """One authority's part in a visit; of who is asked, the task stays empty until it consents with one of its own."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="parts", verbose_name="联合检查")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="单位")
    task = models.ForeignKey(
        Task, models.PROTECT, null=True, related_name="visit_parts", verbose_name="检查任务"
    )
    agreed = models.BooleanField("同意", null=True)
    words = models.TextField("意见", blank=True)
    answered_by = _who("答复人")
    answered_at = models.DateTimeField("答复时间", null=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "联合检查的各方"
        ordering = ("visit", "pk")
        constraints = (models.UniqueConstraint(fields=("visit", "authority"), name="visit_authority_once"),)

    def __str__(self) -> str:
        return f"{self.visit} {self.authority}"


class ExchangeGround(Term):
    """Why authorities tell each other of an inspection (CQ 8)."""

    COMMISSION = "commission", "委托生产的另一方在其监管范围"
    BOTH = "both", "被检查对象同时生产和经营"


class Exchange(PublicId):
    """What one authority is told of another's inspection: whose, of whom, when. Never what it is about."""

    ledger_watched = True

    task = models.ForeignKey(Task, models.PROTECT, related_name="exchanges", verbose_name="检查任务")
    unit = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="收到通报的单位")
    party = models.ForeignKey(Party, models.PROTECT, related_name="exchanges", verbose_name="其监管的企业")
    ground = models.CharField("通报原因", max_length=12, choices=ExchangeGround.choices())
    # What was told stands by itself: who was told does not see the task, nor whom it is about.
    told = models.TextField("通报内容", blank=True)
    told_at = models.DateTimeField("通报时间")
    acknowledged_by = _who("签收人")
    acknowledged_at = models.DateTimeField("签收时间", null=True)
    note = models.TextField("签收意见", blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "检查信息通报"
        ordering = ("-told_at", "-pk")
        constraints = (models.UniqueConstraint(fields=("task", "unit", "party"), name="exchange_once"),)

    def __str__(self) -> str:
        return f"{self.party} → {self.unit}"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/programme/exchanges/{self.public_id}/"
