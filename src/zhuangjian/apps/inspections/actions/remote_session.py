"""A session from afar: who was there and how that was made sure, who showed what when (CQ 7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.inspections import turns
from zhuangjian.apps.inspections.actions.materials import LEADER_OF, TEAM_OF
from zhuangjian.apps.inspections.models import RemoteSession
from zhuangjian.apps.inspections.models.off_site import SessionStage
from zhuangjian.apps.inspections.step import TEXT
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.kernel.states import At

LINES = TEXT | {"rows": 6}


def at(*states: SessionStage) -> At:
    """At these states of a session."""
    return At(states, "这次远程检查", lambda _, case: (SessionStage(case.stage), case.get_stage_display()))


@dataclass(frozen=True)
class Held:
    """When it was held, the members who took part, and line by line what was shown."""

    began: datetime
    ended: datetime
    people: tuple[str, ...]
    lines: tuple[str, ...]


class HoldSession(Act[RemoteSession, Held]):
    """Write down the session that was held: identities, and who saw what when."""

    name = "inspections.hold_session"
    title = "登记远程检查经过"
    cites = "off_site_way"
    who = TEAM_OF
    when = at(SessionStage.APPOINTED)
    answers = (turns.SESSION,)

    class Input(Fields):
        """Its time, both sides, how each was identified, and what was shown at which time."""

        began_at: datetime = Field(title="开始时间")
        ended_at: datetime = Field(title="结束时间")
        team: list[int] = Field(default_factory=list, title="参加的检查人员")
        party_present: str = Field(title="被检查对象参加人及职务", min_length=1, max_length=1000)
        identities: str = Field(
            title="身份核对情况",
            min_length=1,
            max_length=1000,
            description="检查人员怎样出示证件，对方参加人怎样核对身份",
            json_schema_extra=TEXT,
        )
        shown: str = Field(
            title="查看经过",
            min_length=1,
            max_length=8000,
            description="每行一项：时间、查看的内容、由谁展示，例如“10:05 灌装间，由质量安全负责人展示”",
            json_schema_extra=LINES,
        )
        note: str = Field(
            "", title="说明", max_length=2000, description="例如中断及其原因", json_schema_extra=TEXT
        )

    data: Input

    @classmethod
    def choices(cls, person: Person, case: RemoteSession) -> Options:
        """The members of the team."""
        return {"team": [(m.person_id, m.person.name) for m in case.inspection.members()]}

    def check(self) -> Held:
        """A span that is over, at least one inspector, at least one thing seen."""
        began, ended = (
            timezone.make_aware(one) if timezone.is_naive(one) else one
            for one in (self.data.began_at, self.data.ended_at)
        )
        started = self.case.inspection.started_at
        if not (started is None or timezone.localdate(began) >= timezone.localdate(started)):
            self.refuse("远程检查不能早于本次检查开始的那一天。", "有效的开始时间")
        if ended <= began or ended > self.at:
            refuse_by_practice(
                "plausible_dates", self.at, "结束时间应当晚于开始时间，且不能晚于现在。", "有效的起止时间"
            )
        members = {m.person_id: m.person.name for m in self.case.inspection.members()}
        if not self.data.team or not set(self.data.team) <= set(members):
            self.refuse("请选择参加远程检查的检查组成员。", "参加的检查人员")
        lines = tuple(line.strip() for line in self.data.shown.splitlines() if line.strip())
        if not lines:
            self.refuse("请逐项写明查看的内容。", "查看经过")
        return Held(began, ended, tuple(members[pk] for pk in self.data.team), lines)

    def do(self, found: Held) -> Change:
        """Kept as it was held."""
        row = self.case
        row.stage = SessionStage.HELD
        row.began_at, row.ended_at = found.began, found.ended
        row.team_present, row.shown = list(found.people), list(found.lines)
        row.party_present, row.identities = self.data.party_present, self.data.identities
        row.note, row.recorded_by = self.data.note, self.actor
        row.save()
        return Change(row, {"inspection": row.inspection.public_id, "shown": len(found.lines)})


class MissSession(Act[RemoteSession]):
    """The session did not take place; why, stands with it."""

    name = "inspections.miss_session"
    title = "登记未能举行"
    cites = "off_site_way"
    who = LEADER_OF
    when = at(SessionStage.APPOINTED)
    answers = (turns.SESSION,)

    class Input(Fields):
        """Why it was not held."""

        reason: str = Field(title="原因", min_length=1, max_length=1000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Kept; another one can be appointed."""
        self.case.stage, self.case.note, self.case.recorded_by = (
            SessionStage.MISSED,
            self.data.reason,
            self.actor,
        )
        self.case.save()
        return Change(self.case, {"inspection": self.case.inspection.public_id})
