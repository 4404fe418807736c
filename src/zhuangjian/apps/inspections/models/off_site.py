"""An inspection that is not made on the spot: what is asked for and handed in, sessions from afar, what came of it (CQ 7, 31)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.inspections.models.inspection import Inspection
from zhuangjian.apps.programme.models import Task
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.vocabulary import Term


def _by(title: str, null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=null, related_name="+", verbose_name=title
    )


class AskKind(Term):
    """What the party is asked for."""

    MATERIAL = "material", "提交材料"
    QUESTION = "question", "书面说明"


class AskStage(Term):
    """Where one thing that was asked for stands."""

    WAITING = "waiting", "待提交"
    HANDED_IN = "handed_in", "待审核"
    SUFFICIENT = "sufficient", "符合要求"
    LAPSED = "lapsed", "逾期未提交"
    WITHDRAWN = "withdrawn", "已撤回"


class MaterialRequest(PublicId):
    """One thing asked of the party, with its day; what is handed in on it is kept in every attempt."""

    ledger_watched = True
    ledger_parts = ("submissions",)

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, related_name="material_requests", verbose_name="检查"
    )
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="material_requests", verbose_name="被检查对象"
    )
    no = models.PositiveIntegerField("序号")
    kind = models.CharField("要求", max_length=10, choices=AskKind.choices())
    text = models.TextField("要求提交或者说明的内容")
    due_on = models.DateField("提交期限")
    stage = models.CharField("状态", max_length=12, choices=AskStage.choices(), default="waiting")
    note = models.CharField("说明", max_length=300, blank=True)
    asked_by = _by("提出人")
    asked_at = models.DateTimeField("提出时间")
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "材料要求"
        ordering = ("inspection", "no")
        constraints = (models.UniqueConstraint(fields=("inspection", "no"), name="material_request_once"),)

    def __str__(self) -> str:
        return f"{self.no}. {self.text[:30]}"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/materials/{self.public_id}/"


class Submission(models.Model):
    """What was handed in on a request, its receipt, and whether it was enough. ``judged_at`` is empty until then."""

    request = models.ForeignKey(
        MaterialRequest, models.CASCADE, related_name="submissions", verbose_name="材料要求"
    )
    no = models.PositiveIntegerField("第几次")
    receipt = models.CharField("回执编号", max_length=60, unique=True)
    text = models.TextField("说明", blank=True)
    files = models.JSONField("文件", default=list)
    handed_in_by = models.CharField("提交人", max_length=60)
    entered_by = _by("登记人")
    received_at = models.DateTimeField("收到时间")
    late = models.BooleanField("逾期", default=False)
    sufficient = models.BooleanField("符合要求", null=True)
    verdict = models.TextField("审核意见", blank=True)
    judged_by = _by("审核人", null=True)
    judged_at = models.DateTimeField("审核时间", null=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "提交的材料"
        ordering = ("request", "no")
        constraints = (models.UniqueConstraint(fields=("request", "no"), name="submission_once"),)

    def __str__(self) -> str:
        return self.receipt


class SessionStage(Term):
    """Whether a session was held."""

    APPOINTED = "appointed", "已约定"
    HELD = "held", "已举行"
    MISSED = "missed", "未举行"


class RemoteSession(PublicId):
    """One session from afar: when and by what means, who was there and how that was made sure, who showed what when."""

    ledger_watched = True

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, related_name="remote_sessions", verbose_name="检查"
    )
    no = models.PositiveIntegerField("第几次")
    stage = models.CharField("状态", max_length=10, choices=SessionStage.choices(), default="appointed")
    appointed_for = models.DateTimeField("约定时间")
    means = models.CharField("方式", max_length=200)
    appointed_by = _by("约定人")
    appointed_at = models.DateTimeField("约定的时间")
    began_at = models.DateTimeField("开始时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    team_present = models.JSONField("参加的检查人员", default=list)
    party_present = models.TextField("被检查对象参加人", blank=True)
    identities = models.TextField("身份核对", blank=True)
    shown = models.JSONField("查看经过", default=list)
    note = models.TextField("说明", blank=True)
    recorded_by = _by("记录人", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "远程检查"
        ordering = ("inspection", "no")
        constraints = (models.UniqueConstraint(fields=("inspection", "no"), name="session_number_once"),)

    def __str__(self) -> str:
        return f"{self.inspection} 第{self.no}次远程检查"


class AfterOffSite(Term):
    """What the organising authority decides once it has judged the risk (CQ 31)."""

    ON_SITE = "on_site", "开展现场检查"
    NONE = "none", "不需要现场检查"


class OffSiteAssessment(PublicId):
    """The risk as judged from the result of an off-site inspection, and the task on site that follows, if any."""

    ledger_watched = True

    inspection = models.OneToOneField(
        Inspection, models.PROTECT, related_name="off_site_assessment", verbose_name="检查"
    )
    risk = models.TextField("风险评估")
    decision = models.CharField("决定", max_length=10, choices=AfterOffSite.choices())
    task = models.OneToOneField(
        Task, models.PROTECT, null=True, related_name="+", verbose_name="现场检查任务"
    )
    decided_by = _by("评估人")
    decided_at = models.DateTimeField("评估时间")
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "非现场检查风险评估"

    def __str__(self) -> str:
        return f"{self.inspection} {self.get_decision_display()}"
