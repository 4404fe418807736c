"""Whatever any source tells about a party or a product."""

from __future__ import annotations

from django.db import models

from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.registry.models.commerce import Product
from zhuangjian.apps.registry.models.party import Party
from zhuangjian.engines.names import PartyRole
from zhuangjian.engines.rules.vocabulary import Term


class SignalKind(Term):
    """The seven kinds of data of LN 2(11), and public opinion (LN 2(4))."""

    FILING = "filing", "注册备案"
    LICENCE = "licence", "生产许可"
    INSPECTION = "inspection", "监督检查"
    SAMPLING = "sampling", "抽样检验"
    COMPLAINT = "complaint", "投诉举报"
    ADVERSE_REACTION = "adverse_reaction", "不良反应"
    PENALTY = "penalty", "行政处罚"
    OPINION = "opinion", "舆情"


_ROLES = {role.value: role.label for role in PartyRole} | {"sampled_unit": "被采样单位"}


class Signal(models.Model):
    """One observed event. ``attributable`` False: it stands in the file but does not count against the party
    (an upheld counterfeit objection is not the named maker's)."""

    party = models.ForeignKey(Party, models.CASCADE, null=True, related_name="signals", verbose_name="企业")
    product = models.ForeignKey(
        Product, models.CASCADE, null=True, blank=True, related_name="signals", verbose_name="产品"
    )
    kind = models.CharField("来源类别", max_length=20, choices=SignalKind.choices(), db_index=True)
    occurred_on = models.DateField("发生日期", db_index=True)
    severity = models.PositiveSmallIntegerField("严重程度（1–5）", default=1)
    title = models.CharField("摘要", max_length=300)
    detail = models.JSONField("内容", default=dict, blank=True)
    party_role = models.CharField("所涉角色", max_length=40, blank=True)
    attributable = models.BooleanField("可归责", default=True)
    attribution_note = models.CharField("归责说明", max_length=200, blank=True)
    source_key = models.CharField("来源记录键", max_length=160, unique=True)
    source = models.CharField("来源", max_length=120, blank=True)
    batch_id = models.BigIntegerField("导入批次", null=True, blank=True, db_index=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "风险信号"
        ordering = ("-occurred_on", "-pk")
        indexes = (models.Index(fields=("party", "occurred_on")),)

    def __str__(self) -> str:
        return self.title

    @property
    def role_words(self) -> str:
        """The party's roles in the event, in Chinese."""
        return "、".join(_ROLES.get(code, code) for code in self.party_role.split(",") if code)
