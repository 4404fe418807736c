"""The inspection itself and its team."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.programme.models import Task
from zhuangjian.apps.registry.models import Party, Site
from zhuangjian.engines.rules.vocabulary import Conclusion, InspectionType, LicensingKind, Mode, Term
from zhuangjian.kernel.days import said_time
from zhuangjian.kernel.questions import Question


class Stage(Term):
    """Where an inspection stands; each action moves it exactly one way."""

    ASSIGNED = "assigned", "待组队"
    TEAMED = "teamed", "待编制方案"
    PLAN_SUBMITTED = "plan_submitted", "方案待批准"
    PLAN_APPROVED = "plan_approved", "方案已批准"
    ON_SITE = "on_site", "现场检查中"
    OFF_SITE = "off_site", "非现场检查中"
    CLOSING = "closing", "陈述申辩"
    CONCLUDED = "concluded", "已作结论"
    RECORDED = "recorded", "待签字"
    SIGNED = "signed", "已签字"
    TO_SUBMIT = "to_submit", "待报送评定"
    EVALUATING = "evaluating", "待综合评定"
    ASSESSING = "assessing", "待风险评估"
    DELIVERED = "delivered", "记录已交付"
    CLOSED = "closed", "已办结"
    ESCALATED = "escalated", "已移交处理"
    CANCELLED = "cancelled", "已取消"


# The stages at which results are found.
EXAMINING = (Stage.ON_SITE, Stage.OFF_SITE)
BEGUN = (
    Stage.ON_SITE,
    Stage.OFF_SITE,
    Stage.CLOSING,
    Stage.CONCLUDED,
    Stage.RECORDED,
    Stage.SIGNED,
    Stage.TO_SUBMIT,
    Stage.EVALUATING,
    Stage.ASSESSING,
    Stage.DELIVERED,
    Stage.CLOSED,
    Stage.ESCALATED,
)


class Inspection(PublicId):
    """One inspection of one party, bound to the rules in force on the day its plan was approved."""

    ledger_watched = True
    ledger_parts = (
        "team",
        "plans",
        "changes",
        "credentials_shown",
        "meetings",
        "findings",
        "deficiencies",
        "deficiency_versions",
        "statements",
        "signatures",
        "evaluations",
    )

    number = models.CharField("编号", max_length=40, blank=True)
    task = models.OneToOneField(
        Task, models.PROTECT, null=True, blank=True, related_name="inspection", verbose_name="任务"
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="inspections", verbose_name="被检查对象")
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, verbose_name="检查地址")
    inspection_type = models.CharField("检查类型", max_length=20, choices=InspectionType.choices())
    licensing_kind = models.CharField(
        "许可检查种类", max_length=20, choices=LicensingKind.choices(), blank=True
    )
    mode = models.CharField("检查方式", max_length=20, choices=Mode.choices(), default="on_site")
    announced = models.BooleanField("预先告知", default=False)
    organising_unit = models.ForeignKey(
        Authority, models.PROTECT, related_name="inspections_organised", verbose_name="组织检查的单位"
    )
    dispatching_unit = models.ForeignKey(
        Authority, models.PROTECT, related_name="inspections_dispatched", verbose_name="派出检查单位"
    )
    local_authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="inspections_local", verbose_name="辖区监管部门"
    )
    reason = models.CharField("检查事由", max_length=300)
    legal_basis = models.CharField("检查依据", max_length=500)
    stage = models.CharField(
        "状态", max_length=20, choices=Stage.choices(), default="assigned", db_index=True
    )

    edition = models.CharField("检查要点版本", max_length=20, blank=True)
    checklist = models.CharField("检查表", max_length=60, blank=True)
    pack = models.CharField("规则版本", max_length=60, blank=True)
    bound_on = models.DateField("规则绑定日", null=True)

    started_at = models.DateTimeField("开始时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    obstruction = models.BooleanField("拒绝、逃避、阻碍检查", default=False)
    obstruction_note = models.TextField("拒绝情形", blank=True)

    computed_conclusion = models.CharField(
        "系统判定", max_length=30, choices=Conclusion.choices(), blank=True
    )
    conclusion = models.CharField("检查结论", max_length=30, choices=Conclusion.choices(), blank=True)
    conclusion_answer = models.JSONField("判定理由", default=dict, blank=True)
    override_reason = models.TextField("变更判定的理由", blank=True)
    uninspected_reason = models.TextField("未检查项目的理由", blank=True, default="")
    concluded_at = models.DateTimeField("结论时间", null=True)
    handling_opinion = models.TextField("处理意见或者建议", blank=True)
    involves_risk_control = models.BooleanField("需采取风险控制措施", default=False)
    suspected_violation = models.BooleanField("涉嫌违法", default=False)

    record_form = models.CharField("记录形式", max_length=30, blank=True)
    record_digest = models.CharField("记录摘要", max_length=64, blank=True)
    recorded_at = models.DateTimeField("记录制作时间", null=True)
    delivered_at = models.DateTimeField("交付时间", null=True)
    delivered_to = models.CharField("接收人", max_length=60, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True)
    cancel_reason = models.CharField("取消原因", max_length=300, blank=True)
    created_at = models.DateTimeField("建立时间")
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "检查"
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("number",), condition=~models.Q(number=""), name="inspection_number_once"
            ),
        )

    def __str__(self) -> str:
        return self.number or f"{self.get_inspection_type_display()}（开始后编号）"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/inspections/{self.public_id}/"

    @property
    def begun(self) -> bool:
        """Whether the team has arrived, or has begun without going there."""
        return self.stage in BEGUN

    @property
    def off_site(self) -> bool:
        """Whether it is made from afar: by what is handed in, or in a session over a distance (CQ 7)."""
        return self.mode != Mode.ON_SITE

    def leader(self) -> TeamMember | None:
        """The team leader now."""
        return self.members().filter(part="leader").first()

    def members(self) -> models.QuerySet[TeamMember]:
        """The team now, leader first."""
        return self.team.filter(left_at=None).select_related("person").order_by("pk")

    def plan(self) -> Any:
        """The plan version that stands: approved and not superseded."""
        for plan in STANDING_PLAN(self.pk):
            plan.inspection = self
            return plan
        return None


def _standing_plan(pk: Any) -> Any:
    from zhuangjian.apps.inspections.models.plan import PlanVersion

    return PlanVersion._base_manager.filter(inspection_id=pk, status="approved").order_by("-no")[:1]


STANDING_PLAN = Question(_standing_plan)


class Part(Term):
    """Part a person has in a team."""

    LEADER = "leader", "组长"
    MEMBER = "member", "检查员"
    EXPERT = "expert", "专家"
    PARTNER = "partner", "联合单位检查员"
    ASSISTANT = "assistant", "协助人员"


class TeamMember(models.Model):
    """Somebody on the team; who leaves stays in the record with the time."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="team", verbose_name="检查")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="人员")
    part = models.CharField("组内职责", max_length=10, choices=Part.choices())
    joined_at = models.DateTimeField("加入时间")
    left_at = models.DateTimeField("退出时间", null=True, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "检查组成员"
        ordering = ("inspection", "pk")

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.person}"


class ReadLog(models.Model):
    """Every read of a confidential record (CQ 22), folded from line ``line`` of a file of reads (``source``)."""

    inspection = models.ForeignKey(
        Inspection, models.CASCADE, null=True, related_name="reads", verbose_name="检查"
    )
    task = models.ForeignKey(Task, models.CASCADE, null=True, related_name="reads", verbose_name="任务")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="查阅人")
    what = models.CharField("查阅内容", max_length=80)
    door = models.CharField("途径", max_length=20)
    at = models.DateTimeField("时间")
    source = models.CharField("登记文件", max_length=60, blank=True)
    line = models.PositiveIntegerField("第几行", default=0)
    digest = models.CharField("该行摘要", max_length=64, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "查阅记录"
        ordering = ("-at",)
        constraints = (
            models.UniqueConstraint(
                fields=("source", "line", "inspection"),
                condition=~models.Q(source="") & models.Q(task=None),
                name="read_folded_once",
            ),
            models.UniqueConstraint(
                fields=("source", "line", "task"),
                condition=~models.Q(source="") & models.Q(inspection=None),
                name="read_of_task_folded_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {said_time(self.at)}"
