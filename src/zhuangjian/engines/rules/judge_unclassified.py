"""Defects on items whose class nobody wrote down (2015 list): judged both ways, answered when it makes no difference."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from zhuangjian.engines.rules.answer import Answer, Reason, Refusal
from zhuangjian.engines.rules.checklists import Checklist, split_no
from zhuangjian.engines.rules.citing import cited
from zhuangjian.engines.rules.judge_settle import COUNTS_NOWHERE, UNCLASSIFIED, Contribution, Finding, Tally
from zhuangjian.engines.rules.loader import Pack
from zhuangjian.engines.rules.vocabulary import ItemClass, ItemResult

if TYPE_CHECKING:
    from zhuangjian.engines.rules.judge import Judgement

# Every defect counts; the readings differ in how many are of the gravest class. A class is left when it is full.
LOWEST = (ItemClass.GENERAL, ItemClass.CRITICAL, ItemClass.RECOMMENDED)
HIGHEST = (ItemClass.CRITICAL, ItemClass.GENERAL, ItemClass.RECOMMENDED)
HOW = '在检查结果中写明 class，例如 {"no": "%s", "result": "nonconforming", "class": "critical"}'


def unclassified(findings: Sequence[Finding], entry: Checklist) -> tuple[str, ...]:
    """Items with a defect whose class neither the checklist nor any finding tells, in the checklist's order."""
    bare = {
        split_no(f.no)[0] for f in findings if f.item_class is None and str(f.result) not in COUNTS_NOWHERE
    }
    told = {split_no(f.no)[0] for f in findings if f.item_class is not None}
    return tuple(
        item.no for item in entry.items if item.item_class is None and item.no in bare and item.no not in told
    )


def judged_both_ways(
    findings: Sequence[Finding],
    unknown: Sequence[str],
    entry: Checklist,
    conclude: Callable[[Sequence[Finding]], Answer[Judgement]],
    law: Pack | None = None,
) -> Answer[Judgement]:
    """The conclusion that the lowest and the highest reading share, to be confirmed.

    Sums are those of the lowest reading; the reason and ``facts`` give both. Raises Refusal when the readings
    differ: it names the items whose class decides, and how to write it.
    """
    low, high = (conclude(_reading(findings, unknown, entry, order)) for order in (LOWEST, HIGHEST))
    listed = "、".join(unknown)
    readings = {"lowest": _sums(low), "highest": _sums(high)}
    told = "；".join(
        f"{word}：{'，'.join(f'{entry_.label} {entry_.value}' for entry_ in answer.value.sums)}"
        for word, answer in (("最轻（都作一般项目）", low), ("最重（都作关键项目）", high))
    )
    if low.value.conclusion is not high.value.conclusion:
        raise Refusal(
            f"第 {listed} 项不符合，但《{entry.title}》没有这些项目类别的可靠来源，而结论取决于类别。{told}；"
            f"前者为“{low.value.conclusion.label}”，后者为“{high.value.conclusion.label}”。"
            f"请{HOW % unknown[0]}（critical 关键、general 一般、recommended 推荐）。",
            article=cited("conclusion", pack=law).article,
            missing=[f"第 {no} 项的类别" for no in unknown],
        )
    reason = Reason(
        entry.title,
        f"第 {listed} 项的类别没有可靠来源，检查结果也未写明，都计入全部缺陷数。{told}；两种读法结论相同。"
        f"其中有推荐项目的，该项不计缺陷，请{HOW.replace('critical', 'recommended') % unknown[0]}。",
        {"items": list(unknown), "readings": readings},
        printed=f"第 {listed} 项计入全部缺陷数。",
    )
    return replace(
        low,
        value=_without_classes(low.value, high.value, frozenset(unknown)),
        reasons=(*low.reasons[:-1], reason, low.reasons[-1]),
        basis="to_be_confirmed",
        facts={**low.facts, "readings": readings},
        missing=tuple(f"第 {no} 项的类别" for no in unknown),
    )


def _reading(
    findings: Sequence[Finding], unknown: Sequence[str], entry: Checklist, order: Sequence[ItemClass]
) -> list[Finding]:
    """The findings with a class for each unknown item, no class getting more items than the list has."""
    taken = {item.no: item.item_class for item in entry.items if item.item_class is not None}
    taken |= {
        split_no(f.no)[0]: ItemClass(f.item_class)
        for f in findings
        if f.item_class and _is_class(f.item_class)
    }
    room = {c: entry.class_counts.get(c, 0) - sum(of is c for of in taken.values()) for c in order}
    slots = [c for c in order for _ in range(max(room[c], 0))]
    given = dict(zip(unknown, slots, strict=False))
    return [replace(f, item_class=given.get(split_no(f.no)[0], f.item_class)) for f in findings]


def _is_class(code: ItemClass | str | None) -> bool:
    return code is not None and str(code) in {term.value for term in ItemClass}


def _sums(answer: Answer[Judgement]) -> Mapping[str, int]:
    return {entry.id: entry.value for entry in answer.value.sums}


def _without_classes(low: Judgement, high: Judgement, unknown: frozenset[str]) -> Judgement:
    """The lowest reading without the classes that were only supposed; sums of an item are those of both readings."""
    counts = {name: dict(row) for name, row in low.counts.items()}
    other = counts.setdefault(UNCLASSIFIED, dict.fromkeys((r.value for r in ItemResult), 0))
    items: list[Contribution] = []
    for mine, theirs in zip(low.items, high.items, strict=True):
        if mine.no in unknown and mine.item_class is not None:
            counts[mine.item_class.value][mine.result.value] -= 1
            other[mine.result.value] += 1
            both = tuple(name for name in mine.sums if name in theirs.sums)
            items.append(Contribution(mine.no, None, mine.result, both))
        else:
            items.append(mine)
    tally: Tally = counts
    return replace(low, counts=tally, items=tuple(items))
