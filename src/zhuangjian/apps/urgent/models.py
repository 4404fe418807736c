"""What a team reports at once of a for-cause inspection, and how those who organise it direct it (CQ 35)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.vocabulary import Term


class ReportStage(Term):
    """Whether everybody who was told has answered."""

    REPORTED = "reported", "待处置"
    ANSWERED = "answered", "已处置"


def _by(title: str, *, null: bool = True) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=null, related_name="+", verbose_name=title
    )


def _told(title: str) -> models.ForeignKey:
    # None: the law of the day names no such authority as one that is told.
    return models.ForeignKey(Authority, models.PROTECT, null=True, related_name="+", verbose_name=title)


class UrgentReport(PublicId):
    """One report: which of the situations, what happened, and what each authority that was told did."""

    ledger_watched = True

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, related_name="urgent_reports", verbose_name="检查"
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="urgent_reports", verbose_name="企业")
    no = models.PositiveIntegerField("序号")
    local_authority = _told("辖区监管部门")
    organiser = _told("组织检查单位")
    stage = models.CharField("状态", max_length=20, choices=ReportStage.choices(), default="reported")
    situation = models.CharField("情形", max_length=200)
    text = models.TextField("情况")
    reported_at = models.DateTimeField("报告时间")
    reported_by = _by("报告人", null=False)
    handling = models.TextField("辖区监管部门的处置", blank=True)
    handled_at = models.DateTimeField("处置时间", null=True)
    handled_by = _by("处置人")
    directed_at = models.DateTimeField("组织检查单位答复时间", null=True)
    directed_by = _by("答复人")
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "紧急报告"
        ordering = ("-reported_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("inspection", "no"), name="urgent_report_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.party} 紧急报告{self.no}"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/urgent/{self.public_id}/"


class DirectionKind(Term):
    """How the organising authority directs the team."""

    STRATEGY = "strategy", "调整检查策略"
    COORDINATION = "coordination", "启动协调机制"
    ON_SITE = "on_site", "派人赴现场协调、指导"
    REINFORCEMENT = "reinforcement", "增加检查力量"
    UNCHANGED = "unchanged", "按原方案继续检查"


class Direction(PublicId):
    """One direction to the team, in answer to a report or by itself; who leads the team takes note of it."""

    ledger_watched = True

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="directions", verbose_name="检查")
    report = models.ForeignKey(
        UrgentReport, models.PROTECT, null=True, related_name="directions", verbose_name="紧急报告"
    )
    kind = models.CharField("种类", max_length=20, choices=DirectionKind.choices())
    text = models.TextField("内容")
    people = models.CharField("派出的人员", max_length=200, blank=True)
    given_at = models.DateTimeField("时间")
    given_by = _by("作出人", null=False)
    noted_at = models.DateTimeField("检查组收悉时间", null=True)
    noted_by = _by("收悉人")
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "检查指导"
        ordering = ("-given_at", "-pk")

    def __str__(self) -> str:
        return self.get_kind_display()

    def get_absolute_url(self) -> str:
        """Where it stands: with the reports of its inspection."""
        return f"/inspections/{self.inspection.public_id}/urgent/"
