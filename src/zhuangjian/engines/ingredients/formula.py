"""A filed formula against the catalogue: what each ingredient is called there, its remark, and the historical maximum.

Nothing here is a finding. The catalogue records what has been used, not what is allowed: an amount above its maximum
asks for the reason, and only the catalogue's own remark says prohibited.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from zhuangjian.engines.ingredients.catalogue import Catalogue
from zhuangjian.engines.ingredients.lists import Entry, Kind
from zhuangjian.engines.ingredients.naming import Named, judge_name
from zhuangjian.engines.ingredients.spelling import key
from zhuangjian.engines.ingredients.verdicts import Verdict
from zhuangjian.engines.rules.vocabulary import Term

WHOLE: Final = Decimal(100)
# What rounding of a formula's lines may add up to.
SLACK: Final = Decimal("0.5")
_NUMBER: Final = r"\d+(?:\.\d+)?"
_AMOUNT: Final = re.compile(
    rf"^(?P<sign>≤|<=|<|不超过|至多|≥|>=|>|约|~)?(?P<low>{_NUMBER})(?:[-~～—–至到](?P<high>{_NUMBER}))?(?P<unit>%|ppm|mg/kg|g/100g)?$",
    re.IGNORECASE,
)
_PER_MILLION: Final = frozenset({"ppm", "mg/kg"})
_AT_LEAST: Final = frozenset({"≥", ">=", ">"})


class Use(Term):
    """How long a product stays on the body: which of the two maxima counts."""

    LEAVE_ON = "leave_on", "驻留类"
    RINSE_OFF = "rinse_off", "淋洗类"
    UNSAID = "unsaid", "没有写明"


class Doubt(Term):
    """What of a formula somebody has to look at."""

    PROHIBITED = "prohibited", "目录注明禁用"
    TO_BE_PROHIBITED = "to_be_prohibited", "目录注明拟调整为禁用"
    ABOVE_MAXIMUM = "above_maximum", "高于最高历史使用量"
    NOT_LISTED = "not_listed", "目录中没有"
    LOOK = "look", "须人工核对"
    AMOUNT = "amount", "含量读不出来"
    TOTAL = "total", "合计不是百分之百"
    NOT_ON_LABEL = "not_on_label", "标签没有标注"
    NOT_IN_FORMULA = "not_in_formula", "配方中没有"


@dataclass(frozen=True, slots=True)
class Amount:
    """Percent by weight, from ``low`` to ``high``; equal where one number stands."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a formula as written."""

    name: str
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """One thing to look at: which line of the formula (1 …; 0: the whole), what, and why in words."""

    line: int
    doubt: Doubt
    words: str

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form."""
        return {"line": self.line, "doubt": self.doubt.value, "words": self.words}


@dataclass(frozen=True, slots=True)
class Checked:
    """A formula with what the lists say of each line, its total where every amount is one number, and the doubts."""

    named: tuple[Named, ...]
    amounts: tuple[Amount | None, ...]
    total: Decimal | None
    doubts: tuple[Doubtful, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form."""
        lines = [
            one.to_dict() | {"amount": [str(amount.low), str(amount.high)] if amount else None}
            for one, amount in zip(self.named, self.amounts, strict=True)
        ]
        return {
            "lines": lines,
            "total": str(self.total) if self.total is not None else None,
            "doubts": [one.to_dict() for one in self.doubts],
        }


def read_amount(text: str) -> Amount | None:
    """The percentage that is meant: ``0.5``, ``0.5%``, ``0.1-0.5``, ``≤1``, ``200 ppm``; None for ``适量`` and the like.

    A bare number is a percentage, as the forms of filing have it.
    """
    plain = re.sub(r"[\s（）()]+", "", text).replace("％", "%").replace(",", "")
    found = _AMOUNT.match(plain)
    if found is None:
        return None
    try:
        low, high = Decimal(found["low"]), Decimal(found["high"] or found["low"])
    except InvalidOperation:  # pragma: no cover - the pattern lets numbers through alone
        return None
    if (found["unit"] or "").lower() in _PER_MILLION:
        low, high = low / 10_000, high / 10_000
    if low > high or high > WHOLE:
        return None
    if found["sign"] in _AT_LEAST:
        high = WHOLE
    elif found["sign"] and found["sign"] not in ("约", "~"):
        low = Decimal(0)
    return Amount(low, high)


def use_of(text: str) -> Use:
    """The way of use that a cell names, in Chinese or English."""
    plain = text.strip().lower()
    if "淋洗" in plain or "rinse" in plain:
        return Use.RINSE_OFF
    if "驻留" in plain or "leave" in plain:
        return Use.LEAVE_ON
    return Use.UNSAID


