"""What of the tables that are added up does not agree with their sums, table by table, and how it is accepted openly.

A difference between rows and sums stays the same whatever the system itself does to the table, for that moves both. So
it can be worked out over one moment of the database, without the ledger's lock, named by a code, examined by people,
and added to the sums later: the entry that does it says who accepted it and why, and nothing else is accepted with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import models
from django.utils import timezone

from zhuangjian.apps.ledger import marks, summing_anew, sums
from zhuangjian.apps.ledger.faults import Fault
from zhuangjian.apps.ledger.models import Delta, Entry, Sum
from zhuangjian.apps.ledger.sums import MODULUS, RANGE, WHOLE
from zhuangjian.engines.rules.answer import Refusal

ACCEPTED = "ledger.accept_sums"
OPENLY = (ACCEPTED, summing_anew.ACTION)
DELTAS = Delta._meta.label_lower
CODE = 16


@dataclass(frozen=True)
class Finding:
    """What does not hold of one table. ``differing`` is by how much its rows are ahead of the sums, range by range."""

    table: str
    name: str
    words: tuple[str, ...] = ()
    differing: dict[int, int] = field(default_factory=dict)
    total: int = 0
    readable: bool = True
    known: bool = True
    stale: tuple[int, ...] = ()

    @property
    def code(self) -> str:
        """Names exactly this finding; whoever has the database alone cannot work it out."""
        ranges = sorted((where, f"{value:x}") for where, value in self.differing.items())
        told = [self.table, ranges, f"{self.total:x}", list(self.words), list(self.stale)]
        return sums.keyed("finding", told)[:CODE]

    def faults(self) -> Iterator[Fault]:
        """The finding in words, place by place."""
        code = self.code if self.readable else ""
        ending = f"（核查编号 {code}）" if code else ""
        for words in self.words:
            yield Fault(self.name, f"{words}{ending}", code)
        for where in sorted(self.differing):
            yield Fault(
                f"{self.name} {where * RANGE} 至 {where * RANGE + RANGE - 1}",
                f"与账本所记的行摘要和不符：其中有行被绕过系统改动、写入或删除{ending}",
                code,
            )

    def facts(self) -> dict[str, Any]:
        """What the accepting entry says was found."""
        return {
            "table": self.table,
            "ranges": [[where * RANGE, where * RANGE + RANGE - 1] for where in sorted(self.differing)],
            "found": list(self.words),
            "code": self.code,
        }

    def accept(self, seq: int) -> str | None:
        """Take it into the sums; what entry ``seq`` says of the totals. Under the ledger's lock."""
        if not self.readable:
            raise Refusal("有行读不出来，不能接受。请先由系统管理员从备份恢复。")
        if self.table == DELTAS:
            Delta._base_manager.filter(pk__in=self.stale).delete()
            return sums.fold(seq)
        if not self.known:
            Sum._base_manager.filter(table=self.table).delete()
            Delta._base_manager.filter(table=self.table).delete()
            told = json.loads(sums.fold(seq) or "{}")
            return sums.encode({**told, self.table: ""})
        taken = {(self.table, where): value for where, value in self.differing.items()}
        return sums.fold(seq, {**taken, (self.table, WHOLE): self.total})


@dataclass
class _Said:
    """What the entries say of one table's total: the last of them, and where they do not follow each other."""

    seq: int = 0
    told: str = ""
    breaks: list[str] = field(default_factory=list)

    def hear(self, seq: int, text: str, accepting: bool) -> None:
        told, _, before = text.partition("@")
        if accepting:
            self.breaks.clear()
        elif before and before != str(self.seq):
            self.breaks.append(
                f"账本第 {seq} 条接着第 {before} 条的行摘要和，而其间第 {self.seq} 条已另有所记：摘要和曾被换回旧的"
            )
        self.seq, self.told = (seq, told) if told else (0, "")


def _said() -> dict[str, _Said]:
    found: dict[str, _Said] = {}
    rows = Entry.objects.filter(sums__isnull=False).order_by("seq").values_list("seq", "action", "sums")
    for seq, action, text in rows.iterator():
        try:
            told = json.loads(text or "{}")
            accepted = _accepted(seq) if action in OPENLY else ()
            for table, value in told.items():
                found.setdefault(str(table), _Said()).hear(seq, str(value), table in accepted)
        except (ValueError, AttributeError):
            continue
    return found


