"""Substitutions: the next in rank for a party, the next by rule for an officer; each with its reason and a round of its own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import Field

from zhuangjian.apps.draws.files import document, keep
from zhuangjian.apps.draws.models import Draw, Drawn, DrawnOfficer, DrawStage, FileKind
from zhuangjian.apps.draws.placing import man, place, seat
from zhuangjian.apps.draws.who import OFFICERS_OF_DRAW, at
from zhuangjian.apps.duties.turns import end_all
from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.programme.models import TaskStatus
from zhuangjian.engines.draw import Document, substitute
from zhuangjian.kernel.turns import NEEDLESS

HIDDEN: dict[str, Any] = {"widget": "hidden"}
OPEN = (TaskStatus.PLANNED, TaskStatus.ASSIGNED)
AFTER = at(DrawStage.DRAWN, DrawStage.PLACED, early="还没有抽取")


class SubstituteParty(Act[Draw, tuple[Drawn, Document, Document | None]]):
    """Take out a party that cannot be inspected; the next in rank of its stratum comes in its place."""

    name = "draws.substitute"
    title = "递补企业"
    cites = "programme"
    who = OFFICERS_OF_DRAW
    when = AFTER

    class Input(Fields):
        """Which party, and why."""

        drawn: UUID = Field(title="换下的企业", json_schema_extra=HIDDEN)
        reason: str = Field(title="换下的理由", min_length=4, max_length=300)

    data: Input

    def check(self) -> tuple[Drawn, Document, Document | None]:
        """It stands, its inspection has not begun, and somebody is left to come in."""
        row = standing(self, self.data.drawn)
        if row.task is not None and row.task.status not in OPEN:
            self.refuse("这家企业的检查已经开始或者结束，不能换下。", "尚未开始的检查")
        listed, staff = document(self.case, FileKind.LIST), document(self.case, FileKind.STAFF)
        assert listed is not None
        code = row.party.credit_code or ""
        return (
            row,
            substitute(listed, code, self.data.reason),
            substitute(staff, code, self.data.reason) if staff else None,
        )

    def do(self, found: tuple[Drawn, Document, Document | None]) -> Change:
        """Replaced in the files and in the programme; nothing of the earlier rounds changes."""
        row, listed, staff = found
        row.left_at, row.left_reason = self.at, self.data.reason
        row.save()
        keep(self.case, FileKind.LIST, listed, self.at)
        team = None
        if staff:
            keep(self.case, FileKind.STAFF, staff, self.at)
            team = staff["rounds"][-1]["teams"][0]
            row.officers.filter(left_at=None).update(left_at=self.at, left_reason=self.data.reason)
        came = seat(self.case, listed["rounds"][-1]["selected"][0], team)
        if row.task is not None:
            row.task.status, row.task.cancel_reason = TaskStatus.CANCELLED, self.data.reason
            row.task.save()
            also(self, row.task)
            end_all(self, row.task, outcome=NEEDLESS)
            place(self, self.case, came)
        self.case.save()
        return Change(self.case, {"left": row.party_id, "came": came.party_id, "seal": listed["seal"]})


class ReplaceOfficer(Act[Draw, tuple[DrawnOfficer, Document]]):
    """Take out an officer who cannot go; the next by rule comes in, the rest of the team stays."""

    name = "draws.replace_officer"
    title = "更换检查人员"
    cites = "team"
    who = OFFICERS_OF_DRAW
    when = AFTER

    class Input(Fields):
        """Which officer, and why."""

        officer: UUID = Field(title="换下的人员", json_schema_extra=HIDDEN)
        reason: str = Field(title="换下的理由", min_length=2, max_length=300)

    data: Input

    def check(self) -> tuple[DrawnOfficer, Document]:
        """The officer stands in a team, and another one meets the conditions."""
        rows = self.case.officers.filter(left_at=None).select_related("person", "drawn__party")
        row = rows.filter(public_id=self.data.officer).first()
        staff = document(self.case, FileKind.STAFF)
        if row is None or staff is None:
            self.refuse("该人员不在这次抽取的检查组中，请刷新页面。", "抽中的检查人员")
        code = row.drawn.party.credit_code or ""
        return row, substitute(staff, code, self.data.reason, officer=row.person.username)

    def do(self, found: tuple[DrawnOfficer, Document]) -> Change:
        """The team as it stands from now on."""
        row, staff = found
        row.left_at, row.left_reason = self.at, self.data.reason
        row.save()
        keep(self.case, FileKind.STAFF, staff, self.at)
        man(row.drawn, staff["rounds"][-1]["teams"][0])
        self.case.save()
        return Change(self.case, {"left": row.person_id, "staff": staff["seal"]})


def standing(act: Act[Draw, tuple[Drawn, Document, Document | None]], key: UUID) -> Drawn:
    """The party of the draw under that id that was not replaced; a refusal otherwise."""
    row = act.case.drawn.filter(public_id=key, left_at=None).select_related("party", "task").first()
    if row is None:
        act.refuse("该企业不在这次抽取的结果中，或者已被换下，请刷新页面。", "抽中的企业")
    return row
