"""Courses, when they are held, who comes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.engines.rules.vocabulary import Term


def by(title: str, *, null: bool = False, name: str = "+") -> models.ForeignKey:
    """The person who did something."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=null, related_name=name, verbose_name=title
    )


class CourseKind(Term):
    """The form that a course has."""

    LECTURE = "lecture", "法规标准解读"
    CASES = "cases", "案例剖析"
    MOCK = "mock", "模拟检查"
    CROSS_REGION = "cross_region", "跨区域联合演练"
    FIELD_DAY = "field_day", "现场观摩"


class Subject(Term):
    """What hours are of; each requirement counts its own."""

    QUALITY_SYSTEM = "quality_system", "质量体系"
    PROFESSIONAL = "professional", "专业"


class Audience(Term):
    """Whom it is for."""

    OFFICIALS = "officials", "监管和检查人员"
    ENTERPRISES = "enterprises", "企业负责人和关键岗位人员"


class CourseStage(Term):
    """Whether one can register."""

    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    CLOSED = "closed", "已结束"


class Course(PublicId):
    """One course: what it is about and why, for whom, how many hours each session counts."""

    ledger_watched = True

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="举办单位")
    title = models.CharField("名称", max_length=120)
    kind = models.CharField("形式", max_length=20, choices=CourseKind.choices())
    subject = models.CharField("学时类别", max_length=20, choices=Subject.choices())
    audience = models.CharField("对象", max_length=20, choices=Audience.choices())
    hours = models.DecimalField("学时", max_digits=4, decimal_places=1)
    partners = models.CharField("联合举办", max_length=200, blank=True)
    need = models.TextField("培训需求")
    content = models.TextField("内容")
    stage = models.CharField("状态", max_length=20, choices=CourseStage.choices(), default="draft")
    created_by = by("建立人")
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "培训课程"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/training/{self.public_id}/"


class Material(PublicId):
    """Something to read for a course."""

    ledger_watched = True

    course = models.ForeignKey(Course, models.PROTECT, related_name="materials", verbose_name="培训课程")
    title = models.CharField("名称", max_length=120)
    text = models.TextField("内容")
    added_by = by("加入人")
    added_at = models.DateTimeField("加入时间")
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "培训资料"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title


class SessionStage(Term):
    """Whether a session is still to come, counted, or called off."""

    PLANNED = "planned", "待举办"
    HELD = "held", "已举办"
    CANCELLED = "cancelled", "已取消"


class Session(PublicId):
    """One time that a course is held. ``code`` is what those present sign in with; only who holds it is shown it."""

    ledger_watched = True

    course = models.ForeignKey(Course, models.PROTECT, related_name="sessions", verbose_name="培训课程")
    no = models.PositiveIntegerField("期次")
    place = models.CharField("地点", max_length=120)
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    capacity = models.PositiveIntegerField("名额")
    code = models.CharField("签到码", max_length=6)
    stage = models.CharField("状态", max_length=20, choices=SessionStage.choices(), default="planned")
    reason = models.CharField("取消的原因", max_length=300, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "培训班次"
        ordering = ("starts_at", "pk")
        constraints = (models.UniqueConstraint(fields=("course", "no"), name="training_session_number_once"),)

    def __str__(self) -> str:
        return f"{self.course.title} 第{self.no}期"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/training/sessions/{self.public_id}/"


class Enrolment(PublicId):
    """One person in one session: registered, signed in, or withdrawn again."""

    ledger_watched = True

    session = models.ForeignKey(Session, models.PROTECT, related_name="enrolments", verbose_name="培训班次")
    person = by("学员", name="enrolments")
    registered_at = models.DateTimeField("报名时间")
    signed_in_at = models.DateTimeField("签到时间", null=True)
    withdrawn_at = models.DateTimeField("退出时间", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "培训报名"
        ordering = ("registered_at", "pk")
        constraints = (models.UniqueConstraint(fields=("session", "person"), name="training_enrolled_once"),)

    def __str__(self) -> str:
        return f"{self.person} {self.session}"

    def get_absolute_url(self) -> str:
        """Where it stands: on the page of its session."""
        return self.session.get_absolute_url()

    @property
    def state(self) -> tuple[str, str]:
        """What became of it, in words, with its colour."""
        if self.withdrawn_at:
            return "已退出", "off"
        return ("已签到", "ok") if self.signed_in_at else ("已报名", "wait")


def taking_part(session: Any) -> Any:
    """Those who are registered for a session and have not withdrawn."""
    return Enrolment.objects.unrestricted().filter(session=session, withdrawn_at=None)
