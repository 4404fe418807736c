"""What acts of this area have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from zhuangjian.apps.inspections.models.series import take
from zhuangjian.apps.ledger.act import Act, R
from zhuangjian.apps.measures.law import basis_of
from zhuangjian.apps.measures.models import Ground, Kind, Lifting, Measure, Obstruction, Stage
from zhuangjian.apps.registry.conflicts import NO_INTEREST
from zhuangjian.kernel.asking import Asked

TEXT: dict[str, Any] = {"widget": "textarea", "rows": 3}
LETTERS = {
    Kind.SUSPEND: "停",
    Kind.CONTROL: "控",
    Kind.RECALL: "召",
    Kind.INTERVIEW: "约",
    Kind.CREDIT: "信",
    Kind.FILE: "立",
    Kind.NONE: "处",
}
FIRST = {
    Kind.SUSPEND: Stage.IN_FORCE,
    Kind.CONTROL: Stage.IN_FORCE,
    Kind.RECALL: Stage.IN_FORCE,
    Kind.INTERVIEW: Stage.SUMMONED,
    Kind.CREDIT: Stage.RECORDED,
    Kind.FILE: Stage.ENDED,
    Kind.NONE: Stage.ENDED,
}


def numbered(unit: Any, letter: str, year: int, number: Callable[[str], int]) -> str:
    """``渝中局化妆品停〔2026〕3号``; ``number`` takes the next one, or looks which it would be."""
    stem = f"{unit.short_name}化妆品{letter}〔{year}〕"
    return f"{stem}{number(stem)}号"


def measure_of(
    step: Act[Any, Any],
    inspection: Any,
    kind: Kind,
    ground: Ground,
    number: Callable[[str], int] = take,
    **fields: Any,
) -> Measure:
    """A measure after this inspection, decided now by its local authority; not stored yet."""
    unit = inspection.local_authority
    return Measure(
        number=numbered(unit, LETTERS[kind], step.today.year, number),
        kind=kind.value,
        inspection=inspection,
        party=inspection.party,
        authority=unit,
        stage=FIRST[kind].value,
        ground=ground.value,
        basis=basis_of(kind, step.today),
        decided_at=step.at,
        decided_by=step.actor,
        **fields,
    )


class MeasureAct(Act[Measure, R]):
    """One step of a measure: the deciding authority's, unless it says otherwise."""

    cites = "measures"
    guards: ClassVar[tuple[Asked[Any], ...]] = (NO_INTEREST,)

    def move(self, stage: Stage, **fields: object) -> Measure:
        """Set the stage and further columns, and store the row."""
        return moved(self.case, stage, **fields)

    def end(self, stage: Stage, note: str) -> Measure:
        """The measure is over."""
        return self.move(stage, ended_at=self.at, ended_by=self.person, end_note=note)


def moved(row: Any, stage: Any, **fields: object) -> Any:
    """Set the stage and further columns of a measure, an application or an obstruction, and store the row."""
    for name, value in (fields | {"stage": stage.value}).items():
        setattr(row, name, value)
    row.save()
    return row


class LiftingAct(Act[Lifting, R]):
    """One step of an application for lifting."""

    cites = "lifting"
    guards = (NO_INTEREST,)


class ObstructionAct(Act[Obstruction, R]):
    """One step of what becomes of an obstruction."""

    cites = "obstruction"
    guards = (NO_INTEREST,)
