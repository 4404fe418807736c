"""What is here for an enterprise elsewhere: warehouses, contract makers, suppliers under assisted supervision (CQ 45, 54)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.cooperation.models.letter import Letter
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.vocabulary import Term


class AssistedKind(Term):
    """What the party here is for the enterprise elsewhere."""

    WAREHOUSE = "warehouse", "异地仓库"
    MAKER = "maker", "受托生产企业"
    INGREDIENT = "ingredient", "原料供应商、生产企业"
    PACKAGING = "packaging", "直接接触化妆品的包装材料供应商、生产企业"


class Assisted(PublicId):
    """One relation: the party here, for whom elsewhere, which authority there asks, and which one here supervises."""

    ledger_watched = True

    party = models.ForeignKey(Party, models.PROTECT, related_name="assisted", verbose_name="本地企业")
    kind = models.CharField("种类", max_length=12, choices=AssistedKind.choices())
    principal = models.CharField("外省企业", max_length=200)
    principal_code = models.CharField("外省企业统一社会信用代码", max_length=18, blank=True)
    asked_by = models.CharField("外省企业所在地省级药品监督管理部门", max_length=120)
    address = models.CharField("地址", max_length=300, blank=True)
    scope = models.TextField("储存、生产或者供应的产品", blank=True)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="登记单位")
    supervisor = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="协助监管的单位")
    letter = models.ForeignKey(
        Letter, models.PROTECT, null=True, related_name="assisted", verbose_name="相关函件"
    )
    since = models.DateField("开始日期")
    ended_on = models.DateField("结束日期", null=True)
    end_reason = models.CharField("结束的理由", max_length=300, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "协助日常监管"
        ordering = ("-entered_at", "-pk")

    def __str__(self) -> str:
        return f"{self.principal}的{self.get_kind_display()}：{self.party}"

    def get_absolute_url(self) -> str:
        """Where it stands: in the dossier of the party here."""
        return self.party.get_absolute_url()


class AssistedWay(Term):
    """How the authority here looked on a day."""

    VISIT = "visit", "现场查看"
    PAPERS = "papers", "核对资料"
    TALK = "talk", "询问了解"


class AssistedEntry(PublicId):
    """What the supervising authority noted on one day; ``letter`` tells the province of what may be its enterprise's."""

    ledger_watched = True

    assisted = models.ForeignKey(
        Assisted, models.PROTECT, related_name="entries", verbose_name="协助日常监管"
    )
    day = models.DateField("日期")
    way = models.CharField("方式", max_length=10, choices=AssistedWay.choices())
    people = models.CharField("监管人员", max_length=200)
    noted = models.TextField("情况")
    found = models.TextField("发现的问题", blank=True)
    elsewhere = models.BooleanField("可能属于外省企业的问题", default=False)
    letter = models.ForeignKey(
        Letter, models.PROTECT, null=True, related_name="assisted_entries", verbose_name="函告"
    )
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "协助日常监管记录"
        ordering = ("-day", "-pk")

    def __str__(self) -> str:
        return f"{self.assisted}：{self.get_way_display()}"

    def get_absolute_url(self) -> str:
        """Where it stands: in the dossier of the party here."""
        return self.assisted.get_absolute_url()
