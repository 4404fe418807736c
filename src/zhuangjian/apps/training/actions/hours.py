"""The ledger of hours: added by hand, corrected by another entry, looked at towards the end of the year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.training import turns
from zhuangjian.apps.training.balance import shortfalls
from zhuangjian.apps.training.models import HourEntry, Source, Subject
from zhuangjian.apps.training.who import LEADERS, LEADERS_OF_ENTRY, SYSTEM
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.states import always, holds


class CreditHours(Act[Person]):
    """Enter hours that somebody of one's unit had elsewhere, with what proves it."""

    name = "training.credit"
    title = "登记外出培训的学时"
    cites = "training"
    who = LEADERS
    when = always

    class Input(Fields):
        """How many hours of what, when, and what proves it."""

        subject: Subject = Field(title="学时类别")
        hours: Decimal = Field(title="学时", gt=0, le=200, decimal_places=1)
        day: date = Field(title="日期")
        words: str = Field(
            title="培训和证明材料", min_length=1, max_length=300, description="举办单位、名称、证明材料的编号"
        )

    data: Input

    def check(self) -> None:
        """It has happened, and not long ago."""
        if self.data.day > self.today:
            self.refuse(f"{chinese_date(self.data.day)}还没有到。", "日期")
        if self.data.day.year < self.today.year - 1:
            self.refuse("只能登记今年和上一年的培训。", "日期")

    def do(self, found: None) -> Change:
        """One entry."""
        made = HourEntry.objects.create(
            person=self.case,
            subject=self.data.subject.value,
            hours=self.data.hours,
            day=self.data.day,
            source=Source.CREDIT.value,
            words=self.data.words,
            entered_at=self.at,
            entered_by=self.actor,
        )
        return Change(made, {"subject": made.subject, "hours": str(made.hours)})


class CorrectHours(Act[HourEntry]):
    """Take an entry back by another one; the first stays as it was."""

    name = "training.correct_hours"
    title = "更正学时"
    cites = "training"
    who = LEADERS_OF_ENTRY
    when = holds(
        "没有更正过，也不是更正",
        lambda case: case.corrects_id is None and not hasattr(case, "corrected_by"),
        "这一条已经更正，或者它本身是更正。",
    )

    class Input(Fields):
        """What is right, and why."""

        hours: Decimal = Field(title="应当是多少学时", ge=0, le=200, decimal_places=1)
        reason: str = Field(title="原因", min_length=1, max_length=280)

    data: Input

    def check(self) -> None:
        """Something changes."""
        if self.data.hours == self.case.hours:
            self.refuse("没有改动：填写的学时与原来相同。", "应当是多少学时")

    def do(self, found: None) -> Change:
        """The difference as an entry of its own."""
        made = HourEntry.objects.create(
            person=self.case.person,
            subject=self.case.subject,
            hours=self.data.hours - self.case.hours,
            day=self.case.day,
            source=Source.CORRECTION.value,
            corrects=self.case,
            words=self.data.reason,
            entered_at=self.at,
            entered_by=self.actor,
        )
        return Change(made, {"corrects": self.case.public_id, "hours": str(made.hours)})


class RemindHours(Act[Person]):
    """Tell somebody whose hours will fall short this year; done by the system from a day of the pack on."""

    name = "training.remind_hours"
    title = "提示学时不足"
    cites = "training"
    who = SYSTEM
    when = always

    def check(self) -> None:
        """They do fall short."""
        if not shortfalls(self.case, self.today):
            self.refuse("学时够了，或者还没有到提示的时候。")

    def do(self, found: None) -> Change:
        """It is their turn until the year's end."""
        self.owe(turns.HOURS, self.case)
        return Change(self.case)


class HoursReached(Act[Person]):
    """End the reminder once the hours are there or registered for; done by the system."""

    name = "training.hours_reached"
    title = "学时已够"
    cites = "training"
    who = SYSTEM
    when = always
    answers = (turns.HOURS,)

    def check(self) -> None:
        """Nothing is missing any more."""
        if shortfalls(self.case, self.today):
            self.refuse("学时还不够。")

    def do(self, found: None) -> Change:
        """Nothing but the end of the turn."""
        return Change(self.case)
