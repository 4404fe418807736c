"""An off-site inspection begins by asking for materials or by appointing a session, without anybody going there (CQ 7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.inspections import turns
from zhuangjian.apps.inspections.actions.plan import check_current_team, refuse_outside_plan
from zhuangjian.apps.inspections.joint import OWN
from zhuangjian.apps.inspections.models import Inspection, MaterialRequest, RemoteSession, Stage
from zhuangjian.apps.inspections.models.off_site import AskKind
from zhuangjian.apps.inspections.step import TEXT, Adding, Step
from zhuangjian.apps.inspections.who import AFAR, LEADER, MEMBERS, at
from zhuangjian.apps.ledger.act import Act, Change, Fields, R
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.programme.exchanging import tell_begun
from zhuangjian.engines.rules.vocabulary import Mode
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.turns import Holder

MOST = 60


@dataclass(frozen=True)
class Beginning:
    """What the party is asked for, line by line, and the session that is appointed, if any."""

    lines: tuple[tuple[str, date], ...]
    session: datetime | None


class BeginOffSite(Step[Beginning]):
    """The party is asked for its materials, or a session from afar is appointed; the inspection begins."""

    name = "inspections.begin_off_site"
    title = "开始非现场检查"
    cites = "off_site_way"
    who = LEADER
    when = all_of(at(Stage.PLAN_APPROVED, early="检查方案尚未经派出检查单位负责人批准，不能开始检查"), AFAR)
    answers = (turns.ARRIVE,)

    class Input(Fields):
        """What is to be handed in by when; when and by what means a session is held."""

        materials: str = Field(
            "",
            title="要求提交的材料",
            max_length=8000,
            description="每行一项；书面材料检查必填",
            json_schema_extra=TEXT | {"rows": 6},
        )
        due_on: date | None = Field(None, title="提交期限", description="要求提交材料的必填")
        session_at: datetime | None = Field(
            None, title="远程检查的约定时间", description="远程检查必填，书面材料检查可以不填"
        )
        session_means: str = Field(
            "", title="远程检查的方式", max_length=200, description="例如所用的视频会议平台和会议号"
        )

    data: Input

    def check(self) -> Beginning:
        """On the plan's days, with a valid team; the approved way has what it needs."""
        refuse_outside_plan(self)
        check_current_team(self.case, self.today)
        lines = tuple(line.strip() for line in self.data.materials.splitlines() if line.strip())
        if self.case.mode == Mode.OFF_SITE_WRITTEN and not lines:
            self.refuse("书面材料检查应当写明要求被检查对象提交哪些材料，每行一项。", "要求提交的材料")
        if self.case.mode == Mode.OFF_SITE_REMOTE and self.data.session_at is None:
            self.refuse("远程检查应当与被检查对象约定时间。", "远程检查的约定时间")
        if len(lines) > MOST:
            self.refuse(f"一次最多要求提交{MOST}项材料，请合并后再试。", "较少的材料项目")
        due = self.data.due_on
        if lines and due is None:
            self.refuse("要求提交材料的，请写明提交期限。", "提交期限")
        if due is not None:
            refuse_past(self, due)
        session = appointed(self, self.data.session_at, self.data.session_means)
        return Beginning(tuple((line, due) for line in lines if due is not None), session)

    def do(self, found: Beginning) -> Change:
        """What was asked for, each with its day; the team's results and the hearing are owed by the plan's last day."""
        self.case.started_at = self.at
        tell_begun(self, self.case.task)
        changed = self.move(Stage.OFF_SITE, asked=len(found.lines), session=found.session is not None)
        for line, due in found.lines:
            ask(self, AskKind.MATERIAL, line, due)
        if found.session is not None:
            appoint(self, found.session, self.data.session_means)
        end = self.case.plan().end_on
        self.owe(turns.TELL, self.case, due=end)
        for member in self.case.members():
            if member.part in OWN:
                self.owe(turns.FINDINGS, self.case, to=Holder(person=member.person), due=end)
        return changed


