"""Examinations: what is drawn, who sits, what is answered, what it is certified with."""

from __future__ import annotations

from datetime import date

from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.training.models.bank import ItemKind, ItemVersion
from zhuangjian.apps.training.models.courses import Audience, by
from zhuangjian.engines.rules.vocabulary import Term


class ExamStage(Term):
    """Whether an examination can be sat."""

    DRAFT = "draft", "草稿"
    OPEN = "open", "已发布"
    CLOSED = "closed", "已结束"


class Exam(PublicId):
    """One examination: when it can be sat, for how long, how many questions of which topics, what passes."""

    ledger_watched = True

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="组织单位")
    title = models.CharField("名称", max_length=120)
    audience = models.CharField("对象", max_length=20, choices=Audience.choices())
    opens_at = models.DateTimeField("可以开始")
    closes_at = models.DateTimeField("截止")
    minutes = models.PositiveIntegerField("时长（分钟）")
    wanted = models.JSONField("抽题")
    mark = models.PositiveIntegerField("合格分")
    attempts = models.PositiveIntegerField("次数")
    valid_years = models.PositiveIntegerField("合格证有效年数")
    stage = models.CharField("状态", max_length=20, choices=ExamStage.choices(), default="draft")
    made_by = by("建立人")
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "考试"
        ordering = ("-opens_at", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/training/exams/{self.public_id}/"

    @property
    def asked(self) -> int:
        """How many questions each examinee is asked."""
        return sum(self.wanted.values())


class SittingStage(Term):
    """Whether somebody is still answering."""

    RUNNING = "running", "作答中"
    FINISHED = "finished", "已交卷"


class Sitting(PublicId):
    """One person's sitting. ``seed`` is what the questions were drawn with; the time is the server's alone."""

    ledger_watched = True

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="sittings", verbose_name="考试")
    person = by("考生", name="sittings")
    attempt = models.PositiveIntegerField("第几次")
    seed = models.CharField("抽题种子", max_length=32)
    started_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("截止时间", db_index=True)
    finished_at = models.DateTimeField("交卷时间", null=True)
    stage = models.CharField("状态", max_length=20, choices=SittingStage.choices(), default="running")
    right = models.PositiveIntegerField("答对", null=True)
    points = models.PositiveIntegerField("得分", null=True)
    passed = models.BooleanField("合格", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "应考"
        ordering = ("-started_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("exam", "person", "attempt"), name="training_sitting_once"),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.exam}"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/training/sittings/{self.public_id}/"


class Question(PublicId):
    """One drawn question as this examinee is shown it, without its key; ``order`` says which option stands where."""

    ledger_watched = True

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="questions", verbose_name="应考")
    no = models.PositiveIntegerField("题号")
    asked = models.ForeignKey(ItemVersion, models.PROTECT, related_name="questions", verbose_name="题目版本")
    kind = models.CharField("题型", max_length=20, choices=ItemKind.choices())
    stem = models.TextField("题干")
    options = models.JSONField("选项")
    order = models.JSONField("选项次序")
    chosen = models.JSONField("所选", null=True)
    answered_at = models.DateTimeField("作答时间", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "考题"
        ordering = ("sitting", "no")
        constraints = (
            models.UniqueConstraint(fields=("sitting", "no"), name="training_question_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.sitting} 第{self.no}题"

    def get_absolute_url(self) -> str:
        """Where it stands: on the page of its sitting."""
        return self.sitting.get_absolute_url()

    @property
    def original(self) -> list[int] | None:
        """What was chosen, by the positions of the version's own options; None where nothing was answered."""
        return None if self.chosen is None else sorted(self.order[at] for at in self.chosen)


class Certificate(PublicId):
    """What somebody passed, until when it holds; anybody who has the code can look whether it does."""

    ledger_watched = True

    sitting = models.OneToOneField(Sitting, models.PROTECT, related_name="certificate", verbose_name="应考")
    person = by("持证人", name="certificates")
    code = models.CharField("证书编号", max_length=20, unique=True)
    title = models.CharField("名称", max_length=120)
    issued_on = models.DateField("发证日期")
    valid_to = models.DateField("有效期止")
    withdrawn_at = models.DateTimeField("撤销时间", null=True)
    withdrawn_by = by("撤销人", null=True)
    reason = models.CharField("撤销的原因", max_length=300, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "培训合格证"
        ordering = ("-issued_on", "-pk")

    def __str__(self) -> str:
        return f"{self.title} {self.code}"

    def get_absolute_url(self) -> str:
        """The page on which anybody can check it."""
        return f"/public/certificates/{self.code}/"

    def state(self, day: date) -> tuple[str, str]:
        """Whether it holds on that day, in words, with its colour."""
        if self.withdrawn_at:
            return "已撤销", "bad"
        return ("已过期", "off") if day > self.valid_to else ("有效", "ok")
