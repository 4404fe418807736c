"""What becomes of a refused, evaded or obstructed inspection (CQ 51)."""

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


class ObstructionStage(Term):
    """How far its handling is."""

    OPEN = "open", "待处理"
    HANDED_OVER = "handed_over", "已移送，待反馈"
    INTERVIEW = "interview", "已约谈处理"
    LEAD = "lead", "已转线索办理"
    ENDED = "ended", "已办结"


class Handling(Term):
    """What CQ 51 has done: under article 57 of the Regulation, under article 74, or by whoever has the power."""

    INTERVIEW = "interview", "责任约谈"
    POLICE = "police", "移送公安机关"
    OTHER = "other", "移送其他有权处理的部门"
    LEAD = "lead", "作为违法线索调查处理"


class Obstruction(PublicId):
    """One inspection that was obstructed: its forms, whether it is regarded as a risk, and how it is handled."""

    ledger_watched = True

    inspection = models.OneToOneField(
        Inspection, models.PROTECT, related_name="obstructed", verbose_name="检查"
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="obstructions", verbose_name="企业")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="辖区监管部门")
    stage = models.CharField("状态", max_length=12, choices=ObstructionStage.choices(), default="open")
    forms = models.JSONField("情形", default=list)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    at_risk = models.BooleanField("视为存在安全隐患", default=False)
    risk = models.TextField("安全隐患的判断", blank=True)
    evidence = models.JSONField("证据", default=list, blank=True)
    no_evidence = models.TextField("没有证据材料的原因", blank=True)
    handling = models.CharField("处理", max_length=10, choices=Handling.choices(), blank=True)
    basis = models.CharField("依据", max_length=300, blank=True)
    number = models.CharField("文号", max_length=60, blank=True)
    to_department = models.CharField("移送的部门", max_length=120, blank=True)
    text = models.TextField("处理意见", blank=True)
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, related_name="obstructions", verbose_name="责任约谈"
    )
    decided_at = models.DateTimeField("处理时间", null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="经办人"
    )
    result = models.TextField("处理结果", blank=True)
    ended_at = models.DateTimeField("办结时间", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "拒绝、逃避、阻碍检查"
        ordering = ("-recorded_at", "-pk")

    def __str__(self) -> str:
        return f"{self.party} 拒绝、逃避、阻碍检查"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/obstructions/{self.public_id}/"
