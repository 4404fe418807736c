"""Which columns a linkage reads, and how it decides."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhuangjian.engines.rules.answer import Refusal


@dataclass(frozen=True, slots=True)
class Fields:
    """Names of the columns; only ``name`` or one of the others must be there.

    ``numbers`` are licence or filing numbers that belong to one party at a time.
    """

    id: str
    name: str | None = None
    address: str | None = None
    phone: str | None = None
    person: str | None = None
    zip: str | None = None
    code: str | None = None
    numbers: tuple[str, ...] = ()

    def columns(self) -> list[str]:
        """Every column named, the record's id first, without repetition."""
        named = [
            self.id,
            self.name,
            self.address,
            self.phone,
            self.person,
            self.zip,
            self.code,
            *self.numbers,
        ]
        return list(dict.fromkeys(column for column in named if column))


@dataclass(frozen=True, slots=True)
class LinkOptions:
    """How a linkage decides.

    ``threshold``: a pair at least this probable may be joined. ``review``: a pair between this and the threshold is
    for a clerk. ``block_cap``: most records that one shared key may bring together. ``memory_limit`` and
    ``temp_directory`` as DuckDB reads them. ``seed`` fixes the random sampling.
    """

    threshold: float = 0.7
    review: float = 0.1
    block_cap: int = 100
    seed: int = 2026
    threads: int | None = None
    memory_limit: str | None = None
    temp_directory: str | None = None
    explain: tuple[tuple[str, str], ...] = field(default=())

    def __post_init__(self) -> None:
        """Refuses probabilities outside 0–1 and a review band above the threshold."""
        if not 0 < self.threshold < 1:
            raise Refusal(f"合并阈值 {self.threshold} 不在 0 与 1 之间，请改写 --threshold。")
        if not 0 < self.review <= self.threshold:
            raise Refusal(
                f"复核下限 {self.review} 应大于 0 且不大于合并阈值 {self.threshold}，请改写 --review。"
            )
        if self.block_cap < 2:
            raise Refusal(f"分块上限 {self.block_cap} 过小，至少为 2。")
