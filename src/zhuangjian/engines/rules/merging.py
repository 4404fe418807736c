"""``must_merge`` (CQ 8, LN 2(9)): tasks on the same party that have to, or had better, become one joint inspection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from .answer import Answer, Reason, Refusal
from .bases import HOUSE
from .citing import Cited, cited
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
    """Two tasks to be merged, the party they share and the natural days between them."""

    first: str
    second: str
    parties: tuple[str, ...]
    days: int


@dataclass(frozen=True, slots=True)
class Merge:
    """Pairs to be merged, and the groups they form (a chain of pairs is one group).

    ``forced`` where the law orders it within ``limit`` days; where it sets no interval merging is a proposal.
    """

    pairs: tuple[MergePair, ...]
    groups: tuple[tuple[str, ...], ...]
    forced: bool = True
    limit: int | None = None


def must_merge(
    tasks: Sequence[Task],
    *,
    region: str | None = None,
    on: date | str | None = None,
    pack: Pack | None = None,
) -> Answer[Merge]:
    """Which tasks the law orders to be merged: same party, so many natural days apart at most (rest days do count).

    Where the region's law sets no interval, tasks on one party are proposed for merging and nothing is ordered. The
    interval runs from the earlier task's last day to the later task's first; overlapping tasks are 0 apart.
    ``on`` chooses the rule in force (default: the earliest task's first day).
    """
    rules = pack or pack_for(region)
    law = cited("merging", pack=rules)
    if not tasks:
        return Answer(Merge((), ()), (law.article,), (Reason(law.article, "没有检查任务"),), rules.label)
    for task in tasks:
        if task.end is not None and task.end < task.start:
            raise Refusal(
                f"任务 {task.id} 的结束日早于开始日，请改正", article=HOUSE, missing=["有效的检查时间"]
            )
    if "merge_interval_days" not in rules.parameters:
        return _proposed(tasks, rules, law)
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
    value = Merge(tuple(pairs), _groups(tasks, pairs), True, limit)
    facts = {"limit": limit, "tasks": [t.id for t in tasks]}
    return Answer(value, (source.article,), tuple(reasons), rules.label, source.basis, facts)


def _proposed(tasks: Sequence[Task], rules: Pack, law: Cited) -> Answer[Merge]:
    pairs = [pair for a, b in combinations(tasks, 2) if (pair := _pair(a, b, None)) is not None]
    reasons = [
        Reason(
            law.article,
            f"任务 {p.first} 与 {p.second} 涉及同一对象，建议合并检查，防止重复检查；本地规定没有写明间隔日数",
            {"tasks": [p.first, p.second], "parties": p.parties, "days": p.days},
        )
        for p in pairs
    ] or [Reason(law.article, "没有涉及同一对象的任务")]
    value = Merge(tuple(pairs), _groups(tasks, pairs), False)
    facts = {"limit": None, "tasks": [t.id for t in tasks]}
    articles = (law.article,) if law.article else ()
    return Answer(value, articles, tuple(reasons), rules.label, law.basis, facts)


def _pair(a: Task, b: Task, limit: int | None) -> MergePair | None:
    shared = a.parties & b.parties
    first, second = (a, b) if a.start <= b.start else (b, a)
    days = max(0, (second.start - (first.end or first.start)).days)
    if not shared or (limit is not None and days > limit):
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
