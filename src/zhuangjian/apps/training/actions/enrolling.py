"""Coming to a session: registering, withdrawing, signing in with the code that stands in the room."""

from __future__ import annotations

import hmac
from datetime import timedelta

from pydantic import Field

from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.training.models import CourseStage, Enrolment, Session, SessionStage
from zhuangjian.apps.training.models.courses import taking_part
from zhuangjian.apps.training.states import at_session
from zhuangjian.apps.training.who import LEARNER, LEARNERS
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.days import said_time
from zhuangjian.kernel.states import holds

# From how long before the beginning one can sign in.
EARLY = timedelta(minutes=60)


class Register(Act[Session, Enrolment | None]):
    """Register oneself for a session while there is room."""

    name = "training.register"
    title = "报名"
    cites = "training"
    who = LEARNERS
    when = all_of(
        at_session(SessionStage.PLANNED),
        holds(
            "课程正在报名",
            lambda case: case.course.stage == CourseStage.PUBLISHED,
            "课程没有在报名：还没有发布，或者已经结束。",
        ),
    )

    def check(self) -> Enrolment | None:
        """Not over, not registered already, not full."""
        session = self.case
        if self.at >= session.ends_at:
            self.refuse(f"班次已于 {said_time(session.ends_at)} 结束。")
        earlier = (
            Enrolment.objects.unrestricted().filter(session=session, person=self.actor).order_by("pk").first()
        )
        if earlier is not None and earlier.withdrawn_at is None:
            self.refuse("您已经报名。")
        if taking_part(session).count() >= session.capacity:
            self.refuse(f"名额 {session.capacity} 人已满，请选择其他班次。")
        return earlier

    def do(self, found: Enrolment | None) -> Change:
        """Registered; whoever withdrew before is registered again."""
        made = found or Enrolment(session=self.case, person=self.actor)
        made.registered_at, made.withdrawn_at = self.at, None
        made.save()
        return Change(made, {"session": self.case.public_id})


class Withdraw(Act[Enrolment]):
    """Give one's place back before the session begins."""

    name = "training.withdraw"
    title = "退出报名"
    cites = "training"
    who = LEARNER
    when = holds(
        "已经报名，没有签到",
        lambda case: case.withdrawn_at is None and case.signed_in_at is None,
        "已经退出，或者已经签到。",
    )

    def check(self) -> None:
        """Before it begins."""
        if self.case.session.stage != SessionStage.PLANNED or self.at >= self.case.session.starts_at:
            self.refuse("班次已经开始或者结束，不能退出。")

    def do(self, found: None) -> Change:
        """The place is free again."""
        self.case.withdrawn_at = self.at
        self.case.save()
        return Change(self.case)


class SignIn(Act[Enrolment]):
    """Sign in on the spot with the session's code."""

    name = "training.sign_in"
    title = "签到"
    cites = "training"
    who = LEARNER
    when = holds(
        "已经报名，没有签到",
        lambda case: case.withdrawn_at is None and case.signed_in_at is None,
        "已经退出，或者已经签到。",
    )

    class Input(Fields):
        """The code that is shown in the room."""

        code: str = Field(title="签到码", min_length=6, max_length=6, description="现场公布的六位数字")

    data: Input

    def check(self) -> None:
        """During the session, with its code."""
        session = self.case.session
        if session.stage != SessionStage.PLANNED:
            self.refuse("班次已经取消，或者已经登记学时。")
        if not session.starts_at - EARLY <= self.at <= session.ends_at:
            self.refuse(
                f"签到时间为 {said_time(session.starts_at - EARLY)} 至 {said_time(session.ends_at)}，现在不能签到。"
            )
        if not hmac.compare_digest(session.code.encode(), self.data.code.encode()):
            self.refuse("签到码不对，请按现场公布的六位数字填写。", "签到码")

    def do(self, found: None) -> Change:
        """Present."""
        self.case.signed_in_at = self.at
        self.case.save()
        return Change(self.case)
