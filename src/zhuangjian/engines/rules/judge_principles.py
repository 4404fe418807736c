"""The judgement principles: which sums fail an inspection, by checklist and with dates. Read from the pack."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Self

from pydantic import Field, model_validator

from zhuangjian.engines.rules.answer import Basis, Refusal
from zhuangjian.engines.rules.checklists import Checklist
from zhuangjian.engines.rules.checklists_load import PACK, Row, check_dates, in_force, read_rows
from zhuangjian.engines.rules.citing import cited
from zhuangjian.engines.rules.loader import Pack
from zhuangjian.engines.rules.models import SeenIn
from zhuangjian.engines.rules.vocabulary import Conclusion, ItemClass, ItemResult

Counted = Mapping[ItemClass, tuple[ItemResult, ...]]

LICENSING_LIST = frozenset(
    {Conclusion.LICENSING_PASS, Conclusion.LICENSING_RECTIFY, Conclusion.LICENSING_FAIL}
)
ROUTINE_LIST = frozenset(
    {Conclusion.PRODUCTION_CLEAN, Conclusion.PRODUCTION_DEFICIENT, Conclusion.PRODUCTION_SERIOUS}
)


class SumRow(Row):
    """A sum over (class, result) pairs that fails the inspection from ``at_least`` items on."""

    id: str
    label: str
    at_least: int = Field(ge=1)
    counts: dict[ItemClass, tuple[ItemResult, ...]]


class RulesRow(Row):
    """What one checklist is judged by. ``clean_forbids``: results that rule out a clean conclusion.

    ``basis`` is that of the whole edition of the principles unless the checklist has its own.
    """

    clean_forbids: dict[ItemClass, tuple[ItemResult, ...]]
    sums: tuple[SumRow, ...]
    basis: Basis | None = None
    seen_in: tuple[SeenIn, ...] = ()

    @model_validator(mode="after")
    def _sources_named(self) -> Self:
        if (self.basis == "second_hand") != bool(self.seen_in):
            raise ValueError("basis 为 second_hand 的在 seen_in 中逐一写明转引的文件，其他的不写")
        return self


class DirectRow(Row):
    """A fact that fails the inspection by itself, as the principles say."""

    fact: str
    label: str
    basis: Basis


class OutcomeRow(Row):
    """One closed list of conclusions, by outcome."""

    clean: Conclusion
    between: Conclusion
    fail: Conclusion

    def all(self) -> tuple[Conclusion, Conclusion, Conclusion]:
        """The three conclusions, best first."""
        return (self.clean, self.between, self.fail)


class ConclusionsRow(Row):
    """The two closed lists used for production; the region's pack says from which article they come."""

    licensing: OutcomeRow
    routine: OutcomeRow


class Principles(Row):
    """A dated edition of the judgement principles."""

    id: str
    version: str
    title: str
    effective_from: date
    effective_to: date | None = None
    source: str
    basis: Basis
    note: str
    results: tuple[ItemResult, ...]
    flaws_counted_in: tuple[ItemClass, ...]
    direct: tuple[DirectRow, ...]
    conclusions: ConclusionsRow
    checklists: dict[str, RulesRow]

    @property
    def key(self) -> str:
        """``id@version``."""
        return f"{self.id}@{self.version}"


@cache
def all_principles() -> tuple[Principles, ...]:
    """Every edition in the national pack, oldest first. Raises SourceError on a fault, an overlap or a gap."""
    found = []
    for file in sorted(PACK.glob("judgement*.yaml")):
        row, source = read_rows(file, Principles)
        lists = row.conclusions
        if set(lists.licensing.all()) != LICENSING_LIST or set(lists.routine.all()) != ROUTINE_LIST:
            raise source.fault(
                ("conclusions",),
                "结论用语的两个清单混在一起或不全",
                "请按许可检查、生产环节常规检查的两个清单改正",
            )
        found.append(row)
    check_dates(found)
    return tuple(sorted(found, key=lambda row: row.effective_from))


def principles_for(entry: Checklist, on: date, law: Pack | None = None) -> Principles:
    """The principles that judge ``entry``, preferring the edition in force on ``on``.

    An inspection bound to a superseded checklist keeps that checklist's own principles. Raises Refusal when the
    checklist has none (the operators' list: people conclude there, CQ 16).
    """
    fitting = [row for row in all_principles() if entry.id in row.checklists]
    if not fitting:
        raise Refusal(
            f"《{entry.title}》没有判定原则，结论由检查组评定，不能自动计算。",
            article=cited("conclusion", pack=law).article,
        )
    return next((row for row in fitting if in_force(row, on)), fitting[-1])
