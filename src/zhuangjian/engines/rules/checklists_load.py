"""Reads checklist and judgement files of a pack into typed rows; a fault says file, line and what to do."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from zhuangjian.engines.rules.answer import Basis
from zhuangjian.engines.rules.source import Source, SourceError, read_yaml
from zhuangjian.engines.rules.vocabulary import ItemClass

PACK = Path(__file__).parent / "packs" / "national"


class Row(BaseModel):
    """A row of a pack file: unknown keys are faults, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class BasisRow(Row):
    """The basis of an item's number, class and text, one each."""

    number: Basis
    item_class: Basis = Field(alias="class")
    text: Basis


class ItemRow(Row):
    """One checkpoint as written in a checklist file."""

    no: str = Field(alias="number", min_length=1)
    item_class: ItemClass = Field(alias="class")
    topic: str = ""
    summary: str = ""
    gmp_article: str = ""
    note: str = ""
    basis: BasisRow | None = None


class ChapterRow(Row):
    """A heading of the checklist with its items."""

    title: str
    items: tuple[ItemRow, ...]


class ChecklistRow(Row):
    """A checklist file. ``numbered`` adds items known by number only, so that their total is right."""

    id: str
    version: str
    edition: str
    title: str
    effective_from: date
    effective_to: date | None = None
    source: str
    basis: Basis
    note: str
    class_counts: dict[ItemClass, int]
    numbered: int | None = None
    inferred_note: str
    seen_note: str
    chapters: tuple[ChapterRow, ...]


R = TypeVar("R", bound=Row)


def read_rows(file: Path, model: type[R]) -> tuple[R, Source]:
    """``file`` as a ``model``, with the source that knows its lines. Raises SourceError with line and remedy."""
    source = read_yaml(file)
    try:
        return model.model_validate(source.data), source
    except ValidationError as error:
        raise source.from_validation(error) from None


def read_checklist(file: Path) -> ChecklistRow:
    """A checklist file whose numbers are unique and whose classes add up to the counts it declares."""
    row, source = read_rows(file, ChecklistRow)
    numbers: set[str] = set()
    per_class = dict.fromkeys(row.class_counts, 0)
    for i, chapter in enumerate(row.chapters):
        for j, item in enumerate(chapter.items):
            place = ("chapters", i, "items", j)
            if item.no in numbers:
                raise source.fault(place, f"第 {item.no} 项出现两次", "请删去一处")
            if item.item_class not in per_class:
                raise source.fault(place, f"第 {item.no} 项的类别不在 class_counts 中", "请补上该类别的项数")
            numbers.add(item.no)
            per_class[item.item_class] += 1
    if row.numbered is None and per_class != row.class_counts:
        raise source.fault(("class_counts",), "各类别的项数与 class_counts 不符", "请核对项目的类别")
    if row.numbered is not None and sum(row.class_counts.values()) != row.numbered:
        raise source.fault(("numbered",), "numbered 与 class_counts 的合计不符", "请核对总数")
    return row


class Dated(Protocol):
    """Anything with a first day and, when superseded, a last day in force."""

    @property
    def id(self) -> str: ...
    @property
    def effective_from(self) -> date: ...
    @property
    def effective_to(self) -> date | None: ...


def in_force(entry: Dated, on: date) -> bool:
    """Whether ``entry`` is in force on the day ``on``; first and last day included."""
    return entry.effective_from <= on and (entry.effective_to is None or on <= entry.effective_to)


def check_dates(entries: Iterable[Dated], folder: Path = PACK) -> None:
    """Raise SourceError when two entries overlap or leave a day between them without any."""
    ordered = sorted(entries, key=lambda entry: entry.effective_from)
    for earlier, later in itertools.pairwise(ordered):
        end = earlier.effective_to
        if end is None or end >= later.effective_from:
            what = f"{earlier.id} 与 {later.id} 的施行期间重叠"
        elif end + timedelta(days=1) != later.effective_from:
            what = f"{earlier.id} 与 {later.id} 之间有空档"
        else:
            continue
        raise SourceError(folder, 1, what, f"请把 {earlier.id} 的 effective_to 改为后一版施行的前一日")
