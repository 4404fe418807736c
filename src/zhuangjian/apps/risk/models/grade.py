"""The grade of a party with its point sheet, every change of it, and what the party objects."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.registry.models import Party
from zhuangjian.apps.risk.models.run import Run
from zhuangjian.engines.risk.grade_words import RiskGrade
from zhuangjian.engines.rules.vocabulary import Term


class Move(Term):
    """How a grade stands to the one before."""

    FIRST = "first", "首次定级"
    ROSE = "rose", "上升"
    FELL = "fell", "下降"
    STAYED = "stayed", "不变"


def _by(title: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=title
    )


class PartyGrade(PublicId):
    """The grade of one party as it stands. ``grade`` counts: what was computed, or what a person set with reasons.

    ``sheet`` is the point sheet as the party may read it; ``internal`` what only officials see of it: the single
    complaints, reports and opinions (CQ 22). Not watched by the ledger row by row: all parties are graded at once, and
    the run is entered with a digest of everything it came to.
    """

    party = models.OneToOneField(Party, models.CASCADE, related_name="risk_grade", verbose_name="企业")
    authority = models.ForeignKey(
        Authority, models.PROTECT, null=True, related_name="+", verbose_name="负责的监管部门"
    )
    run = models.ForeignKey(Run, models.PROTECT, null=True, related_name="+", verbose_name="定级")
    method = models.CharField("方法", max_length=80)
    as_of = models.DateField("截至日期")
    grade = models.CharField("风险等级", max_length=10, choices=RiskGrade.choices(), db_index=True)
    computed = models.CharField("按方法计算的等级", max_length=10, choices=RiskGrade.choices())
    manual = models.CharField("人工确定的等级", max_length=10, choices=RiskGrade.choices(), blank=True)
    manual_until = models.DateField("人工确定至", null=True, blank=True)
    manual_why = models.TextField("人工确定的理由", blank=True)
    manual_by = _by("人工确定人")
    total = models.FloatField("总分")
    static = models.FloatField("静态分")
    dynamic = models.FloatField("动态分")
    move = models.CharField("变动", max_length=10, choices=Move.choices())
    why = models.TextField("理由")
    since = models.DateField("现等级起")
    below = models.JSONField("低于回落线起", default=dict)
    falls_on = models.DateField("最早降级日", null=True, blank=True)
    visits = models.FloatField("每年检查次数")
    mode = models.CharField("检查方式", max_length=200)
    sheet = models.JSONField("计分表", default=dict)
    internal = models.JSONField("计分表的内部部分", default=dict)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "风险等级"
        ordering = ("-grade", "-total", "pk")
        indexes = (models.Index(fields=("grade", "total"), name="risk_by_grade"),)

    def __str__(self) -> str:
        return f"{self.party} {self.get_grade_display()}"

    def get_absolute_url(self) -> str:
        """The point sheet."""
        return f"/risk/grades/{self.public_id}/"


class GradeChange(PublicId):
    """One change of the grade that counts, in words; the responsible unit says what it makes of it."""

    of = models.ForeignKey(PartyGrade, models.CASCADE, related_name="changes", verbose_name="风险等级")
    party = models.ForeignKey(Party, models.CASCADE, related_name="+", verbose_name="企业")
    authority = models.ForeignKey(
        Authority, models.PROTECT, null=True, related_name="+", verbose_name="负责的监管部门"
    )
    run = models.ForeignKey(Run, models.PROTECT, null=True, related_name="changes", verbose_name="定级")
    before = models.CharField("原等级", max_length=10, choices=RiskGrade.choices())
    after = models.CharField("现等级", max_length=10, choices=RiskGrade.choices())
    total = models.FloatField("总分")
    changed_on = models.DateField("变动日期")
    why = models.TextField("理由")
    by = _by("决定人")
    noted = models.TextField("处理", blank=True)
    noted_at = models.DateTimeField("处理时间", null=True)
    noted_by = _by("处理人")
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "风险等级变动"
        ordering = ("-changed_on", "-pk")

    def __str__(self) -> str:
        return f"{self.party} {self.before}→{self.after}"

    def get_absolute_url(self) -> str:
        """The page of the change."""
        return f"/risk/changes/{self.public_id}/"

    @property
    def rose(self) -> bool:
        """Whether the risk became higher."""
        return self.after > self.before


class ObjectionStage(Term):
    """Whether an objection has been answered."""

    OPEN = "open", "待答复"
    ANSWERED = "answered", "已答复"


class Outcome(Term):
    """What an objection came to."""

    KEPT = "kept", "维持原等级"
    ANEW = "anew", "事实已更正，重新计算"
    CHANGED = "changed", "改定等级"


class Objection(PublicId):
    """A party does not agree with its grade. That it may object is a practice of the house, not law."""

    ledger_watched = True

    of = models.ForeignKey(PartyGrade, models.PROTECT, related_name="objections", verbose_name="风险等级")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name="企业")
    authority = models.ForeignKey(
        Authority, models.PROTECT, null=True, related_name="+", verbose_name="负责的监管部门"
    )
    no = models.PositiveIntegerField("序号")
    stage = models.CharField("状态", max_length=10, choices=ObjectionStage.choices(), default="open")
    against = models.CharField("所异议的等级", max_length=10, choices=RiskGrade.choices())
    text = models.TextField("异议和理由")
    filed_at = models.DateTimeField("提出时间")
    filed_by = _by("提出人")
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices(), blank=True)
    answer = models.TextField("答复和理由", blank=True)
    after = models.CharField("答复后的等级", max_length=10, choices=RiskGrade.choices(), blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = _by("答复人")
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "等级异议"
        ordering = ("-filed_at", "-pk")
        constraints = (models.UniqueConstraint(fields=("of", "no"), name="risk_objection_number_once"),)

    def __str__(self) -> str:
        return f"{self.party} 等级异议{self.no}"

    def get_absolute_url(self) -> str:
        """The page of the objection."""
        return f"/risk/objections/{self.public_id}/"
