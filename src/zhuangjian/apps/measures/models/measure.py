"""One measure decided after an inspection, what is done about it, and how it ends (CQ 49)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.outside.models import OutsideProblem
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.vocabulary import Term


class Kind(Term):
    """What CQ 49 names beside rectification, which is a matter of its own, and what its open list leaves room for."""

    SUSPEND = "suspend", "责令暂停生产经营"
    RECALL = "recall", "责令召回"
    CONTROL = "control", "其他风险控制措施"
    INTERVIEW = "interview", "责任约谈"
    CREDIT = "credit", "记录信用档案"
    FILE = "file", "立案调查"
    NONE = "none", "不另作处理"


# What lasts until it is lifted (CQ 50), and what the party is served with.
LIFTABLE = (Kind.SUSPEND, Kind.CONTROL)
SERVED = (Kind.SUSPEND, Kind.CONTROL, Kind.RECALL, Kind.INTERVIEW, Kind.CREDIT)


class Stage(Term):
    """How far a measure is."""

    IN_FORCE = "in_force", "执行中"
    SUMMONED = "summoned", "待约谈"
    COMMITTED = "committed", "承诺履行中"
    RECORDED = "recorded", "已记录"
    LIFTED = "lifted", "已解除"
    ENDED = "ended", "已办结"
    WITHDRAWN = "withdrawn", "已撤销"


OPEN = (Stage.IN_FORCE, Stage.SUMMONED, Stage.COMMITTED, Stage.RECORDED)


class Ground(Term):
    """What a measure follows from."""

    RESULT = "result", "检查结果"
    RISK = "risk", "检查中发现的安全风险"
    RECTIFICATION = "rectification", "未按要求整改"
    OBSTRUCTION = "obstruction", "拒绝、逃避、阻碍检查"


class Measure(PublicId):
    """One measure against one party after one inspection, as it was decided; what follows stands in its parts."""

    ledger_watched = True
    ledger_parts = ("progress", "interviews")

    number = models.CharField("文号", max_length=60, unique=True)
    kind = models.CharField("措施", max_length=10, choices=Kind.choices())
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="measures", verbose_name="检查")
    # An urgent order about a problem that was found outside the task (CQ 18).
    problem = models.ForeignKey(
        OutsideProblem, models.PROTECT, null=True, related_name="measures", verbose_name="任务外问题"
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="measures", verbose_name="企业")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="作出决定的部门")
    stage = models.CharField("状态", max_length=10, choices=Stage.choices())
    ground = models.CharField("事由", max_length=20, choices=Ground.choices())
    basis = models.CharField("依据", max_length=300)
    facts = models.TextField("查明的情况")
    scope = models.TextField("范围", blank=True)
    requirement = models.TextField("要求", blank=True)
    due_on = models.DateField("期限", null=True, blank=True)
    place = models.CharField("地点", max_length=200, blank=True)
    summons = models.CharField("约谈时间和对象", max_length=200, blank=True)
    decided_at = models.DateTimeField("决定时间")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人"
    )
    ended_at = models.DateTimeField("结束时间", null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="办结人"
    )
    end_note = models.TextField("结束说明", blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "处理措施"
        ordering = ("-decided_at", "-pk")

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/measures/{self.public_id}/"


class ProgressKind(Term):
    """What is entered about a measure while it lasts."""

    CHECK = "check", "核查执行情况"
    RECALL = "recall", "召回进展"
    EFFECT = "effect", "召回效果评估"
    COMMITMENT = "commitment", "履行承诺的情况"
    VERIFIED = "verified", "核查承诺"
    FREQUENCY = "frequency", "检查频次安排"


class Progress(models.Model):
    """One entry about how a measure is carried out; the amounts are a recall's, in pieces."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="progress", verbose_name="措施")
    kind = models.CharField("种类", max_length=10, choices=ProgressKind.choices())
    good = models.BooleanField("符合要求", null=True)
    sold = models.PositiveIntegerField("已售出数量", null=True)
    recalled = models.PositiveIntegerField("已召回数量", null=True)
    disposed = models.PositiveIntegerField("已处置数量", null=True)
    text = models.TextField("情况")
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "措施执行情况"
        ordering = ("measure", "pk")

    def __str__(self) -> str:
        return f"{self.measure} {self.get_kind_display()}"


class Interview(models.Model):
    """The interview as it was held: who came, what was said, what the party promised and by when."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="interviews", verbose_name="责任约谈")
    held_on = models.DateField("约谈日期")
    absent = models.BooleanField("被约谈人没有到场", default=False)
    attendees = models.TextField("到场人员", blank=True)
    record = models.TextField("约谈记录")
    commitments = models.TextField("承诺事项", blank=True)
    commit_by = models.DateField("承诺完成日期", null=True, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "约谈情况"
        ordering = ("measure", "pk")

    def __str__(self) -> str:
        return f"{self.measure} {self.held_on}"
