"""Rectification: notice with due date, the enterprise's report or plan, re-check, end (CQ 19)."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.inspections.models import Deficiency, Inspection
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.vocabulary import Term


class RectificationStage(Term):
    """Life of a rectification."""

    ISSUED = "issued", "整改中"
    PLANNED = "planned", "已报整改计划"
    REPORTED = "reported", "待复查"
    RETURNED = "returned", "退回补充"
    PASSED = "passed", "复查符合要求"
    FAILED = "failed", "复查不符合要求"
    CLOSED = "closed", "整改完成"
    ESCALATED = "escalated", "移交立案调查"


ENDED = (RectificationStage.CLOSED, RectificationStage.ESCALATED)


class Ground(Term):
    """Why a rectification ends with the case being handed on (CQ 19)."""

    NOT_REPORTED = "not_reported", "逾期未报送整改报告"
    FAILED = "failed", "复查仍不符合要求"
    VIOLATION = "violation", "涉嫌违法"


class Rectification(PublicId):
    """What one party must put right after one inspection, by when. The date is the officer's (no law fixes it).

    Each deficiency is put right by itself, as a :class:`Problem`; the stage says what of them all comes next.
    """

    ledger_watched = True
    ledger_parts = ("problems", "reports", "returns", "rechecks")

    inspection = models.OneToOneField(
        Inspection, models.PROTECT, related_name="rectification", verbose_name="检查"
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="rectifications", verbose_name="企业")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="辖区监管部门")
    number = models.CharField("文号", max_length=60)
    requirement = models.TextField("整改要求")
    issued_at = models.DateTimeField("发出时间")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="发出人"
    )
    due_on = models.DateField("整改期限")
    # The nearest limit among the problems that are with the enterprise; none while nothing is.
    next_due = models.DateField("最近的整改期限", null=True, blank=True)
    stage = models.CharField("状态", max_length=20, choices=RectificationStage.choices(), default="issued")
    ended_at = models.DateTimeField("结束时间", null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="经办人"
    )
    ground = models.CharField("移交原因", max_length=20, choices=Ground.choices(), blank=True)
    end_note = models.TextField("结束说明", blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "整改"
        ordering = ("-issued_at", "-pk")
        constraints = (models.UniqueConstraint(fields=("number",), name="rectification_number_once"),)

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/rectifications/{self.public_id}/"

    @property
    def limit(self) -> date:
        """The last day on which the next report is in time: the nearest limit of what the enterprise still has to do."""
        return self.next_due or self.due_on

    @property
    def with_party(self) -> bool:
        """Whether the enterprise still has something to hand in."""
        return self.next_due is not None

    @property
    def ended(self) -> bool:
        """Closed or handed on."""
        return self.stage in ENDED

    def overdue_on(self, day: date) -> bool:
        """Whether the enterprise's report is outstanding after the limit; on the last day itself it is not."""
        return self.next_due is not None and day > self.next_due


class ProblemState(Term):
    """How far one deficiency is put right."""

    OPEN = "open", "整改中"
    PLANNED = "planned", "整改计划待审核"
    DEFERRED = "deferred", "按整改计划整改"
    REPORTED = "reported", "待复查"
    PASSED = "passed", "已改正"
    FAILED = "failed", "未改正"


