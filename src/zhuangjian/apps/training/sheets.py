"""What is shown of courses, their sessions, and who comes."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhuangjian.apps.training.models import (
    Audience,
    Course,
    CourseKind,
    CourseStage,
    Enrolment,
    Material,
    Session,
    SessionStage,
    Subject,
)
from zhuangjian.apps.training.models.courses import taking_part
from zhuangjian.apps.training.who import HOLDERS_OF_SESSION
from zhuangjian.kernel.listed import ToldTo
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact, rows_of
from zhuangjian.kernel.usual import named, stage_column, termed

COURSE_TONES = {CourseStage.DRAFT: "warn", CourseStage.PUBLISHED: "ok", CourseStage.CLOSED: "off"}
SESSION_TONES = {SessionStage.PLANNED: "wait", SessionStage.HELD: "ok", SessionStage.CANCELLED: "off"}


def course_stage(row: Course) -> tuple[str, str]:
    """The stage with its colour."""
    return row.get_stage_display(), COURSE_TONES[CourseStage(row.stage)]


def session_stage(row: Session) -> tuple[str, str]:
    """The stage with its colour."""
    return row.get_stage_display(), SESSION_TONES[SessionStage(row.stage)]


def _courses(person: Any) -> QuerySet[Course]:
    return Course.objects.visible_to(person).select_related("authority")


COURSES = Sheet(
    "training",
    "培训课程",
    (
        named(),
        stage_column(course_stage),
        termed("kind", "形式", fact=True),
        termed("subject", "学时类别", fact=True),
        termed("audience", "对象", fact=True),
        Column(
            "hours",
            "学时",
            lambda row: f"{row.hours.normalize():f}",
            sort="hours",
            fact=True,
            api={"hours": Datum(Decimal, "hours")},
        ),
        Column(
            "authority",
            "举办单位",
            lambda row: str(row.authority),
            sort="authority__name",
            fact=True,
            api=str,
        ),
        fact("partners", "联合举办", "partners", left_out=True, api=str),
        fact("need", "培训需求", "need", api=str),
        fact("content", "内容", "content", api=str),
        fact(
            "materials",
            "培训资料",
            lambda row: row.materials.count(),
            drawn=False,
            api={"materials": rows_of(Material, "course", "TrainingMaterialOut", "pk", title=str, text=str)},
        ),
    ),
    (
        Filter("q", "名称或内容", contains("title", "content", "need")),
        Filter("stage", "状态", "stage", "choice", lambda _: CourseStage.choices()),
        Filter("subject", "学时类别", "subject", "choice", lambda _: Subject.choices()),
        Filter("kind", "形式", "kind", "choice", lambda _: CourseKind.choices()),
        Filter("audience", "对象", "audience", "choice", lambda _: Audience.choices()),
    ),
    sort="title",
    model=Course,
    empty="没有培训课程。",
    empty_hint=lambda _: "监管部门的计划管理员、负责人可以建立课程，发布后所面向的人员可以报名。",
    rows=_courses,
    reading=Reading(
        "training/courses",
        "培训考核",
        "CourseOut",
        "培训课程列表",
        "一门培训课程",
        ("zhuangjian_api_training_courses", "zhuangjian_api_training_course"),
        one_schema="CourseDetail",
        words="Courses that the person may come to or holds.",
        one_words="One course with what it is about and its materials.",
    ),
)


def _sessions(person: Any) -> QuerySet[Session]:
    return Session.objects.visible_to(person).select_related("course", "course__authority")


def code_for(row: Session, person: Any) -> str | None:
    """The code for signing in, to who holds the session."""
    return row.code if HOLDERS_OF_SESSION.yes(person, row) else None


def left(row: Session) -> int:
    """Places that are free."""
    return max(row.capacity - taking_part(row).count(), 0)


SESSIONS = Sheet(
    "training_sessions",
    "培训班次",
    (
        named("班次", "__str__", ()),
        stage_column(session_stage),
        Column("place", "地点", "place", sort="place", fact=True, api=str),
        Column(
            "starts_at",
            "开始",
            "starts_at",
            sort="starts_at",
            css="text-nowrap",
            fact=True,
            api={"starts_at": Datum(datetime, "starts_at")},
        ),
        Column(
            "ends_at",
            "结束",
            "ends_at",
            sort="ends_at",
            css="text-nowrap",
            fact=True,
            api={"ends_at": Datum(datetime, "ends_at")},
        ),
        Column("capacity", "名额", "capacity", sort="capacity", fact=True, api=int),
        Column("left", "空余", left, fact=True, api=int),
        fact(
            "course",
            "培训课程",
            "course.title",
            drawn=False,
            api={"course_id": Datum(UUID, "course.public_id")},
        ),
        fact(
            "code",
            "签到码",
            ToldTo(code_for),
            left_out=True,
            api={"code": Datum(str | None, ToldTo(code_for))},
        ),
        fact("reason", "取消的原因", "reason", left_out=True, api=str),
    ),
    (
        Filter("q", "课程或地点", contains("course__title", "place")),
        Filter("stage", "状态", "stage", "choice", lambda _: SessionStage.choices()),
        Filter("subject", "学时类别", "course__subject", "choice", lambda _: Subject.choices()),
    ),
    sort="-starts_at",
    model=Session,
    empty="没有班次。",
    rows=_sessions,
    reading=Reading(
        "training/sessions",
        "培训考核",
        "TrainingSessionOut",
        "培训班次列表",
        "一期培训",
        ("zhuangjian_api_training_sessions", "zhuangjian_api_training_session"),
        one_schema="TrainingSessionDetail",
        words="Sessions of the courses that the person sees.",
        one_words="One session; its code only for who holds it.",
    ),
)


def _enrolments(person: Any) -> QuerySet[Enrolment]:
    related = ("person", "person__authority", "session", "session__course")
    return Enrolment.objects.visible_to(person).select_related(*related)


ENROLMENTS = Sheet(
    "training_enrolments",
    "培训报名",
    (
        Column(
            "person",
            "学员",
            "person.name",
            sort="person__name",
            link=lambda row: row.get_absolute_url(),
            api={
                "id": Datum(UUID, "public_id"),
                "person": Datum(str, "person.name"),
                "person_id": Datum(int, "person_id"),
                "version": Datum(int, "version"),
            },
        ),
        Column("unit", "单位", lambda row: str(row.person.authority or "企业"), api=str),
        Column(
            "session",
            "班次",
            "session.__str__",
            api={"session_id": Datum(UUID, "session.public_id"), "session": Datum(str, "session.__str__")},
        ),
        Column("state", "状态", lambda row: row.state[0], status=lambda row: row.state, api=str),
        Column(
            "registered_at",
            "报名时间",
            "registered_at",
            sort="registered_at",
            css="text-nowrap",
            api=datetime,
        ),
        Column(
            "signed_in_at",
            "签到时间",
            "signed_in_at",
            sort="signed_in_at",
            css="text-nowrap",
            api={"signed_in_at": Datum(datetime | None, "signed_in_at")},
        ),
    ),
    (Filter("q", "学员或课程", contains("person__name", "session__course__title")),),
    sort="-registered_at",
    model=Enrolment,
    empty="没有报名。",
    rows=_enrolments,
    reading=Reading(
        "training/enrolments",
        "培训考核",
        "EnrolmentOut",
        "培训报名列表",
        "一个报名",
        ("zhuangjian_api_training_enrolments", "zhuangjian_api_training_enrolment"),
        words="Registrations: one's own, of one's people, and for what one holds.",
        one_words="One registration.",
    ),
)
