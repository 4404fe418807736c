"""A problem found outside the task, reported at once, and what was done about it (CQ 18)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.evidence.models import Evidence
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.vocabulary import Term


class ProblemStage(Term):
    """Where a problem stands with the local authority."""

    REPORTED = "reported", "待处置"
    HANDLED = "handled", "处置中"
    CLOSED = "closed", "处置完毕"


def _by(title: str, *, null: bool = True) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=null, related_name="+", verbose_name=title
    )


class OutsideProblem(PublicId):
    """One problem. ``harm``: people were or may be harmed; ``nationwide``: provinces on the label are told."""

    ledger_watched = True
    ledger_parts = ("evidence_rows", "handlings")

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, related_name="outside_problems", verbose_name="检查"
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="outside_problems", verbose_name="企业")
    no = models.PositiveIntegerField("序号")
    local_authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="+", verbose_name="辖区监管部门"
    )
    stage = models.CharField("状态", max_length=20, choices=ProblemStage.choices(), default="reported")
    text = models.TextField("发现的问题")
    products = models.TextField("涉及的产品", blank=True)
    assessment = models.TextField("综合风险评估")
    at_risk = models.BooleanField("可能存在质量安全风险", default=False)
    harm = models.BooleanField("造成人体伤害或者可能危害人体健康", default=False)
    advice = models.TextField("处理建议")
    found_at = models.DateTimeField("发现时间")
    reported_at = models.DateTimeField("报告时间")
    reported_by = _by("报告人", null=False)
    seen_at = models.DateTimeField("派出检查单位收悉时间", null=True)
    seen_by = _by("收悉人")
    answer = models.TextField("辖区监管部门处置意见", blank=True)
    answered_at = models.DateTimeField("处置时间", null=True)
    answered_by = _by("处置人")
    ordered_at = models.DateTimeField("责令暂停时间", null=True)
    nationwide = models.BooleanField("需要在全国范围内采取风险控制措施", default=False)
    # Whose it is to tell the provinces on the label, up the chain; none while nobody has to.
    provincial = models.ForeignKey(
        Authority, models.PROTECT, null=True, related_name="+", verbose_name="通报的省级部门"
    )
    closed_at = models.DateTimeField("处置完毕时间", null=True)
    closing = models.TextField("处置结果", blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "任务外问题"
        ordering = ("-reported_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("inspection", "no"), name="outside_problem_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.party} 任务外问题{self.no}"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/outside/{self.public_id}/"


class ProblemEvidence(models.Model):
    """A piece of evidence that fixes the problem."""

    problem = models.ForeignKey(
        OutsideProblem, models.CASCADE, related_name="evidence_rows", verbose_name="任务外问题"
    )
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+", verbose_name="证据")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "任务外问题的证据"
        ordering = ("problem", "pk")
        constraints = (models.UniqueConstraint(fields=("problem", "evidence"), name="problem_evidence_once"),)

    def __str__(self) -> str:
        return f"{self.problem} {self.evidence}"


class HandlingKind(Term):
    """What was done about a problem."""

    SAMPLING = "sampling", "抽样、送检"
    SEALING = "sealing", "查封"
    DETENTION = "detention", "扣押"
    ORDER = "order", "责令暂停生产、经营"
    NOTICE = "notice", "通报产品标签标示的省份"


class Coerced(Term):
    """How a sealing or a detention ended."""

    RETURNED = "returned", "解除并退还"
    CONFISCATED = "case", "随案件处理"
    DESTROYED = "destroyed", "依法销毁"
    POLICE = "police", "移送公安机关"


class Handling(PublicId):
    """One measure with its document; ``until`` is the last day that the law gives it, where it gives one.

    Of a sealing or detention: extended once, and ended. Of a sampling: the result, when the party was told of it, until
    when it may ask for another test, whether it did, and what that found.
    """

    problem = models.ForeignKey(
        OutsideProblem, models.CASCADE, related_name="handlings", verbose_name="任务外问题"
    )
    kind = models.CharField("种类", max_length=20, choices=HandlingKind.choices())
    number = models.CharField("文书编号", max_length=80)
    on = models.DateField("日期")
    subject = models.TextField("涉及的产品、物品")
    whom = models.CharField("检验机构、保管地点或者通报对象", max_length=200, blank=True)
    text = models.TextField("情况", blank=True)
    until = models.DateField("期限", null=True)
    extended_on = models.DateField("延长日期", null=True)
    extension = models.CharField("延长的文书编号和理由", max_length=400, blank=True, default="")
    ended_on = models.DateField("解除或者处理日期", null=True)
    ending = models.CharField(
        "解除或者处理", max_length=12, choices=Coerced.choices(), blank=True, default=""
    )
    ending_text = models.TextField("解除或者处理情况", blank=True, default="")
    report = models.CharField("检验报告编号", max_length=80, blank=True, default="")
    result_on = models.DateField("收到检验报告日期", null=True)
    passed = models.BooleanField("检验合格", null=True)
    told_on = models.DateField("送达企业日期", null=True)
    reinspect_until = models.DateField("可以申请复检至", null=True)
    reinspection_on = models.DateField("申请复检日期", null=True)
    reinspection_at = models.CharField("复检机构", max_length=200, blank=True, default="")
    final_report = models.CharField("复检报告编号", max_length=80, blank=True, default="")
    final_on = models.DateField("收到复检报告日期", null=True)
    final_passed = models.BooleanField("复检合格", null=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = _by("登记人", null=False)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "任务外问题的处置"
        ordering = ("problem", "pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def seized(self) -> bool:
        """Whether it is a sealing or a detention."""
        return self.kind in (HandlingKind.SEALING, HandlingKind.DETENTION)

    def said(self) -> list[tuple[str, object]]:
        """What came of it, in order: words and day."""
        result = {True: "合格", False: "不合格", None: ""}
        told = (
            (f"延长至{self.until:%Y年%-m月%-d日}：{self.extension}" if self.until else "", self.extended_on),
            (f"{self.get_ending_display()}：{self.ending_text}", self.ended_on),
            (f"检验{result[self.passed]}，报告{self.report}", self.result_on),
            ("检验结果送达企业", self.told_on),
            (f"企业申请复检，复检机构：{self.reinspection_at}", self.reinspection_on),
            (f"复检{result[self.final_passed]}，报告{self.final_report}", self.final_on),
        )
        return [(words, day) for words, day in told if day is not None]
