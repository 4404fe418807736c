"""Practices written up by titled enterprises, and events at which others learn from them (LN 2(7))."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.benchmark import turns_sharing as turns
from zhuangjian.apps.benchmark.actions.applying import criteria_of
from zhuangjian.apps.benchmark.law import criteria_here, themes
from zhuangjian.apps.benchmark.models import (
    Attendance,
    Candidacy,
    CandidacyStage,
    Event,
    EventKind,
    EventStage,
    Practice,
    PracticeStage,
)
from zhuangjian.apps.benchmark.who import (
    ANY_CONTACT,
    HEAD,
    OFFICE,
    OPENERS,
    PARTY,
    TITLE_STANDS,
    at,
    event_at,
    practice_at,
)
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.registry.models import Party
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import always

TEXT: dict[str, Any] = {"widget": "textarea", "rows": 6}


class WritePractice(Act[Candidacy]):
    """标杆企业按质量体系、风险管理、过程控制、追溯等方面写成优秀实践，经审核后公开。"""

    name = "benchmark.write_practice"
    title = "报送优秀实践"
    cites = "benchmark"
    who = PARTY
    when = all_of(at(CandidacyStage.TITLED), TITLE_STANDS)

    class Input(Fields):
        """Along which theme, and what is done with what effect."""

        theme: str = Field(title="方面", max_length=60)
        title: str = Field(title="题目", min_length=4, max_length=120)
        text: str = Field(
            title="做法和效果",
            min_length=20,
            max_length=8000,
            json_schema_extra=TEXT,
            description="审核后对所有人公开，不要写商业秘密",
        )

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Candidacy) -> Options:
        """The themes of the plan."""
        today = timezone.localdate()
        return {"theme": [(one, one) for one in themes(today)] if criteria_here(today) else []}

    def check(self) -> None:
        """One of the themes that the plan names."""
        criteria_of(self)
        if self.data.theme not in themes(self.today):
            self.refuse(f"请从{'、'.join(themes(self.today))}中选择。", "方面")

    def do(self, found: None) -> Change:
        """The head's turn to look at it."""
        row = Practice.objects.create(
            candidacy=self.case,
            party_id=self.case.party_id,
            authority_id=self.case.authority_id,
            name=self.case.name,
            theme=self.data.theme,
            title=self.data.title,
            text=self.data.text,
            written_at=self.at,
            written_by=self.actor,
        )
        self.owe(turns.CHECK, row)
        return Change(row, {"theme": self.data.theme})


class RewritePractice(Act[Practice]):
    """按审核意见修改优秀实践，重新报送。"""

    name = "benchmark.rewrite_practice"
    title = "修改后报送"
    cites = "benchmark"
    who = PARTY
    when = practice_at(PracticeStage.RETURNED)
    answers = (turns.REWRITE,)

    class Input(Fields):
        """What it says now."""

        text: str = Field(title="做法和效果", min_length=20, max_length=8000, json_schema_extra=TEXT)

    data: Input

    @classmethod
    def initial(cls, person: Person, case: Practice) -> dict[str, Any]:
        """What it said before."""
        return {"text": case.text}

    def do(self, found: None) -> Change:
        """The head's turn again."""
        row = self.case
        row.text, row.stage, row.written_at, row.written_by = (
            self.data.text,
            PracticeStage.ASKED,
            self.at,
            self.actor,
        )
        row.save()
        self.owe(turns.CHECK, row)
        return Change(row)


class CheckPractice(Act[Practice]):
    """负责人审核优秀实践：同意的公开，不同意的写明意见退回修改。"""

    name = "benchmark.check_practice"
    title = "审核优秀实践"
    cites = "benchmark"
    who = HEAD
    when = practice_at(PracticeStage.ASKED)
    answers = (turns.CHECK,)

    class Input(Fields):
        """Whether it may be public, and what is to be changed."""

        agreed: bool = Field(title="同意公开")
        opinion: str = Field("", title="审核意见", max_length=1000)

    data: Input

    def check(self) -> None:
        """A return says what to change."""
        if not self.data.agreed and not self.data.opinion:
            self.refuse("退回修改的，请写明意见。", "审核意见")

    def do(self, found: None) -> Change:
        """Public, or the enterprise's turn to change it."""
        row = self.case
        row.stage = PracticeStage.PUBLIC if self.data.agreed else PracticeStage.RETURNED
        row.opinion, row.checked_at, row.checked_by = self.data.opinion, self.at, self.actor
        row.save()
        if not self.data.agreed:
            self.owe(turns.REWRITE, row)
        return Change(row, {"agreed": self.data.agreed})


class WithdrawPractice(Act[Practice]):
    """撤下已公开的优秀实践，写明原因。"""

    name = "benchmark.withdraw_practice"
    title = "撤下"
    cites = "benchmark"
    who = HEAD
    when = practice_at(PracticeStage.PUBLIC)

    class Input(Fields):
        """Why it is no longer shown."""

        opinion: str = Field(title="原因", min_length=4, max_length=1000)

    data: Input

    def do(self, found: None) -> Change:
        """No longer public."""
        row = self.case
        row.stage, row.opinion = PracticeStage.WITHDRAWN, self.data.opinion
        row.save()
        return Change(row)


