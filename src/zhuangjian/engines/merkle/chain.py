"""The hash chain: each entry's hash takes in the one before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from zhuangjian.engines.merkle.digest import SIZE, digest
from zhuangjian.engines.rules.answer import Refusal

# Leaves of the tree start with 0x00 and nodes with 0x01 (RFC 6962); a third prefix keeps a chain hash from
# ever being taken for either.
_CHAIN_PREFIX: Final = b"\x02"


@dataclass(frozen=True, slots=True)
class ChainFault:
    """The first entry that does not fit: its position from 0, and ``link`` or ``content``."""

    index: int
    kind: str
    message: str


def genesis() -> bytes:
    """What stands for "the entry before the first": 32 zero bytes."""
    return bytes(SIZE)


def entry_hash(prev_hash: bytes, canonical: bytes, algorithm: str = "sha256") -> bytes:
    """Hash of one entry: ``H(0x02 ‖ prev_hash ‖ canonical)``. Raises ``Refusal`` if ``prev_hash`` is not 32 bytes."""
    if len(prev_hash) != SIZE:
        raise Refusal(f"上一条的哈希应为 {SIZE} 字节，实为 {len(prev_hash)} 字节")
    return digest(_CHAIN_PREFIX + prev_hash + canonical, algorithm)


def first_fault(
    entries: Iterable[tuple[bytes, bytes, bytes]],
    algorithm: str = "sha256",
    *,
    start: bytes | None = None,
) -> ChainFault | None:
    """Walks ``(prev_hash, canonical, hash)`` in order; the first fault, or None when the chain holds.

    ``start`` is the hash before the first of ``entries`` (the genesis value unless told).
    """
    expected = genesis() if start is None else start
    for index, (prev, canonical, stored) in enumerate(entries):
        if prev != expected:
            return ChainFault(index, "link", f"第 {index + 1} 条接不上前一条：可能有条目被删除、插入或调换")
        if entry_hash(prev, canonical, algorithm) != stored:
            return ChainFault(index, "content", f"第 {index + 1} 条的内容与其哈希不符：内容被改动过")
        expected = stored
    return None
