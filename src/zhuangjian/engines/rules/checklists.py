"""The checklists an inspection is carried out on, each with its dates and the basis of every part of every item."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any

from zhuangjian.engines.rules.answer import Basis, Refusal
from zhuangjian.engines.rules.bases import weakest
from zhuangjian.engines.rules.checklists_load import (
    PACK,
    ChecklistRow,
    ItemRow,
    check_dates,
    in_force,
    read_checklist,
)
from zhuangjian.engines.rules.vocabulary import Edition, ItemClass
from zhuangjian.engines.rules.words import chinese_date

OPERATOR = "operator"
EDITION_LABELS: Mapping[str, str] = {**dict(Edition.choices()), OPERATOR: "经营环节"}


@dataclass(frozen=True, slots=True)
class ItemBasis:
    """Where an item's number, class and text come from; never show an unconfirmed one as official."""

    number: Basis
    item_class: Basis
    text: Basis

    @property
    def overall(self) -> Basis:
        """``official`` only when all three are."""
        return weakest((self.number, self.item_class, self.text))


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One checkpoint. ``item_class`` is None where no source tells the class (2015 list).

    ``summary`` is in the project's own words; ``note`` says in Chinese where number, class and text come from.
    """

    no: str
    item_class: ItemClass | None
    chapter: str
    topic: str
    summary: str
    gmp_article: str
    basis: ItemBasis
    note: str

    @property
    def mark(self) -> str:
        """``**`` for a critical item, ``*`` for a major one, as the official lists print them."""
        return {ItemClass.CRITICAL: "**", ItemClass.MAJOR: "*"}.get(self.item_class or ItemClass.GENERAL, "")

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form with codes and Chinese terms."""
        return {
            "no": self.no,
            "mark": self.mark,
            "class": self.item_class.value if self.item_class else None,
            "class_label": self.item_class.label if self.item_class else "类别待确认",
            "chapter": self.chapter,
            "topic": self.topic,
            "summary": self.summary,
            "gmp_article": self.gmp_article,
            "basis": self.basis.overall,
            "basis_parts": {
                "number": self.basis.number,
                "class": self.basis.item_class,
                "text": self.basis.text,
            },
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Checklist:
    """A dated edition of a checklist; ``edition`` is an Edition code or ``operator``."""

    id: str
    version: str
    edition: str
    title: str
    effective_from: date
    effective_to: date | None
    source: str
    basis: Basis
    note: str
    class_counts: Mapping[ItemClass, int]
    items: tuple[ChecklistItem, ...]

    @property
    def key(self) -> str:
        """``id@version``, what an inspection is bound to."""
        return f"{self.id}@{self.version}"

    def get(self, no: str) -> ChecklistItem | None:
        """The item numbered ``no`` (plain number, no mark), or None."""
        return _by_no(self.id).get(no)

    @property
    def readable(self) -> tuple[ChecklistItem, ...]:
        """The items that somebody can inspect: those with words, or all where the list is known by numbers only."""
        return tuple(item for item in self.items if item.topic or item.summary) or self.items

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form with all items."""
        return {
            "id": self.id,
            "version": self.version,
            "edition": self.edition,
            "edition_label": EDITION_LABELS[self.edition],
            "title": self.title,
            "effective_from": self.effective_from.isoformat(),
            "effective_to": self.effective_to.isoformat() if self.effective_to else None,
            "source": self.source,
            "basis": self.basis,
            "note": self.note,
            "class_counts": {c.value: n for c, n in self.class_counts.items()},
            "items": [item.to_dict() for item in self.items],
        }


@cache
def all_checklists() -> tuple[Checklist, ...]:
    """Every checklist of the national pack, by edition and first day.

    Raises SourceError when a file is faulty or two checklists of one edition overlap or leave a gap.
    """
    rows = [read_checklist(file) for file in sorted((PACK / "checklists").glob("*.yaml"))]
    rows.sort(key=lambda row: (row.edition, row.effective_from))
    for _, same_edition in groupby(rows, key=lambda row: row.edition):
        check_dates(same_edition, PACK / "checklists")
    return tuple(_checklist(row) for row in rows)


def checklist(id: str) -> Checklist:
    """The checklist with this id (``gmp-2022-actual``) or key (``gmp-2022-actual@2022.1``).

    Raises Refusal naming the known ids.
    """
    for entry in all_checklists():
        if id in (entry.id, entry.key):
            return entry
    known = "、".join(entry.id for entry in all_checklists())
    raise Refusal(f"没有编号为“{id}”的检查要点。可用的有：{known}。")


def checklist_in_force(edition: Edition | str, on: date) -> Checklist:
    """The checklist of ``edition`` in force on ``on`` (the day the inspection's plan is approved).

    Raises Refusal for an unknown edition or a day on which none was in force.
    """
    code = str(edition)
    if code not in EDITION_LABELS:
        known = "、".join(f"{name}（{label}）" for name, label in EDITION_LABELS.items())
        raise Refusal(f"没有“{code}”这一版检查要点。请从下列选取：{known}。")
    same = [entry for entry in all_checklists() if entry.edition == code]
    for entry in same:
        if in_force(entry, on):
            return entry
    raise Refusal(
        f"{chinese_date(on)} 没有已施行的检查要点（{EDITION_LABELS[code]}）；"
        f"最早的一版自{chinese_date(same[0].effective_from)}起施行。请核对日期或检查要点版本。"
    )


def split_no(no: object) -> tuple[str, str]:
    """("25", "*") from ``25``, ``"25"``, ``"25*"``, ``"２５＊"``; operators' items as ``"OP01"``.

    Raises Refusal when it is not an item number.
    """
    if isinstance(no, (str, int)) and not isinstance(no, bool):
        text = unicodedata.normalize("NFKC", str(no)).strip()
        if match := re.fullmatch(r"0*([1-9][0-9]{0,3})\s*(\*{0,2})", text):
            return match[1], match[2]
        if match := re.fullmatch(r"OP[0-9]{2}", text.upper()):
            return match[0], ""
    raise Refusal(f"“{no}”不是检查项目的编号。编号应为数字，可带星号，例如 25 或 25*。")


@cache
def _by_no(id: str) -> dict[str, ChecklistItem]:
    return {item.no: item for item in checklist(id).items}


def _checklist(row: ChecklistRow) -> Checklist:
    items = [_item(row, item, chapter.title) for chapter in row.chapters for item in chapter.items]
    known = {item.no for item in items}
    unknown = ItemBasis("to_be_confirmed", "to_be_confirmed", "to_be_confirmed")
    for number in range(1, (row.numbered or 0) + 1):
        if str(number) not in known:
            chapter = row.chapters[0].title
            items.append(ChecklistItem(str(number), None, chapter, "", "", "", unknown, row.inferred_note))
    if row.numbered:
        items.sort(key=lambda item: int(item.no))
    return Checklist(
        row.id,
        row.version,
        row.edition,
        row.title,
        row.effective_from,
        row.effective_to,
        row.source,
        row.basis,
        row.note,
        dict(row.class_counts),
        tuple(items),
    )


def _item(row: ChecklistRow, item: ItemRow, chapter: str) -> ChecklistItem:
    seen = item.basis
    basis = (
        ItemBasis(seen.number, seen.item_class, seen.text)
        if seen
        else ItemBasis("to_be_confirmed", "to_be_confirmed", "to_be_confirmed")
    )
    note = item.note or (row.seen_note if seen else row.inferred_note)
    return ChecklistItem(
        item.no, item.item_class, chapter, item.topic, item.summary, item.gmp_article, basis, note
    )
