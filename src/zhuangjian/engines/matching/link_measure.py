"""How good clusters are, measured against the truth and used for nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from zhuangjian.engines.rules.answer import Refusal


@dataclass(frozen=True, slots=True)
class Measure:
    """Pairs of records: found together, truly together, both; precision, recall and F1 (1 where nothing is to find)."""

    found: int
    true: int
    both: int

    @property
    def precision(self) -> float:
        """Share of the pairs found that are true."""
        return self.both / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the true pairs that were found."""
        return self.both / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def to_dict(self) -> dict[str, float | int]:
        """JSON-ready form."""
        return {
            "precision": round(self.precision, 6),
            "recall": round(self.recall, 6),
            "f1": round(self.f1, 6),
            "found_pairs": self.found,
            "true_pairs": self.true,
            "correct_pairs": self.both,
        }


def measure(clusters: Sequence[Hashable], truth: Sequence[Hashable | None]) -> Measure:
    """Pairwise agreement of two labellings of the same records; records without truth are left out."""
    if len(clusters) != len(truth):
        raise Refusal(f"聚类有{len(clusters)}条记录，真值有{len(truth)}条，应一一对应。")
    known = [(cluster, true) for cluster, true in zip(clusters, truth, strict=True) if true is not None]
    return Measure(
        _pairs(Counter(cluster for cluster, _ in known).values()),
        _pairs(Counter(true for _, true in known).values()),
        _pairs(Counter(known).values()),
    )


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)
