"""A group of reports that stands out: what it is about, the rows behind it, what was found, where it goes."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.registry.models import Party, Signal
from zhuangjian.apps.risk.models.run import Run
from zhuangjian.engines.rules.vocabulary import Term


class Dimension(Term):
    """By what the reports are grouped."""

    PRODUCT = "product", "产品"
    INGREDIENT = "ingredient", "成分"
    MAKER = "maker", "企业"
    PLACE = "place", "地区"


class SignalStage(Term):
    """How far a signal is."""

    NEW = "new", "待研判"
    ASSESSING = "assessing", "研判中"
    CONFIRMED = "confirmed", "已确认"
    REFUTED = "refuted", "已排除"
    CLOSED = "closed", "已办结"


def _by(title: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=title
    )


class SignalCase(PublicId):
    """More reports of one reaction (or kind) about one product, ingredient, maker or place than by chance."""

    ledger_watched = True
    ledger_parts = ("evidence_rows",)

    dimension = models.CharField("分组", max_length=12, choices=Dimension.choices())
    subject = models.CharField("对象", max_length=300)
    event = models.CharField("反应或者问题", max_length=200)
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, related_name="risk_signals", verbose_name="企业"
    )
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="负责研判的部门")
    run = models.ForeignKey(Run, models.PROTECT, null=True, related_name="signals", verbose_name="检测")
    stage = models.CharField("状态", max_length=10, choices=SignalStage.choices(), default="new")
    reports = models.PositiveIntegerField("报告数")
    expected = models.FloatField("应有的报告数")
    ratio = models.FloatField("报告比（PRR）", null=True)
    chi2 = models.FloatField("χ²（校正）", null=True)
    ic025 = models.FloatField("信息成分下限（IC025）", null=True)
    found_on = models.DateField("发现日期")
    taken_at = models.DateTimeField("受理时间", null=True)
    taken_by = _by("研判人")
    assessment = models.TextField("研判意见", blank=True)
    assessed_at = models.DateTimeField("研判时间", null=True)
    assessed_by = _by("作出研判的人")
    closing = models.TextField("办结说明", blank=True)
    closed_at = models.DateTimeField("办结时间", null=True)
    closed_by = _by("办结人")
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "风险信号研判"
        ordering = ("-found_on", "-reports", "pk")

    def __str__(self) -> str:
        return f"{self.subject}：{self.event}"

    def get_absolute_url(self) -> str:
        """The page of the signal."""
        return f"/risk/signals/{self.public_id}/"


class SignalEvidence(models.Model):
    """One report behind a signal."""

    case = models.ForeignKey(
        SignalCase, models.CASCADE, related_name="evidence_rows", verbose_name="风险信号研判"
    )
    signal = models.ForeignKey(Signal, models.PROTECT, related_name="+", verbose_name="来源记录")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "信号依据"
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("case", "signal"), name="risk_evidence_once"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.signal_id}"


class StepKind(Term):
    """Where a confirmed signal can go."""

    FOR_CAUSE = "for_cause", "启动有因检查"
    SAMPLING = "sampling", "抽样检验"
    CONSULTATION = "consultation", "风险会商"
    GUIDANCE = "guidance", "指导企业自查"
    OTHER = "other", "其他处置"


class SignalStep(PublicId):
    """One step after a signal was confirmed. That a for-cause inspection comes is for those alone who plan it (CQ 34)."""

    ledger_watched = True

    case = models.ForeignKey(SignalCase, models.PROTECT, related_name="steps", verbose_name="风险信号研判")
    kind = models.CharField("去向", max_length=12, choices=StepKind.choices())
    text = models.TextField("内容和理由")
    reference = models.CharField("编号或者文号", max_length=100, blank=True)
    noted_at = models.DateTimeField("登记时间")
    noted_by = _by("登记人")
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "信号去向"
        ordering = ("noted_at", "pk")

    def __str__(self) -> str:
        return self.get_kind_display()

    def get_absolute_url(self) -> str:
        """The page of its signal."""
        return self.case.get_absolute_url()
