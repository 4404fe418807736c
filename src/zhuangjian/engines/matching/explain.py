"""Why two records were joined, left apart, or put before a clerk: each field's say in bits, in Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from zhuangjian.engines.matching.pairs import beside_sql, level_sql
from zhuangjian.engines.matching.training import Model


@dataclass(frozen=True, slots=True)
class Say:
    """What one field says: its Chinese name, the finding, and the bits for (+) or against (−)."""

    field: str
    finding: str
    bits: float


@dataclass(frozen=True, slots=True)
class PairExplanation:
    """Two records by row; the says add up to ``bits``; ``grounds`` tell what numbers say, which weigh no bits."""

    left: int
    right: int
    bits: float
    probability: float
    says: tuple[Say, ...]
    grounds: tuple[str, ...] = ()

    def sentence(self) -> str:
        """One Chinese line: what speaks for, what against, and the sum."""
        told = [f"{say.finding}{say.bits:+.1f}" for say in self.says]
        summed = f"合计{self.bits:+.1f}位（概率{self.probability:.3f}）"
        return "；".join([*self.grounds, *told, summed])


def probability(bits: float) -> float:
    """The probability that this many bits of odds mean, rounded to six places."""
    odds: float = 2.0 ** max(-60.0, min(60.0, bits))
    return round(odds / (1 + odds), 6)


def explain_pairs(con: Any, model: Model, scored: str, prior: float) -> list[PairExplanation]:
    """Explanations of every pair in table ``scored`` (l, r, field bits), in the order of the records."""
    columns = [row[0] for row in con.execute("DESCRIBE party").fetchall() if row[0] != "rid"]
    levels = ", ".join(f"{level_sql(one)} AS {one.name}_level" for one in model.comparisons)
    names = [one.name for one in model.comparisons]
    if not names:
        return []
    bits = ", ".join(f"s.{name}_bits" for name in names)
    rows = con.execute(
        f"""SELECT s.l, s.r, {", ".join(f"v.{name}_level" for name in names)}, {bits}
        FROM (SELECT l, r, {levels} FROM ({beside_sql(columns, scored)})) v
        JOIN {scored} s USING (l, r) ORDER BY s.l, s.r"""
    ).fetchall()
    return [_explanation(row, model, prior) for row in rows]


def _explanation(row: Sequence[Any], model: Model, prior: float) -> PairExplanation:
    count = len(model.comparisons)
    says = [Say("先验", "两条记录碰巧相同的先验", round(prior, 3))]
    for place, comparison in enumerate(model.comparisons):
        level, bits = row[2 + place], float(row[2 + count + place])
        if level >= 0:
            says.append(Say(comparison.words, comparison.levels[level].words, round(bits, 3)))
    total = round(sum(say.bits for say in says), 3)
    return PairExplanation(row[0], row[1], total, probability(total), tuple(says))


def by_weight(pairs: Iterable[PairExplanation]) -> list[PairExplanation]:
    """The most probable first, then by record."""
    return sorted(pairs, key=lambda one: (-one.bits, one.left, one.right))