class AskFor(Step):
    """Ask the party for something more: a further material, or a question to be answered in writing."""

    name = "inspections.ask"
    title = "补充要求"
    cites = "off_site_way"
    who = MEMBERS
    when = at(Stage.OFF_SITE, early="非现场检查还没有开始")

    class Input(Adding):
        """A material or a question, in words, and by when."""

        kind: AskKind = Field(AskKind.MATERIAL, title="要求")
        text: str = Field(
            title="要求提交或者说明的内容", min_length=1, max_length=2000, json_schema_extra=TEXT
        )
        due_on: date = Field(title="提交期限")

    data: Input

    def check(self) -> None:
        """By a day that is still to come."""
        refuse_past(self, self.data.due_on)

    def do(self, found: None) -> Change:
        """It is the party's turn."""
        row = ask(self, self.data.kind, self.data.text, self.data.due_on, entered=False)
        return Change(row, {"inspection": self.case.public_id, "no": row.no})


class AppointSession(Step[datetime]):
    """Appoint a (further) session from afar with the party."""

    name = "inspections.appoint_session"
    title = "约定远程检查"
    cites = "off_site_way"
    who = LEADER
    when = at(Stage.OFF_SITE, early="非现场检查还没有开始")

    class Input(Adding):
        """When, and by what means."""

        session_at: datetime = Field(title="约定时间")
        session_means: str = Field(title="方式", min_length=1, max_length=200)

    data: Input

    def check(self) -> datetime:
        """A moment that is still to come."""
        found = appointed(self, self.data.session_at, self.data.session_means)
        assert found is not None
        return found

    def do(self, found: datetime) -> Change:
        """The session, and the leader's turn to hold it."""
        row = appoint(self, found, self.data.session_means, entered=False)
        return Change(row, {"inspection": self.case.public_id, "no": row.no})


def refuse_past(act: Act[Any, Any], day: date) -> None:
    """Refuse a limit that is over already (house)."""
    if day < act.today:
        refuse_by_practice("plausible_dates", act.at, "提交期限早于今天，请改正。", "有效的提交期限")


def appointed(step: Step[R], moment: datetime | None, means: str) -> datetime | None:
    """The moment of a session, in the place's time; a Refusal for one that is past, or without means."""
    if moment is None:
        return None
    moment = timezone.make_aware(moment) if timezone.is_naive(moment) else moment
    if moment < step.at:
        refuse_by_practice("plausible_dates", step.at, "约定时间已经过去，请改正。", "有效的约定时间")
    if not means.strip():
        step.refuse("请写明远程检查的方式，例如所用的视频会议平台。", "远程检查的方式")
    return moment


def ask(step: Step[R], kind: AskKind, text: str, due: date, *, entered: bool = True) -> MaterialRequest:
    """One thing asked of the party, which it owes by its day; ``entered`` says that the act is entered on another row."""
    case: Inspection = step.case
    no = case.material_requests.count() + 1
    row = MaterialRequest.objects.create(
        inspection=case,
        party=case.party,
        no=no,
        kind=kind,
        text=text,
        due_on=due,
        asked_by=step.actor,
        asked_at=step.at,
    )
    if entered:
        also(step, row, inspection=case.public_id)
    step.owe(turns.HAND_IN, row, due=due)
    return row


def appoint(step: Step[R], moment: datetime, means: str, *, entered: bool = True) -> RemoteSession:
    """One session, which the leader is to hold on its day."""
    case: Inspection = step.case
    row = RemoteSession.objects.create(
        inspection=case,
        no=case.remote_sessions.count() + 1,
        appointed_for=moment,
        means=means,
        appointed_by=step.actor,
        appointed_at=step.at,
    )
    if entered:
        also(step, row, inspection=case.public_id)
    step.owe(turns.SESSION, row, due=timezone.localdate(moment))
    return row
