"""``must_merge`` (CQ 8): tasks on the same party that have to become one joint inspection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from .answer import Answer, Reason, Refusal
from .bases import HOUSE
from .loader import Pack
from .lookup import number, pack_for, the_day


@dataclass(frozen=True, slots=True)
class Task:
    """An inspection task: its parties (e.g. credit codes), its first day, and its last when it takes several."""

    id: str
    parties: frozenset[str]
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class MergePair:
    """Two tasks that must be merged, the party they share and the natural days between them."""

    first: str
    second: str
    parties: tuple[str, ...]
    days: int


@dataclass(frozen=True, slots=True)
class Merge:
    """Pairs that must be merged, and the groups they form (a chain of pairs is one group)."""

    pairs: tuple[MergePair, ...]
    groups: tuple[tuple[str, ...], ...]


def must_merge(
    tasks: Sequence[Task],
    *,
    region: str = "chongqing",
    on: date | str | None = None,
    pack: Pack | None = None,
) -> Answer[Merge]:
    """Which tasks CQ 8 orders to be merged: same party, at most 30 natural days apart (rest days do count).

    The interval runs from the earlier task's last day to the later task's first; overlapping tasks are 0 apart.
    ``on`` chooses the rule in force (default: the earliest task's first day).
    """
    rules = pack or pack_for(region)
    if not tasks:
        return Answer(Merge((), ()), ("CQ 8",), (Reason("CQ 8", "没有检查任务"),), rules.label)
    for task in tasks:
        if task.end is not None and task.end < task.start:
            raise Refusal(
                f"任务 {task.id} 的结束日早于开始日，请改正", article=HOUSE, missing=["有效的检查时间"]
            )
    applied = the_day(on, "适用日期") if on is not None else min(t.start for t in tasks)
    limit, source = number(rules, "merge_interval_days", applied)
    pairs = [pair for a, b in combinations(tasks, 2) if (pair := _pair(a, b, limit)) is not None]
    reasons = [
        Reason(
            source.article,
            f"任务 {p.first} 与 {p.second} 涉及同一对象且间隔{p.days}日，不超过{limit}日，应当合并开展联合检查",
            {"tasks": [p.first, p.second], "parties": p.parties, "days": p.days},
        )
        for p in pairs
    ] or [Reason(source.article, f"没有同一对象间隔在{limit}日内的任务，不要求合并", {"limit": limit})]
    value = Merge(tuple(pairs), _groups(tasks, pairs))
    facts = {"limit": limit, "tasks": [t.id for t in tasks]}
    return Answer(value, (source.article,), tuple(reasons), rules.label, source.basis, facts)


def _pair(a: Task, b: Task, limit: int) -> MergePair | None:
    shared = a.parties & b.parties
    first, second = (a, b) if a.start <= b.start else (b, a)
    days = max(0, (second.start - (first.end or first.start)).days)
    if not shared or days > limit:
        return None
    return MergePair(first.id, second.id, tuple(sorted(shared)), days)


def _groups(tasks: Sequence[Task], pairs: Sequence[MergePair]) -> tuple[tuple[str, ...], ...]:
    group = {task.id: {task.id} for task in tasks}
    for pair in pairs:
        joined = group[pair.first] | group[pair.second]
        for member in joined:
            group[member] = joined
    seen: list[tuple[str, ...]] = []
    for task in tasks:
        members = tuple(t.id for t in tasks if t.id in group[task.id])
        if len(members) > 1 and members not in seen:
            seen.append(members)
    return tuple(seen)