class PlanEvent(Act[None]):
    """安排现场观摩、企业家上讲台、典型案例发布或者宣传周活动，企业可以报名。"""

    name = "benchmark.plan_event"
    title = "安排活动"
    cites = "benchmark"
    model = Event
    creates = True
    who = OPENERS
    when = always

    class Input(Fields):
        """What, when, where, and who speaks or receives."""

        kind: EventKind = Field(title="形式")
        title: str = Field(title="名称", min_length=4, max_length=120)
        held_on: date = Field(title="日期")
        place: str = Field(title="地点", min_length=2, max_length=200)
        speaker: str = Field(title="主讲或者接待企业", min_length=2, max_length=200)
        about: str = Field(title="内容", min_length=4, max_length=2000, json_schema_extra=TEXT)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: None) -> Options:
        """The ways."""
        return {"kind": [(one.value, one.label) for one in EventKind]}

    def check(self) -> None:
        """A place with such a plan, and a day to come."""
        criteria_of(self)
        if self.data.held_on < self.today:
            self.refuse("日期已经过去，请改正。", "日期")

    def do(self, found: None) -> Change:
        """Open to enterprises; the office's turn to hold it."""
        unit = self.actor.authority
        assert unit is not None
        row = Event.objects.create(
            authority=unit,
            planned_at=self.at,
            planned_by=self.actor,
            **self.data.model_dump(exclude={"expected_version"}),
        )
        self.owe(turns.HOLD, row)
        return Change(row, {"kind": str(row.kind)})


class Join(Act[Event, Party]):
    """企业报名参加活动，写明参加人员。"""

    name = "benchmark.join"
    title = "报名"
    cites = "benchmark"
    who = ANY_CONTACT
    when = event_at(EventStage.PLANNED)

    class Input(Fields):
        """Which enterprise, and who comes."""

        party: int = Field(title="企业")
        people: str = Field(title="参加人员", min_length=2, max_length=300)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Event) -> Options:
        """The person's own enterprises that are not down yet."""
        known = Attendance.objects.unrestricted().filter(event=case).values("party")
        rows = Party.objects.visible_to(person).filter(pk__in=person.scope.parties).exclude(pk__in=known)
        return {"party": [(one.pk, one.name) for one in rows]}

    def check(self) -> Party:
        """One's own enterprise, once, before the day is over."""
        if self.case.held_on < self.today:
            self.refuse("活动日期已过，不能再报名。")
        rows = Party.objects.visible_to(self.actor).filter(pk__in=self.actor.scope.parties)
        party = rows.filter(pk=self.data.party).first()
        if party is None:
            self.refuse("只能为本企业报名。", "企业")
        if Attendance.objects.unrestricted().filter(event=self.case, party=party).exists():
            self.refuse(f"{party.name}已经报名。", "企业")
        return party

    def do(self, found: Party) -> Change:
        """On the list."""
        row = Attendance.objects.create(
            event=self.case, party=found, people=self.data.people, joined_at=self.at, joined_by=self.actor
        )
        return Change(row)


class Hold(Act[Event, list[Attendance]]):
    """登记活动已经举办：哪些企业到场、活动记录。"""

    name = "benchmark.hold"
    title = "登记已举办"
    cites = "benchmark"
    who = OFFICE
    when = event_at(EventStage.PLANNED)
    answers = (turns.HOLD,)

    class Input(Fields):
        """Who came, and what happened."""

        came: list[int] = Field(default_factory=list, title="到场的企业")
        outcome: str = Field(title="记录", min_length=4, max_length=4000, json_schema_extra=TEXT)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Event) -> Options:
        """Those who put themselves down."""
        rows = Attendance.objects.unrestricted().filter(event=case).select_related("party")
        return {"came": [(one.pk, f"{one.party.name}（{one.people}）") for one in rows]}

    def check(self) -> list[Attendance]:
        """Not before the day; those who came had put themselves down."""
        if self.today < self.case.held_on:
            self.refuse("活动日期还没有到。")
        rows = list(Attendance.objects.unrestricted().filter(event=self.case))
        if unknown := set(self.data.came) - {one.pk for one in rows}:
            self.refuse(f"请从报名的企业中选择（{len(unknown)} 个不在其中）。", "到场的企业")
        return rows

    def do(self, found: list[Attendance]) -> Change:
        """Held, with its record."""
        row = self.case
        for one in found:
            one.came = one.pk in self.data.came
            one.save()
            also(self, one, event=row.public_id)
        row.stage, row.outcome, row.closed_at = EventStage.HELD, self.data.outcome, self.at
        row.save()
        return Change(row, {"came": len(self.data.came), "joined": len(found)})


class CancelEvent(Act[Event]):
    """取消一项活动，写明原因。"""

    name = "benchmark.cancel_event"
    title = "取消活动"
    cites = "benchmark"
    who = OFFICE
    when = event_at(EventStage.PLANNED)

    class Input(Fields):
        """Why it does not take place."""

        outcome: str = Field(title="原因", min_length=4, max_length=1000)

    data: Input

    def do(self, found: None) -> Change:
        """Off; those who put themselves down read why."""
        row = self.case
        row.stage, row.outcome, row.closed_at = EventStage.CANCELLED, self.data.outcome, self.at
        row.save()
        return Change(row)
