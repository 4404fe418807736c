"""From findings to one settled result per checkpoint, refusing whatever is unclear."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.checklists import Checklist, ChecklistItem, split_no
from zhuangjian.engines.rules.citing import cited
from zhuangjian.engines.rules.judge_principles import Principles
from zhuangjian.engines.rules.loader import Pack
from zhuangjian.engines.rules.vocabulary import ItemClass, ItemResult, Term

C = TypeVar("C", bound=Term)
UNCLASSIFIED = "unclassified"
# Results that enter no sum whatever the item's class.
COUNTS_NOWHERE = frozenset({ItemResult.CONFORMING.value, ItemResult.NOT_APPLICABLE.value})
Tally = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Finding:
    """What an inspector found on one item.

    ``no`` may carry the list's star (``25*``); ``result`` is an ItemResult code; ``item_class`` is needed only where
    the checklist itself does not know the item's class (2015 list).
    """

    no: str | int
    result: ItemResult | str
    item_class: ItemClass | str | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """An item that is not conforming, and the ids of the sums it went into (none when it counts nowhere)."""

    no: str
    item_class: ItemClass | None
    result: ItemResult
    sums: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form with codes and Chinese terms."""
        return {
            "no": self.no,
            "class": self.item_class.value if self.item_class else None,
            "class_label": self.item_class.label if self.item_class else "",
            "result": self.result.value,
            "result_label": self.result.label,
            "sums": list(self.sums),
        }


@dataclass(frozen=True, slots=True)
class Settled:
    """Everything the conclusion is computed from, independent of the order of the findings.

    ``doubtful_marks`` are items named with a star that the checklist's (possibly unconfirmed) class does not have;
    ``unnamed`` are items in scope without a finding, which count as conforming.
    """

    contributions: tuple[Contribution, ...]
    counts: Tally
    out_of_scope: tuple[str, ...]
    doubtful_marks: tuple[str, ...]
    unnamed: tuple[str, ...]


def by_code(terms: type[C], code: str) -> C | None:
    """The term whose code is exactly ``code``, or None."""
    return next((term for term in terms if term.value == str(code)), None)


def settle(
    findings: Iterable[Finding],
    entry: Checklist,
    principles: Principles,
    scope: Iterable[str | int] | None,
    law: Pack | None = None,
) -> Settled:
    """One result per item of ``entry``. Raises Refusal on anything unknown, contradictory or out of scope."""
    inside = _scope(entry, scope, law)
    named: dict[str, tuple[ItemResult, ItemClass | None]] = {}
    doubtful: set[str] = set()
    for finding in findings:
        item, mark = _item(entry, finding.no)
        if item.no not in inside:
            raise Refusal(
                f"第 {item.no} 项不在本次检查范围内，却有检查结果。请把它列入范围或删去结果。",
                article=cited("licensing_change", pack=law).article,
            )
        settled = (_result(finding, item, principles), _class(finding, item, entry))
        if named.setdefault(item.no, settled) != settled:
            raise Refusal(f"第 {item.no} 项出现两次且结果不同，请只保留一个结果。")
        if mark and len(mark) > len(item.mark):
            doubtful.add(f"{item.no}{mark}")
    _refuse_too_many(entry, named)

    sums = principles.checklists[entry.id].sums
    counts = {name.value: dict.fromkeys((r.value for r in ItemResult), 0) for name in entry.class_counts}
    contributions = []
    for item in entry.items:
        if item.no not in inside:
            continue
        result, item_class = named.get(item.no, (ItemResult.CONFORMING, item.item_class))
        row = counts.setdefault(
            item_class.value if item_class else UNCLASSIFIED, dict.fromkeys((r.value for r in ItemResult), 0)
        )
        row[result.value] += 1
        if result is not ItemResult.CONFORMING:
            ids = tuple(s.id for s in sums if item_class and result in s.counts.get(item_class, ()))
            contributions.append(Contribution(item.no, item_class, result, ids))
    outside = tuple(item.no for item in entry.items if item.no not in inside)
    unnamed = tuple(item.no for item in entry.items if item.no in inside and item.no not in named)
    return Settled(tuple(contributions), counts, outside, tuple(sorted(doubtful)), unnamed)


def _scope(entry: Checklist, scope: Iterable[str | int] | None, law: Pack | None) -> frozenset[str]:
    if scope is None:
        return frozenset(item.no for item in entry.items)
    inside = frozenset(_item(entry, no)[0].no for no in scope)
    if not inside:
        raise Refusal(
            "检查范围为空：请至少列出一个检查项目，或不写范围（即全部项目）。",
            article=cited("licensing_change", pack=law).article,
        )
    return inside


def _item(entry: Checklist, no: str | int) -> tuple[ChecklistItem, str]:
    number, mark = split_no(no)
    item = entry.get(number)
    if item is None:
        raise Refusal(
            f"《{entry.title}》没有第 {number} 项（共 {len(entry.items)} 项）。请核对项目编号和检查要点版本。"
        )
    return item, mark


def _result(finding: Finding, item: ChecklistItem, principles: Principles) -> ItemResult:
    result = by_code(ItemResult, finding.result)
    if result is None or result not in principles.results:
        known = "、".join(f"{r.value}（{r.label}）" for r in principles.results)
        raise Refusal(
            f"第 {item.no} 项的结果“{finding.result}”不在《{principles.title}》的结果用语内。请从下列选取：{known}。"
        )
    return result


def _class(finding: Finding, item: ChecklistItem, entry: Checklist) -> ItemClass | None:
    claimed: ItemClass | None = None
    if finding.item_class is not None:
        claimed = by_code(ItemClass, finding.item_class)
        if claimed is None or claimed not in entry.class_counts:
            known = "、".join(f"{c.value}（{c.label}）" for c in entry.class_counts)
            raise Refusal(
                f"第 {item.no} 项的类别“{finding.item_class}”不在《{entry.title}》的类别内。请从下列选取：{known}。"
            )
    if item.item_class is None:
        if claimed is None and str(finding.result) not in COUNTS_NOWHERE:
            raise Refusal(
                f"《{entry.title}》第 {item.no} 项的类别没有可靠来源，请在检查结果中写明 class"
                "（critical、general 或 recommended）。",
                missing=[f"第 {item.no} 项的类别"],
            )
        return claimed
    if claimed not in (None, item.item_class):
        raise Refusal(
            f"第 {item.no} 项写明的类别与《{entry.title}》不同（规则包中为{item.item_class.label}）。"
            "请核对检查结果；规则包有误的，请先更正规则包。"
        )
    return item.item_class


def _refuse_too_many(entry: Checklist, named: Mapping[str, tuple[ItemResult, ItemClass | None]]) -> None:
    for item_class, total in entry.class_counts.items():
        known = {item.no for item in entry.items if item.item_class is item_class}
        claimed = {no for no, (_, given) in named.items() if given is item_class}
        if len(known | claimed) > total:
            raise Refusal(
                f"《{entry.title}》的{item_class.label}一共只有 {total} 项，检查结果写明的超过此数。请核对各项类别。"
            )