class Problem(models.Model):
    """One deficiency to be put right, with a limit and a state of its own (CQ 19).

    A plan moves the limit of the problems it names, once the authority accepts it, and of no other.
    """

    rectification = models.ForeignKey(
        Rectification, models.CASCADE, related_name="problems", verbose_name="整改"
    )
    deficiency = models.ForeignKey(Deficiency, models.PROTECT, related_name="+", verbose_name="缺陷")
    no = models.PositiveIntegerField("序号")
    state = models.CharField("状态", max_length=10, choices=ProblemState.choices(), default="open")
    due_on = models.DateField("整改期限")
    plan_until = models.DateField("计划完成日期", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "整改事项"
        ordering = ("rectification", "no")
        constraints = (models.UniqueConstraint(fields=("rectification", "no"), name="problem_once"),)

    def __str__(self) -> str:
        return f"{self.rectification} 第{self.no}项"


class Report(models.Model):
    """What the enterprise handed in: a report in its four parts, or a plan where it cannot be done in time."""

    rectification = models.ForeignKey(
        Rectification, models.CASCADE, related_name="reports", verbose_name="整改"
    )
    no = models.PositiveIntegerField("第几次")
    kind = models.CharField("种类", max_length=10, choices=[("report", "整改报告"), ("plan", "整改计划")])
    main_problems = models.TextField("存在的主要问题")
    investigation = models.TextField("问题调查分析与风险评估")
    risk_control = models.TextField("风险控制措施")
    effect = models.TextField("整改后效果", blank=True)
    plan_steps = models.TextField("整改计划", blank=True)
    plan_until = models.DateField("计划完成日期", null=True, blank=True)
    covers = models.JSONField("所涉缺陷", default=list, blank=True)
    attachments = models.JSONField("附件摘要", default=list, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="报送人"
    )
    submitted_at = models.DateTimeField("报送时间")
    late = models.BooleanField("逾期", default=False)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "整改报告"
        ordering = ("rectification", "no")

    def __str__(self) -> str:
        return f"{self.rectification} {self.get_kind_display()} {self.no}"


class Return(models.Model):
    """A report or plan sent back, or a failed one reopened, with the reason and the day to complete it by."""

    rectification = models.ForeignKey(
        Rectification, models.CASCADE, related_name="returns", verbose_name="整改"
    )
    report = models.ForeignKey(Report, models.PROTECT, verbose_name="整改报告")
    covers = models.JSONField("所涉缺陷", default=list, blank=True)
    reason = models.TextField("退回理由")
    supplement_by = models.DateField("补充期限")
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="退回人"
    )
    returned_at = models.DateTimeField("退回时间")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "退回补充"
        ordering = ("rectification", "pk")

    def __str__(self) -> str:
        return f"{self.rectification} {self.supplement_by}"


class Recheck(models.Model):
    """A re-check by the local authority, on site where needed."""

    rectification = models.ForeignKey(
        Rectification, models.CASCADE, related_name="rechecks", verbose_name="整改"
    )
    report = models.ForeignKey(Report, models.PROTECT, null=True, verbose_name="整改报告")
    on_site = models.BooleanField("现场复查", default=False)
    passed = models.BooleanField("符合要求")
    covers = models.JSONField("复查的缺陷", default=list, blank=True)
    unmet = models.JSONField("仍不符合的缺陷", default=list, blank=True)
    text = models.TextField("复查情况")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="复查人"
    )
    checked_at = models.DateTimeField("复查时间")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "复查"
        ordering = ("rectification", "pk")

    def __str__(self) -> str:
        return f"{self.rectification} {'符合' if self.passed else '不符合'}"


class RevocationGround(Term):
    """The three cases in which CQ 16 has the result reported to the licensing department."""

    NOT_PASSED = "not_passed", "延续许可后现场核查不通过"
    NOT_REPORTED = "not_reported", "整改后复查，在规定时限内未提交整改报告"
    FAILED = "failed", "整改后复查，整改项目仍不符合规定"


class RevocationDecision(Term):
    """What the licensing department decided on the opinion."""

    REVOKED = "revoked", "撤销生产许可"
    NOT_REVOKED = "not_revoked", "不予撤销"


class RevocationOpinion(PublicId):
    """The opinion that a production licence be revoked, reported to the licensing department (CQ 16)."""

    ledger_watched = True

    inspection = models.OneToOneField(
        Inspection, models.PROTECT, related_name="revocation_opinion", verbose_name="检查"
    )
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="提出单位")
    ground = models.CharField("情形", max_length=20, choices=RevocationGround.choices())
    text = models.TextField("意见")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人"
    )
    proposed_at = models.DateTimeField("提出时间")
    decision = models.CharField(
        "许可部门的决定", max_length=20, choices=RevocationDecision.choices(), blank=True
    )
    decision_number = models.CharField("决定文号", max_length=120, blank=True)
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="答复人"
    )
    answered_at = models.DateTimeField("答复时间", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "撤销许可意见"

    def __str__(self) -> str:
        return f"{self.inspection} {self.get_ground_display()}"
