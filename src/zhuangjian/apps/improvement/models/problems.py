"""Common problems: what the counts said, the list that a person made of them, surveys of enterprises (LN 2(1))."""

from __future__ import annotations

from datetime import date

from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.improvement.models.plan import ActionPlan, by
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.improvement.shares import Share
from zhuangjian.engines.rules.vocabulary import Term


class Analysis(PublicId):
    """One count over some years, as it came out: checkpoints with their shares, and what other sources tell by theme."""

    ledger_watched = True

    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="analyses", verbose_name="行动方案")
    first = models.DateField("起")
    last = models.DateField("止")
    inspections = models.PositiveIntegerField("检查次数")
    looks = models.PositiveIntegerField("检查要点次数")
    rows = models.JSONField("要点", default=list)
    signals = models.JSONField("其他来源", default=list)
    unadjusted = models.CharField("没有扣除检查尺度的原因", max_length=300, blank=True)
    made_at = models.DateTimeField("分析时间")
    made_by = by("分析人")
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "共性问题分析"
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"{self.first.year}年{self.first.month}月至{self.last.year}年{self.last.month}月共性问题分析"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/improvement/analyses/{self.public_id}/"


class ProblemStage(Term):
    """How a common problem stands; closed by figures and closed by reasons are two things."""

    OPEN = "open", "化解中"
    FIGURES = "figures", "按数据销号"
    ASKED = "asked", "待负责人签字"
    REASONS = "reasons", "按理由销号"


class Problem(PublicId):
    """One problem of the list: the checkpoint and its rate before, what is done about it, by whom and by when, how it closed.

    ``measured_on`` is the day of the measures: inspections after it are held against those before.
    """

    ledger_watched = True
    ledger_parts = ("steps",)

    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="problems", verbose_name="行动方案")
    analysis = models.ForeignKey(
        Analysis, models.PROTECT, null=True, related_name="problems", verbose_name="依据的分析"
    )
    stage = models.CharField("状态", max_length=10, choices=ProblemStage.choices(), default="open")
    theme = models.CharField("方面", max_length=40, blank=True)
    edition = models.CharField("检查要点版本", max_length=20)
    item = models.CharField("检查要点", max_length=10)
    title = models.CharField("问题", max_length=160)
    text = models.TextField("表现和原因", blank=True)
    measures = models.TextField("解决措施")
    unit = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="责任单位")
    measured_on = models.DateField("措施开始")
    due = models.DateField("完成期限")
    before_first = models.DateField("此前的期间起")
    before_hits = models.PositiveIntegerField("此前发现")
    before_n = models.PositiveIntegerField("此前检查")
    after_hits = models.PositiveIntegerField("此后发现", null=True)
    after_n = models.PositiveIntegerField("此后检查", null=True)
    reasons = models.TextField("销号理由", blank=True)
    listed_at = models.DateTimeField("列入时间")
    listed_by = by("列入人")
    closed_at = models.DateTimeField("销号时间", null=True)
    closed_by = by("销号人", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "共性问题"
        ordering = ("due", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "edition", "item"),
                condition=models.Q(stage__in=("open", "asked")),
                name="open_problem_once",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/improvement/problems/{self.public_id}/"

    @property
    def before(self) -> Share:
        """How often it was found before the measures."""
        return Share(self.before_hits, self.before_n)

    @property
    def checkpoint(self) -> tuple[str, str]:
        """Edition and number."""
        return self.edition, self.item


class ProblemStep(models.Model):
    """One entry about how the measures go."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="steps", verbose_name="共性问题")
    text = models.TextField("进展")
    entered_at = models.DateTimeField("登记时间")
    entered_by = by("登记人")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "共性问题进展"
        ordering = ("problem", "pk")

    def __str__(self) -> str:
        return f"{self.problem} {self.entered_at:%Y-%m-%d}"


class Survey(PublicId):
    """A questionnaire to enterprises: ``questions`` are ``{"title", "options"}``, free words where there are no options."""

    ledger_watched = True

    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="surveys", verbose_name="行动方案")
    title = models.CharField("调研", max_length=120)
    text = models.TextField("说明", blank=True)
    questions = models.JSONField("题目", default=list)
    closes_on = models.DateField("截止日期")
    closed_at = models.DateTimeField("结束时间", null=True)
    opened_at = models.DateTimeField("发起时间")
    opened_by = by("发起人")
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "企业调研"
        ordering = ("-opened_at", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/improvement/surveys/{self.public_id}/"

    def open_on(self, day: date) -> bool:
        """Whether it takes answers that day."""
        return self.closed_at is None and day <= self.closes_on


class SurveyAnswer(PublicId):
    """What one enterprise answered: the chosen option or the words, by the question's place."""

    ledger_watched = True

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="answers", verbose_name="企业调研")
    party = models.ForeignKey(Party, models.PROTECT, related_name="survey_answers", verbose_name="企业")
    answers = models.JSONField("回答", default=list)
    answered_at = models.DateTimeField("回答时间")
    answered_by = by("填写人")
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "调研回答"
        ordering = ("survey", "pk")
        constraints = (models.UniqueConstraint(fields=("survey", "party"), name="survey_answered_once"),)

    def __str__(self) -> str:
        return f"{self.party} {self.survey}"

    def get_absolute_url(self) -> str:
        """Where it stands: with its survey."""
        return self.survey.get_absolute_url()
