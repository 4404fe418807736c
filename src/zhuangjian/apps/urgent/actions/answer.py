"""What those who were told do: the local authority disposes, the organising one directs, the team takes note (CQ 35)."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.models.inspection import BEGUN
from zhuangjian.apps.inspections.step import Adding
from zhuangjian.apps.inspections.who import ORGANISERS
from zhuangjian.apps.inspections.who import at as inspection_at
from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.registry.conflicts import NO_INTEREST
from zhuangjian.apps.urgent import turns
from zhuangjian.apps.urgent.actions.report import TEXT
from zhuangjian.apps.urgent.law import FOR_CAUSE
from zhuangjian.apps.urgent.models import Direction, DirectionKind, ReportStage, UrgentReport
from zhuangjian.apps.urgent.who import LOCAL, ORGANISER, TEAM
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import holds


def settled(report: UrgentReport) -> ReportStage:
    """Answered once each authority that was told has answered; one that is both answers as the local one."""
    local, organiser = report.local_authority_id, report.organiser_id
    waits = (local and not report.handled_at) or (organiser and organiser != local and not report.directed_at)
    return ReportStage.REPORTED if waits else ReportStage.ANSWERED


class HandleReport(Act[UrgentReport]):
    """辖区监管部门登记怎样处置：采取的控制措施、强制措施、立案、协查、移送，或者不采取的理由。"""

    name = "urgent.handle"
    title = "登记处置"
    cites = "urgent"
    who = LOCAL
    when = holds("还没有处置", lambda case: case.handled_at is None, "辖区监管部门已经登记处置。")
    guards = (NO_INTEREST,)
    answers = (turns.HANDLE,)

    class Input(Fields):
        """What the local authority does about it, or why it does nothing."""

        handling: str = Field(title="处置情况", min_length=1, max_length=4000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Handled, by whom and when."""
        report = self.case
        report.handling, report.handled_at, report.handled_by = self.data.handling, self.at, self.actor
        report.stage = settled(report).value
        report.save()
        return Change(report)


class _Given(Fields):
    kind: DirectionKind = Field(title="怎样指导")
    text: str = Field(title="内容", min_length=1, max_length=4000, json_schema_extra=TEXT)
    people: str = Field(
        "", title="派出的人员", max_length=200, description="派人赴现场、增加检查力量的，写明单位和姓名"
    )


def _named(act: Act[Any, Any]) -> None:
    """Who is sent is named."""
    data: Any = act.data
    sends = data.kind in (DirectionKind.ON_SITE, DirectionKind.REINFORCEMENT)
    if sends and not data.people.strip():
        act.refuse("派人赴现场、增加检查力量的，请写明派出的人员。", "派出的人员")


def _given(act: Act[Any, Any], inspection: Inspection, report: UrgentReport | None) -> Direction:
    """The direction; the leader is told."""
    data: Any = act.data
    made = Direction.objects.create(
        inspection=inspection,
        report=report,
        kind=data.kind.value,
        text=data.text,
        people=data.people.strip(),
        given_at=act.at,
        given_by=act.actor,
    )
    act.owe(turns.NOTE, made)
    return made


class DirectReport(Act[UrgentReport]):
    """组织检查单位答复紧急报告：调整检查策略、启动协调机制、派人赴现场、增加检查力量，或者按原方案继续。"""

    name = "urgent.direct"
    title = "答复并指导"
    cites = "urgent"
    who = ORGANISER
    when = holds("还没有答复", lambda case: case.directed_at is None, "组织检查单位已经答复。")
    guards = (NO_INTEREST,)
    answers = (turns.DIRECT,)

    class Input(_Given):
        """How the team goes on."""

    data: Input

    def check(self) -> None:
        """Who goes there is named."""
        _named(self)

    def do(self, found: None) -> Change:
        """Answered; the team is told."""
        report = self.case
        made = _given(self, report.inspection, report)
        also(self, made, report=report.public_id)
        report.directed_at, report.directed_by = self.at, self.actor
        report.stage = settled(report).value
        report.save()
        return Change(report, {"kind": self.data.kind.value})


class DirectInspection(Act[Inspection]):
    """组织检查单位根据现场反馈的情况指导检查组，不必等待紧急报告。"""

    name = "urgent.adjust"
    title = "指导检查组"
    cites = "urgent"
    who = ORGANISERS
    when = all_of(FOR_CAUSE, inspection_at(*BEGUN, early="检查还没有开始"))
    guards = (NO_INTEREST,)

    class Input(_Given, Adding):
        """How the team goes on."""

    data: Input

    def check(self) -> None:
        """Who goes there is named."""
        _named(self)

    def do(self, found: None) -> Change:
        """On record; the team is told."""
        made = _given(self, self.case, None)
        return Change(made, {"inspection": self.case.public_id, "kind": self.data.kind.value})


class NoteDirection(Act[Direction]):
    """检查组收悉组织检查单位的指导。变更检查方案、人员的，另行申请变更。"""

    name = "urgent.note"
    title = "收悉检查指导"
    cites = "urgent"
    who = TEAM
    when = holds("还没有收悉", lambda case: case.noted_at is None, "检查组已经收悉。")
    answers = (turns.NOTE,)

    def do(self, found: None) -> Change:
        """Noted, by whom and when."""
        self.case.noted_at, self.case.noted_by = self.at, self.actor
        self.case.save()
        return Change(self.case)
