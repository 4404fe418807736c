"""How far inspectors who judge the same evidence agree, checkpoint by checkpoint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhuangjian.engines.improvement.shares import Share

# Fewer people than this say nothing of how a checkpoint is judged.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of one checkpoint: ``people`` who judged it, ``alike`` of ``pairs`` of them that said the same, and how often each
    result was given. The interval is Wilson's over as many pairs as share nobody, which the mean of all pairs is at least
    as precise as; (0, 1) below ``FEWEST`` people."""

    item: str
    people: int
    alike: int
    pairs: int
    results: Mapping[str, int]
    apart: int

    @property
    def value(self) -> float | None:
        """The share of pairs that said the same; None of fewer than two people."""
        return self.alike / self.pairs if self.pairs else None

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Where the share lies, for people like these."""
        if self.value is None or self.people < FEWEST:
            return 0.0, 1.0
        # Wilson's interval moves with the share, not with the count: the nearest counts on both sides enclose it.
        low = Share(int(self.value * self.apart), self.apart).interval(level)[0]
        high = Share(min(self.apart, -int(-self.value * self.apart // 1)), self.apart).interval(level)[1]
        return low, high


def agreements(cases: Sequence[Iterable[Mapping[str, str]]]) -> list[Agreement]:
    """Of each checkpoint over the cases, each a list of one person's results by checkpoint; where they differ most first."""
    people: Counter[str] = Counter()
    alike: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    apart: Counter[str] = Counter()
    results: dict[str, Counter[str]] = {}
    for case in cases:
        said: dict[str, Counter[str]] = {}
        for one in case:
            for item, result in one.items():
                said.setdefault(item, Counter())[result] += 1
        for item, counts in said.items():
            n = counts.total()
            people[item] += n
            alike[item] += sum(k * (k - 1) // 2 for k in counts.values())
            pairs[item] += n * (n - 1) // 2
            apart[item] += n // 2
            results.setdefault(item, Counter()).update(counts)
    found = [
        Agreement(item, people[item], alike[item], pairs[item], dict(results[item]), apart[item])
        for item in people
    ]
    return sorted(
        found, key=lambda one: (one.people < FEWEST, one.value if one.value is not None else 2.0, one.item)
    )