def check_formula(lines: Iterable[Line], catalogue: Catalogue, use: Use = Use.UNSAID) -> Checked:
    """What the lists say of a formula. One ingredient on several lines counts with its sum."""
    written = tuple(lines)
    named = tuple(judge_name(line.name, catalogue) for line in written)
    amounts = tuple(read_amount(line.amount) for line in written)
    single = [one for one in amounts if one is not None and one.low == one.high]
    total = sum((one.low for one in single), Decimal(0)) if len(single) == len(written) > 0 else None
    doubts = [
        doubt
        for no, (line, one, amount) in enumerate(zip(written, named, amounts, strict=True), 1)
        for doubt in _of_line(no, line, one, amount)
    ]
    doubts += _above(named, amounts, catalogue, use)
    if total is not None and abs(total - WHOLE) > SLACK:
        doubts.append(Doubtful(0, Doubt.TOTAL, f"各原料含量合计 {_shown(total)}%，应为 100%"))
    return Checked(named, amounts, total, tuple(sorted(doubts, key=lambda one: one.line or len(written) + 1)))


def against_label(checked: Checked, label: Sequence[Named]) -> tuple[Doubtful, ...]:
    """What a label names and the formula does not have, and the other way round. Unknown names are compared as written."""
    filed, shown = [_known(one) for one in checked.named], [_known(one) for one in label]
    more = [
        Doubtful(0, Doubt.NOT_IN_FORMULA, f"标签上的“{one.text}”在配方中没有")
        for one, key_of in zip(label, shown, strict=True)
        if key_of not in filed
    ]
    less = [
        Doubtful(no, Doubt.NOT_ON_LABEL, f"配方中的“{one.text}”标签没有标注")
        for no, (one, key_of) in enumerate(zip(checked.named, filed, strict=True), 1)
        if key_of not in shown
    ]
    return tuple(dict.fromkeys([*more, *less]))


def _known(one: Named) -> str:
    """The line of the list meant, or the name itself."""
    entry = one.hit.entry if one.hit else None
    return key(entry.inci or entry.chinese) if entry else key(one.text)


_SAID: Final = {
    Verdict.PROHIBITED: Doubt.PROHIBITED,
    Verdict.TO_BE_PROHIBITED: Doubt.TO_BE_PROHIBITED,
    Verdict.UNKNOWN: Doubt.NOT_LISTED,
    Verdict.NAMED: Doubt.NOT_LISTED,
    Verdict.LOOK: Doubt.LOOK,
}


def _of_line(no: int, line: Line, one: Named, amount: Amount | None) -> Iterable[Doubtful]:
    if (doubt := _SAID.get(one.verdict)) is not None:
        why = f"：{one.remark}" if one.remark else ""
        yield Doubtful(no, doubt, f"“{one.text}”{one.verdict.label}{why}")
    if amount is None and line.amount.strip():
        yield Doubtful(no, Doubt.AMOUNT, f"“{one.text}”的含量“{line.amount.strip()}”不是百分数")


def _above(
    named: Sequence[Named], amounts: Sequence[Amount | None], catalogue: Catalogue, use: Use
) -> Iterable[Doubtful]:
    """Ingredients whose sum is above the maximum of the use; where no use is said, above both."""
    sums: dict[str, tuple[int, Named, Entry, Decimal]] = {}
    for no, (one, amount) in enumerate(zip(named, amounts, strict=True), 1):
        listed = one.hit.entry if one.hit and catalogue.is_national(one.hit.entry) else None
        entry = catalogue.extra(Kind.MAXIMA, one.hit, one.text) or listed
        if amount is None or entry is None:
            continue
        first = sums.get(_known(one))
        sums[_known(one)] = (
            (first[0], first[1], entry, first[3] + amount.high) if first else (no, one, entry, amount.high)
        )
    for no, one, entry, most in sums.values():
        limits = {Use.RINSE_OFF: _limit(entry.rinse_off), Use.LEAVE_ON: _limit(entry.leave_on)}
        asked = [limits[use]] if use is not Use.UNSAID else list(limits.values())
        known = [limit for limit in asked if limit is not None]
        if known and most > max(known):
            said = use.label if use is not Use.UNSAID else "淋洗类和驻留类"
            yield Doubtful(
                no,
                Doubt.ABOVE_MAXIMUM,
                f"“{one.text}”含量 {_shown(most)}%，高于{said}最高历史使用量 {_shown(max(known))}%，须有安全评估的依据",
            )


def _limit(text: str) -> Decimal | None:
    amount = read_amount(text)
    return amount.high if amount else None


def _shown(value: Decimal) -> str:
    return f"{value.normalize():f}"
