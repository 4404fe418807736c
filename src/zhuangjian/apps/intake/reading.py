"""Rows of a file read into facts: everything about them that no database is needed for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from typing import Any

from zhuangjian.apps.intake.faults import Fault
from zhuangjian.apps.intake.fields import Cells
from zhuangjian.apps.intake.mapping import SourceMapping
from zhuangjian.apps.intake.models import Quarantine
from zhuangjian.apps.intake.sources import licences, sampling
from zhuangjian.apps.intake.tables import RawRow, TableFile
from zhuangjian.apps.registry.foreknown import Foreknown

CHUNK = 5000
READERS: dict[str, Any] = {"licences": licences, "sampling": sampling}
_JSON = json.JSONEncoder(ensure_ascii=False)


@dataclass(slots=True)
class ReadRow:
    """One row as read: its cells as JSON, the digest of its facts, and the facts or what is wrong with them."""

    number: int
    raw: str
    digest: str
    shifted: str
    facts: Any
    faults: list[Fault]


@dataclass(slots=True)
class Chunk:
    """Rows that are taken together, and what is known about them beforehand."""

    rows: list[ReadRow]
    known: Foreknown = field(default_factory=Foreknown)


class Reading:
    """Reads the rows of one file by one mapping."""

    def __init__(self, mapping: SourceMapping, table: TableFile) -> None:
        self.mapping = mapping
        self.table = table
        self.columns = mapping.columns_of(table.heads)
        self.reader = READERS[mapping.source]

    def chunks(self, after: int = 0, size: int = 0, *, foreknow: bool = False) -> Iterator[Chunk]:
        """All rows below row number ``after``, in chunks; ``foreknow`` works out now what taking them will ask."""
        rows = map(self._row, self.table.rows(after))
        while part := list(islice(rows, size or CHUNK)):
            chunk = Chunk(part)
            if foreknow:
                self.reader.foreknow([row.facts for row in part if row.facts is not None], chunk.known)
            yield chunk

    def _row(self, raw: RawRow) -> ReadRow:
        values = dict(raw.values)
        facts_only = sorted(self.mapping.facts_only(values).items())
        digest = sha256(_JSON.encode([self.mapping.source, facts_only]).encode()).hexdigest()
        facts, faults = self._read(values, raw.fault, keep_old=False)
        return ReadRow(raw.number, _JSON.encode(values), digest, raw.fault, facts, faults)

    def as_decided(self, row: ReadRow, decision: Quarantine | None) -> tuple[Any, list[Fault]]:
        """The row's facts, or its faults; read anew where somebody released exactly this row with corrections."""
        if decision is None or decision.status != "released":
            return row.facts, row.faults
        values = json.loads(row.raw) | decision.corrections.get("values", {})
        return self._read(values, row.shifted, keep_old=bool(decision.corrections.get("keep_old_number")))

    def _read(self, values: dict[str, str], shifted: str, *, keep_old: bool) -> tuple[Any, list[Fault]]:
        cells = Cells(values, self.columns, self.mapping)
        if shifted:
            first = self.mapping.columns[0]
            cells.fault(first.field, "shifted", shifted, "请核对分隔符与引号，按正确的栏目填写后放行")
            return None, cells.faults
        return self.reader.read(cells, keep_old=keep_old), cells.faults
