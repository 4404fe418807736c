"""Courses and their sessions: made, changed, published, held, called off."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.ledger.act import Act, Change, Fields, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.training import turns
from zhuangjian.apps.training.models import (
    Audience,
    Course,
    CourseKind,
    CourseStage,
    Enrolment,
    HourEntry,
    Material,
    Session,
    SessionStage,
    Source,
    Subject,
)
from zhuangjian.apps.training.models.courses import taking_part
from zhuangjian.apps.training.states import at_course, at_session
from zhuangjian.apps.training.who import HOLDERS, HOLDERS_OF_SESSION, TRAINERS
from zhuangjian.kernel.days import said_time
from zhuangjian.kernel.states import always

TEXT: dict[str, Any] = {"widget": "textarea", "rows": 3}
# Days: a span longer than this is a slip of the pen.
LONGEST = 60


@dataclass(frozen=True)
class Span:
    """From when until when, as moments."""

    starts: datetime
    ends: datetime


def aware(moment: datetime) -> datetime:
    """The moment; one without a zone is read on the office's clock."""
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


class Described(Fields):
    """What a course is."""

    title: str = Field(title="名称", min_length=1, max_length=120)
    kind: CourseKind = Field(title="形式")
    subject: Subject = Field(title="学时类别")
    audience: Audience = Field(title="对象")
    hours: Decimal = Field(title="学时", gt=0, le=200, decimal_places=1, description="每期计多少学时")
    partners: str = Field("", title="联合举办", max_length=200, description="例如检验机构、行业协会")
    need: str = Field(
        title="培训需求",
        min_length=1,
        max_length=4000,
        description="为什么办：检查中多发的问题、法规的变化、以往考试的薄弱处",
        json_schema_extra=TEXT,
    )
    content: str = Field(title="内容", min_length=1, max_length=4000, json_schema_extra=TEXT)


class CreateCourse(Act[None]):
    """Draft a course; nobody else sees it until it is published."""

    name = "training.create_course"
    title = "建立培训课程"
    cites = "training"
    model = Course
    creates = True
    who = TRAINERS
    when = always

    class Input(Described):
        """What the course is."""

    data: Input

    def do(self, found: None) -> Change:
        """The draft."""
        unit = cast("Authority", self.actor.authority)
        course = Course.objects.create(authority=unit, created_by=self.actor, **told(self.data))
        return Change(course, {"subject": course.subject, "audience": course.audience})


def told(data: Described) -> dict[str, Any]:
    """What is filled in, by the names of the columns."""
    said = data.model_dump(exclude={"expected_version"})
    return said | {name: said[name].value for name in ("kind", "subject", "audience")}


class ChangeCourse(Act[Course]):
    """Rewrite a course that is still a draft."""

    name = "training.change_course"
    title = "修改培训课程"
    cites = "training"
    who = HOLDERS
    when = at_course(CourseStage.DRAFT)

    class Input(Described):
        """What the course is from now on."""

    data: Input

    @classmethod
    def initial(cls, person: Any, case: Course) -> Values:
        """What it is now."""
        return {name: getattr(case, name) for name in Described.model_fields if name != "expected_version"}

    def do(self, found: None) -> Change:
        """As filled in."""
        for name, value in told(self.data).items():
            setattr(self.case, name, value)
        self.case.save()
        return Change(self.case)


class PublishCourse(Act[Course]):
    """Publish a course: whom it is for can register for its sessions."""

    name = "training.publish_course"
    title = "发布培训课程"
    cites = "training"
    who = HOLDERS
    when = at_course(CourseStage.DRAFT)

    def check(self) -> None:
        """At least one session, else nobody could come."""
        if not self.case.sessions.exists():
            self.refuse("课程还没有班次，请先安排班次再发布。", "班次")

    def do(self, found: None) -> Change:
        """Published; each session's hours will have to be entered."""
        self.case.stage = CourseStage.PUBLISHED.value
        self.case.save()
        for session in self.case.sessions.filter(stage=SessionStage.PLANNED):
            self.owe(turns.SETTLE, session)
        return Change(self.case)


class CloseCourse(Act[Course]):
    """End a course once no session is still to come."""

    name = "training.close_course"
    title = "结束课程"
    cites = "training"
    who = HOLDERS
    when = at_course(CourseStage.PUBLISHED)

    def check(self) -> None:
        """Every session was held or called off."""
        if self.case.sessions.filter(stage=SessionStage.PLANNED).exists():
            self.refuse("还有班次没有登记学时，也没有取消，课程不能结束。", "班次的学时登记或者取消")

    def do(self, found: None) -> Change:
        """Closed."""
        self.case.stage = CourseStage.CLOSED.value
        self.case.save()
        return Change(self.case)


