"""An inspection is taken along on a device, its work is handed in piece by piece, and the device comes home or is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from zhuangjian.apps.inspections.models import Stage
from zhuangjian.apps.inspections.step import Adding, Step
from zhuangjian.apps.inspections.who import MEMBERS, THERE, at
from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.outing import turns
from zhuangjian.apps.outing.clock import Moment
from zhuangjian.apps.outing.models import UNSETTLED, Handed, Outcome, Outing, OutingEnd
from zhuangjian.apps.outing.who import CARRIER, CARRIER_OR_LEADER, OUT
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.days import ends, said_time
from zhuangjian.kernel.states import always

# The device shows what it carries for so many days after the last day of the plan; handing in is never refused.
SHOWN_DAYS = 3


class TakeAlong(Step[None]):
    """The checklist and what belongs to it go onto a device, to be worked on where there is no network."""

    name = "outing.take"
    title = "带出检查"
    cites = "evidence"
    who = MEMBERS
    when = all_of(
        at(Stage.PLAN_APPROVED, Stage.ON_SITE, early="检查方案尚未批准，还没有可以带出的内容"), THERE
    )

    class Input(Adding):
        """Which device, how its owner calls it, and what its clock says."""

        device: str = Field(title="设备编号", min_length=8, max_length=40, pattern=r"^[0-9A-Za-z-]+$")
        device_name: str = Field(title="设备", min_length=1, max_length=60)
        device_clock: Moment = Field(title="设备时间")

    data: Input

    def check(self) -> None:
        """Not out there already: an emptied device is reported first, so that it is known what was lost."""
        out = Outing.objects.unrestricted().filter(
            inspection=self.case, person=self.actor, device=self.data.device, ended_at=None
        )
        if earlier := out.first():
            self.refuse(
                f"这台设备已于 {said_time(earlier.taken_at)} 带出本次检查，还没有交回。设备上的内容已经没有的，"
                "请先在“现场离线”中登记设备内容丢失，再重新带出。",
            )

    def do(self, found: None) -> Change:
        """What is out, with whom, and whose turn it is to bring it home."""
        last = max(self.case.plan().end_on, self.today) + timedelta(days=SHOWN_DAYS)
        outing = Outing.objects.create(
            inspection=self.case,
            person=self.actor,
            device=self.data.device,
            device_name=self.data.device_name,
            taken_at=self.at,
            shown_until=ends(last) - timedelta(seconds=1),
            skew=(self.at - self.data.device_clock).total_seconds(),
            heard_at=self.at,
        )
        self.owe(turns.BRING, outing)
        return Change(outing, {"inspection": self.case.public_id, "device": self.data.device})


class Piece(BaseModel):
    """A piece of work with what came of it."""

    model_config = ConfigDict(extra="forbid")

    key: UUID = Field(title="编号")
    no: int = Field(0, title="顺序", ge=0, le=1_000_000)
    act: str = Field("", title="事项", max_length=80)
    about: str = Field("", title="内容", max_length=200)
    device_at: Moment = Field(title="设备记的时间")
    at: Moment = Field(title="办理时间")
    trusted: bool = Field(True, title="时间可信")
    sha256: str = Field("", title="附件 SHA-256", max_length=64)
    outcome: Outcome = Field(title="处理")
    words: str = Field("", title="说明", max_length=4000)
    content: dict[str, object] = Field(default_factory=dict, title="所填内容")
    seq: int | None = Field(None, title="账本条目")


class HandIn(Act[Outing]):
    """What came of pieces of work from the device, so that the device knows what it need not keep any longer."""

    name = "outing.hand_in"
    title = "登记交回的工作"
    cites = "evidence"
    who = CARRIER
    # Also after the device was given up for lost: work that turns up is never turned away.
    when = always

    class Input(Adding):
        """The pieces, and how many the device still has."""

        pieces: list[Piece] = Field(
            title="交回的工作", min_length=1, max_length=200, json_schema_extra={"widget": "hidden"}
        )
        left: int = Field(0, title="设备上尚未交回（件）", ge=0, le=1_000_000)

    data: Input

    def check(self) -> None:
        """No piece of another outing under the same number; stored is only what the ledger says this person did."""
        keys = [piece.key for piece in self.data.pieces]
        rows = Handed.objects.unrestricted().filter(key__in=keys)
        if rows.exclude(outing=self.case).exists():
            self.refuse("交回的内容属于另一次带出，没有登记。")
        stored = {row.key for row in rows.filter(outcome=Outcome.DONE)}
        for piece in self.data.pieces:
            done = piece.outcome == Outcome.DONE
            if not done and piece.key in stored:
                self.refuse(f"“{piece.about}”已经入库，不能改为没有入库。")
            if done and not entered(self.actor, piece.seq, piece.act):
                self.refuse(f"账本中没有您办理“{piece.about}”的条目，不能登记为已入库。")

    def do(self, found: None) -> Change:
        """A row for each; what was settled since takes the place of what was said of it."""
        for piece in self.data.pieces:
            values = piece.model_dump(exclude={"key"}) | {"received_at": self.at}
            # What was entered stays as it first came, until it is what the case says.
            stays = () if piece.outcome == Outcome.DONE else ("content",)
            later = {name: value for name, value in values.items() if name not in stays}
            Handed.objects.unrestricted().update_or_create(
                outing=self.case, key=piece.key, defaults=later, create_defaults=values
            )
        self.case.left, self.case.heard_at = self.data.left, self.at
        self.case.save()
        return Change(
            self.case,
            {"pieces": {str(p.key): p.outcome.value for p in self.data.pieces}, "left": self.data.left},
        )


class BringHome(Act[Outing]):
    """Everything from the device is here; it keeps nothing of the inspection."""

    name = "outing.return"
    title = "结束带出"
    cites = "evidence"
    who = CARRIER
    when = OUT
    answers = (turns.BRING,)

    class Input(Fields):
        """What the device says it still has."""

        left: int = Field(0, title="设备上尚未交回（件）", ge=0, json_schema_extra={"widget": "hidden"})

    data: Input

    def check(self) -> None:
        """Nothing is left on the device, and nothing that came is unsettled."""
        if self.data.left:
            self.refuse(f"设备上还有 {self.data.left} 件没有交回，交回后再结束。", "尚未交回的内容")
        open_ = self.case.handed.filter(outcome__in=UNSETTLED)
        if open_.exists():
            self.refuse("下列内容没有入库，请先处理。", *(f"{row}：{row.words}" for row in open_))

    def do(self, found: None) -> Change:
        """The end of it."""
        return _ended(self, self.case, OutingEnd.RETURNED, "")


class GiveUp(Act[Outing]):
    """The device is lost, broken, or its store was emptied: what had not come home is gone, and that is on record."""

    name = "outing.lose"
    title = "登记设备或者内容丢失"
    cites = "evidence"
    who = CARRIER_OR_LEADER
    when = OUT
    answers = (turns.BRING,)

    class Input(Fields):
        """What happened, and what is believed to be lost."""

        because: str = Field(
            title="经过",
            min_length=4,
            max_length=300,
            description="什么时候、怎样发现，估计丢失了哪些内容",
            json_schema_extra={"widget": "textarea", "rows": 3},
        )

    data: Input

    def do(self, found: None) -> Change:
        """The end of it, with what happened."""
        return _ended(self, self.case, OutingEnd.LOST, self.data.because)


def entered(person: Any, seq: int | None, act: str) -> bool:
    """Whether that entry of the ledger is of this act, done by this person."""
    return seq is not None and Entry.objects.filter(seq=seq, actor_id=person.pk, action=act).exists()


def _ended(step: Act[Outing], outing: Outing, how: OutingEnd, because: str) -> Change:
    outing.ended_at, outing.ended_how, outing.ended_because = step.at, how, because
    outing.left = 0 if how is OutingEnd.RETURNED else outing.left
    outing.save()
    return Change(outing, {"inspection": outing.inspection.public_id, "how": how.value})
