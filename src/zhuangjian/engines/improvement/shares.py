"""Shares with Wilson's interval, and the change between two shares with Newcombe's (method 10, Stat. Med. 17, 1998)."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``n``."""

    hits: int
    n: int

    def __post_init__(self) -> None:
        if not 0 <= self.hits <= self.n:
            raise ValueError(f"{self.hits} of {self.n} is no share")

    @property
    def value(self) -> float | None:
        """The share; None of nothing."""
        return self.hits / self.n if self.n else None

    @property
    def percent(self) -> str:
        """The share in per cent with one digit; empty of nothing."""
        return f"{100 * self.hits / self.n:.1f}" if self.n else ""

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Wilson's interval; (0, 1) of nothing."""
        if self.n == 0:
            return 0.0, 1.0
        z, p, n = NormalDist().inv_cdf(0.5 + level / 2), self.hits / self.n, self.n
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Difference:
    """The second share less the first, with its interval."""

    value: float
    low: float
    high: float

    @property
    def fell(self) -> bool:
        """Whether the interval lies below no change."""
        return self.high < 0

    @property
    def rose(self) -> bool:
        """Whether the interval lies above no change."""
        return self.low > 0


def change(before: Share, after: Share, level: float = 0.95) -> Difference | None:
    """What changed; None where one of the two is of nothing."""
    if before.value is None or after.value is None:
        return None
    (l1, u1), (l2, u2) = before.interval(level), after.interval(level)
    p1, p2 = before.value, after.value
    found = p2 - p1
    low = found - sqrt((p2 - l2) ** 2 + (u1 - p1) ** 2)
    high = found + sqrt((u2 - p2) ** 2 + (p1 - l1) ** 2)
    return Difference(found, low, high)