def _accepted(seq: int) -> tuple[str, ...]:
    """The tables that an entry takes as found."""
    facts = marks.facts_of(Entry.objects.get(seq=seq))
    return tuple(facts["tables"]) if facts.get("as_found") else (str(facts.get("table", "")),)


def findings() -> Iterator[Finding]:
    """Every table whose rows, sums and entries do not agree. In one snapshot of the database."""
    said = _said()
    stored: dict[str, dict[int, int]] = {}
    for row in Sum._base_manager.all():
        stored.setdefault(row.table, {})[row.range] = sums.unmasked(row)
    waiting: dict[str, dict[int, int]] = {}
    pending = set()
    for pk, table, where, value in sums.pending():
        pending.add(pk)
        held = waiting.setdefault(table, {})
        held[where] = (held.get(where, 0) + value) % MODULUS
    stale = set(Delta._base_manager.values_list("pk", flat=True)) - pending
    if stale:
        words = "有不是本系统写入或被重放的增量"
        yield Finding(DELTAS, "行摘要和的增量", (words,), stale=tuple(sorted(stale)))
    known = {model._meta.label_lower: model for model in sums.summed_models()}
    spoken = {table for table, last in said.items() if last.seq}
    for table in sorted((stored.keys() | waiting.keys() | spoken) - known.keys()):
        yield Finding(table, f"行摘要和 {table}", ("没有这张数据表：摘要和被插入",), known=False)
    for table, model in known.items():
        one = _compared(model, stored.get(table, {}), waiting.get(table, {}), said.get(table, _Said()))
        if one is not None:
            yield one


def _compared(
    model: type[models.Model], stored: dict[int, int], waiting: dict[int, int], said: _Said
) -> Finding | None:
    table = model._meta.label_lower
    finding = partial(Finding, table, str(model._meta.verbose_name))
    ranges = dict(stored)
    total = ranges.pop(WHOLE, 0)
    words = list(said.breaks)
    if (said.seq and said.told != sums.said_of(table, total)) or (not said.seq and (total or ranges)):
        words.append(f"行摘要和与账本第 {said.seq} 条所记不符：摘要和被改动、删除或换回旧的")
    elif sum(ranges.values()) % MODULUS != total:
        words.append("各段行摘要和合起来不等于总和：摘要和被改动、删除")
    try:
        now = sums.Adder(model).whole()
    except Exception:
        # Whatever the database's adapter raises over nonsense in a column is the finding itself.
        return finding((*words, "读不出来：有行被绕过系统改坏"), readable=False)
    differing = {}
    for where in now.keys() | ranges.keys() | waiting.keys():
        value = (now.get(where, 0) - ranges.get(where, 0) - waiting.get(where, 0)) % MODULUS
        if value:
            differing[where] = value
    if not words and not differing:
        return None
    ahead = (sum(now.values()) - total - sum(waiting.values())) % MODULUS
    return finding(tuple(words), differing, ahead)


def faults() -> Iterator[Fault]:
    """Every finding in words."""
    for finding in findings():
        yield from finding.faults()


def notes() -> Iterator[Fault]:
    """What was found and accepted, as the entries tell it."""
    for entry in Entry.objects.filter(action=ACCEPTED).order_by("seq"):
        facts = marks.facts_of(entry)
        on = timezone.localtime(entry.recorded_at).strftime("%Y-%m-%d %H:%M")
        ranges = "、".join(f"{first} 至 {last}" for first, last in facts.get("ranges", ()))
        where = f"（主键 {ranges}）" if ranges else ""
        yield Fault(
            f"{_name(str(facts.get('table', '')))}{where}",
            f"账本第 {entry.seq} 条记下：行摘要和不符，现状经核查于 {on} 被接受，核查人{entry.actor}，"
            f"核查情况：{facts.get('reason', '')}",
        )


def _name(table: str) -> str:
    known: list[type[models.Model]] = [*sums.summed_models(), Delta]
    return next((str(m._meta.verbose_name) for m in known if m._meta.label_lower == table), table)
