"""A compact range: all that is needed to go on appending to a tree, O(log n) hashes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhuangjian.engines.merkle.digest import SIZE
from zhuangjian.engines.merkle.tree import joined, node_hash
from zhuangjian.engines.rules.answer import Refusal


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree of ``size`` leaves by the roots of its complete subtrees, largest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()
    algorithm: str = "sha256"

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.peaks) != self.size.bit_count():
            raise Refusal(f"默克尔树前沿不完整：{self.size} 个叶子不应有 {len(self.peaks)} 个子树根")
        if any(len(peak) != SIZE for peak in self.peaks):
            raise Refusal(f"默克尔树前沿里有长度不是 {SIZE} 字节的哈希")

    def append(self, leaf: bytes) -> Frontier:
        """The frontier with one more leaf hash."""
        return self.append_with_nodes(leaf)[0]

    def append_with_nodes(self, leaf: bytes) -> tuple[Frontier, tuple[tuple[int, int, bytes], ...]]:
        """The new frontier, and the subtrees that this leaf completed as ``(level, index, hash)``.

        Level 0 is the leaf itself. Kept in a table, they let any proof be made from O(log n) rows.
        """
        peaks, carry, level = list(self.peaks), leaf, 0
        done = [(0, self.size, leaf)]
        while self.size >> level & 1:
            carry = node_hash(peaks.pop(), carry, self.algorithm)
            level += 1
            done.append((level, self.size >> level, carry))
        return Frontier(self.size + 1, (*peaks, carry), self.algorithm), tuple(done)

    def root(self) -> bytes:
        """The RFC 6962 root over all leaves so far."""
        return joined(self.peaks, self.algorithm)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form, for ``from_dict``."""
        return {
            "size": self.size,
            "peaks": [peak.hex() for peak in self.peaks],
            "algorithm": self.algorithm,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Frontier:
        """Reads what ``to_dict`` wrote; raises ``Refusal`` when size and peaks do not fit together."""
        peaks = tuple(bytes.fromhex(peak) for peak in data["peaks"])
        return cls(int(data["size"]), peaks, str(data["algorithm"]))
