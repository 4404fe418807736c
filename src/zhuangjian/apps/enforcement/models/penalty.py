"""A penalty as it was decided, and what became of the decision afterwards."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.enforcement.models.lead import Lead
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.vocabulary import Term


class PenaltyKind(Term):
    """The kinds of administrative penalty that the law names."""

    WARNING = "warning", "警告"
    CRITICISM = "criticism", "通报批评"
    FINE = "fine", "罚款"
    PROCEEDS = "proceeds", "没收违法所得"
    GOODS = "goods", "没收非法财物"
    LICENCE = "licence", "暂扣、吊销许可证件或者降低资质等级"
    SUSPENSION = "suspension", "责令停产停业或者关闭"
    RESTRICTION = "restriction", "限制开展生产经营活动或者限制从业"
    OTHER = "other", "法律、行政法规规定的其他处罚"


class Fate(Term):
    """Whether the decision stands, and if not what became of it."""

    STANDING = "standing", "有效"
    CHANGED = "changed", "已变更"
    REVOKED = "revoked", "已撤销"
    UNLAWFUL = "unlawful", "已确认违法"
    VOID = "void", "已确认无效"


class Penalty(PublicId):
    """One decision. A changed one keeps its row; the decision that took its place ``replaces`` it."""

    ledger_watched = True

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="penalties", verbose_name="线索")
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="penalties", verbose_name="检查")
    party = models.ForeignKey(Party, models.PROTECT, related_name="penalties", verbose_name="当事人")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="作出处罚的部门")
    number = models.CharField("处罚决定书文号", max_length=60)
    violation = models.CharField("违法行为类型", max_length=80)
    kinds = models.JSONField("处罚种类", default=list)
    fine = models.DecimalField("罚款金额（元）", max_digits=14, decimal_places=2, null=True)
    restricted_until = models.DateField("限制届满日", null=True)
    decided_on = models.DateField("决定之日")
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="replaced_by", verbose_name="所变更的决定"
    )
    fate = models.CharField("效力", max_length=12, choices=Fate.choices(), default="standing")
    fate_on = models.DateField("变更、撤销之日", null=True)
    fate_by = models.CharField("变更、撤销的文书", max_length=120, blank=True)
    fate_reason = models.TextField("变更、撤销的理由", blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "行政处罚决定"
        ordering = ("lead", "pk")

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """It stands on the page of its lead."""
        return self.lead.get_absolute_url()

    def content(self) -> str:
        """What was imposed, in the words of the closed list and figures."""
        said = [str(PenaltyKind(kind).label) for kind in self.kinds]
        if self.fine is not None:
            amount = f"{self.fine.normalize():f}"
            said[said.index(PenaltyKind.FINE.label)] = f"罚款{amount}元"
        return "；".join(said)