class AddMaterial(Act[Course]):
    """Add something to read to a course."""

    name = "training.add_material"
    title = "加入培训资料"
    cites = "training"
    who = HOLDERS
    when = at_course(CourseStage.DRAFT, CourseStage.PUBLISHED)

    class Input(Fields):
        """What there is to read."""

        title: str = Field(title="名称", min_length=1, max_length=120)
        text: str = Field(title="内容", min_length=1, json_schema_extra={"widget": "textarea", "rows": 6})

    data: Input

    def do(self, found: None) -> Change:
        """Added."""
        made = Material.objects.create(
            course=self.case,
            title=self.data.title,
            text=self.data.text,
            added_by=self.actor,
            added_at=self.at,
        )
        return Change(made, {"course": self.case.public_id})


class AddSession(Act[Course, Span]):
    """Say when and where a course is held, and for how many."""

    name = "training.add_session"
    title = "安排班次"
    cites = "training"
    who = HOLDERS
    when = at_course(CourseStage.DRAFT, CourseStage.PUBLISHED)

    class Input(Fields):
        """When, where, for how many."""

        place: str = Field(title="地点", min_length=1, max_length=120)
        starts_at: datetime = Field(title="开始")
        ends_at: datetime = Field(title="结束")
        capacity: int = Field(title="名额", ge=1, le=10_000)

    data: Input

    def check(self) -> Span:
        """It ends after it begins, and does not lie in the past."""
        starts, ends = aware(self.data.starts_at), aware(self.data.ends_at)
        if ends <= starts:
            self.refuse("结束应当晚于开始。", "结束")
        if starts <= self.at:
            self.refuse(f"开始时间 {said_time(starts)} 已经过去。", "开始")
        if (ends - starts).days > LONGEST:
            self.refuse(f"一期培训不超过 {LONGEST} 日，请核对开始和结束。", "结束")
        return Span(starts, ends)

    def do(self, found: Span) -> Change:
        """The session with the code that those present will sign in with."""
        made = Session.objects.create(
            course=self.case,
            no=self.case.sessions.count() + 1,
            place=self.data.place,
            starts_at=found.starts,
            ends_at=found.ends,
            capacity=self.data.capacity,
            code=f"{secrets.randbelow(10**6):06d}",
        )
        if self.case.stage == CourseStage.PUBLISHED:
            self.owe(turns.SETTLE, made)
        return Change(made, {"course": self.case.public_id, "no": made.no})


class CancelSession(Act[Session]):
    """Call a session off; those registered see why."""

    name = "training.cancel_session"
    title = "取消班次"
    cites = "training"
    who = HOLDERS_OF_SESSION
    when = at_session(SessionStage.PLANNED)

    class Input(Fields):
        """Why it is called off, as those registered read it."""

        reason: str = Field(title="原因", min_length=1, max_length=300)

    data: Input

    def do(self, found: None) -> Change:
        """Called off."""
        self.case.stage = SessionStage.CANCELLED.value
        self.case.reason = self.data.reason
        self.case.save()
        return Change(self.case)


class SettleSession(Act[Session, list[Enrolment]]):
    """Enter the hours of everybody who signed in; whoever did not has none."""

    name = "training.settle"
    title = "登记学时"
    cites = "training"
    who = HOLDERS_OF_SESSION
    when = at_session(SessionStage.PLANNED)
    answers = (turns.SETTLE,)

    def check(self) -> list[Enrolment]:
        """After the session, and somebody was there."""
        if self.case.course.stage == CourseStage.DRAFT:
            self.refuse("课程还没有发布，没有人能报名。", "发布课程")
        if self.at < self.case.ends_at:
            self.refuse(f"班次到 {said_time(self.case.ends_at)} 结束，结束后才能登记学时。")
        rows = list(taking_part(self.case).exclude(signed_in_at=None).select_related("person").order_by("pk"))
        if not rows:
            self.refuse("没有人签到。没有举办的，请取消班次。", "签到")
        return rows

    def do(self, found: list[Enrolment]) -> Change:
        """One entry for each."""
        session, course = self.case, self.case.course
        session.stage = SessionStage.HELD.value
        session.save()
        for enrolment in found:
            made = HourEntry.objects.create(
                person=enrolment.person,
                subject=course.subject,
                hours=course.hours,
                day=timezone.localdate(session.ends_at),
                source=Source.SESSION.value,
                session=session,
                words=str(session),
                entered_at=self.at,
                entered_by=self.actor,
            )
            also(self, made, session=session.public_id)
        return Change(session, {"people": len(found), "hours": str(course.hours)})
