"""From the published digest to the tasks: announcing, drawing, placing, opening the file, declaring void."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.draws.files import document, keep
from zhuangjian.apps.draws.models import Draw, DrawStage, FileKind
from zhuangjian.apps.draws.placing import place_all, seat_all
from zhuangjian.apps.draws.turns import ANNOUNCE, PLACE, RUN
from zhuangjian.apps.draws.who import OFFICERS_OF_DRAW, at
from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.programme.models import TaskStatus
from zhuangjian.engines.draw import Document, run
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import holds

BEFORE = (TaskStatus.PLANNED, TaskStatus.ASSIGNED)


class AnnounceDraw(Act[Draw]):
    """Publish the frozen digest, the numbers and the seed's source, while nobody can know the seed."""

    name = "draws.announce"
    title = "公布冻结摘要"
    cites = "programme"
    who = OFFICERS_OF_DRAW
    when = at(DrawStage.FROZEN)
    answers = (ANNOUNCE,)

    def check(self) -> None:
        """Before the day on which the seed comes about."""
        if self.today >= self.case.seed_on:
            refuse_by_practice(
                "seed_named_in_advance",
                self.at,
                f"种子在{chinese_date(self.case.seed_on)}产生，现在公布摘要已经不能证明名单没有换过。请作废后重新冻结。",
                "种子产生之前公布的摘要",
            )

    def do(self, found: None) -> Change:
        """Public from now on; the draw waits for its day."""
        self.case.stage, self.case.announced_at = DrawStage.ANNOUNCED, self.at
        self.case.save()
        self.owe(RUN, self.case, due=self.case.seed_on)
        return Change(self.case, {"list": self.case.list_digest})


class RunDraw(Act[Draw, tuple[Document, Document | None]]):
    """Register the public value and draw: from here on everything follows from the files."""

    name = "draws.run"
    title = "登记种子并抽取"
    cites = "programme"
    who = OFFICERS_OF_DRAW
    when = at(DrawStage.ANNOUNCED, early="冻结摘要还没有公布")
    answers = (RUN,)

    class Input(Fields):
        """The public value, written as it was published."""

        seed: str = Field(
            title="种子", min_length=1, max_length=200, description="照公布的写法填写；登记后不能更改"
        )

    data: Input

    def prepare(self) -> None:
        """The draw itself, outside the lock."""
        if self.today < self.case.seed_on:
            refuse_by_practice(
                "seed_named_in_advance",
                self.at,
                f"种子应当在{chinese_date(self.case.seed_on)}产生，请等到那一天。",
                "种子",
            )
        listed, staff = document(self.case, FileKind.LIST), document(self.case, FileKind.STAFF)
        assert listed is not None
        self.drawn = run(listed, self.data.seed), run(staff, self.data.seed) if staff else None

    def check(self) -> tuple[Document, Document | None]:
        """The stage alone decides: the files never change."""
        return self.drawn

    def do(self, found: tuple[Document, Document | None]) -> Change:
        """Whom it came to, and with whom."""
        listed, staff = found
        draw = self.case
        draw.stage, draw.drawn_at, draw.drawn_by = DrawStage.DRAWN, self.at, self.person
        draw.seed = listed["seed"]["value"]
        draw.save()
        keep(draw, FileKind.LIST, listed, self.at)
        if staff:
            keep(draw, FileKind.STAFF, staff, self.at)
        seat_all(draw, listed, staff)
        self.owe(PLACE, draw)
        return Change(draw, {"seal": listed["seal"], "staff": staff["seal"] if staff else ""})


class PlaceDraw(Act[Draw]):
    """Put the parties that were drawn into the programme, each as a task of its own."""

    name = "draws.place"
    title = "把抽中的企业列入年度计划"
    cites = "programme"
    who = OFFICERS_OF_DRAW
    when = at(DrawStage.DRAWN, early="还没有抽取")
    answers = (PLACE,)

    def check(self) -> None:
        """There is time left."""
        if self.case.window_to < self.today:
            refuse_by_practice(
                "plausible_dates", self.at, "检查时间已过，请作废后重新抽取。", "有效的检查时间"
            )

    def do(self, found: None) -> Change:
        """The tasks; in a programme that was approved before, each waits for its own approval."""
        made = place_all(self, self.case)
        self.case.stage, self.case.placed_at = DrawStage.PLACED, self.at
        self.case.save()
        return Change(self.case, {"tasks": made})


class OpenDraw(Act[Draw]):
    """Publish the file, so that everybody can recompute the draw; unannounced inspections still to come speak against it."""

    name = "draws.open"
    title = "公布抽取文件"
    cites = "programme"
    who = OFFICERS_OF_DRAW
    when = all_of(
        at(DrawStage.DRAWN, DrawStage.PLACED, early="还没有抽取"),
        holds("抽取文件还没有公布", lambda draw: draw.opened_at is None, "抽取文件已经公布。"),
    )

    class Input(Fields):
        """Why it is published although inspections that are not announced lie ahead."""

        reason: str = Field(
            "",
            title="提前公布的理由",
            max_length=300,
            description="还有不预先告知的检查没有开始时才填写：文件公布后，被抽中的企业就知道将要检查",
        )

    data: Input

    def check(self) -> None:
        """Who is inspected without notice does not read of it first."""
        if not self.data.reason and ahead(self.case):
            refuse_by_practice(
                "unannounced_before_published",
                self.at,
                "抽中的企业中还有不预先告知、尚未开始的检查，公布文件等于提前告知。"
                "请等检查开始后公布，或者写明提前公布的理由。",
                "提前公布的理由",
            )

    def do(self, found: None) -> Change:
        """Public from now on."""
        self.case.opened_at, self.case.opened_reason = self.at, self.data.reason
        self.case.save()
        return Change(self.case)


class VoidDraw(Act[Draw]):
    """Declare a draw void, with the reason; what was published of it stays, and says so."""

    name = "draws.void"
    title = "作废随机抽取"
    cites = "programme"
    who = OFFICERS_OF_DRAW
    when = at(DrawStage.FROZEN, DrawStage.ANNOUNCED, DrawStage.DRAWN)

    class Input(Fields):
        """Why; it is published where the digest was."""

        reason: str = Field(title="作废原因", min_length=4, max_length=300)

    data: Input

    def do(self, found: None) -> Change:
        """Void, and seen to be."""
        self.case.stage, self.case.void_at = DrawStage.VOID, self.at
        self.case.void_reason = self.data.reason
        self.case.save()
        return Change(self.case)


def ahead(draw: Draw) -> bool:
    """Whether a party that was drawn is still to be inspected without notice."""
    if draw.announced:
        return False
    standing: Any = draw.drawn.filter(left_at=None)
    if draw.stage == DrawStage.DRAWN:
        return bool(standing.exists())
    return bool(standing.filter(task__status__in=BEFORE).exists())
