"""The Merkle tree of RFC 6962 section 2.1."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from zhuangjian.engines.merkle.digest import digest

# (start, end) -> hash of the subtree over leaves start … end-1.
RangeHash = Callable[[int, int], bytes]


def leaf_hash(data: bytes, algorithm: str = "sha256") -> bytes:
    """``H(0x00 ‖ data)``."""
    return digest(b"\x00" + data, algorithm)


def node_hash(left: bytes, right: bytes, algorithm: str = "sha256") -> bytes:
    """``H(0x01 ‖ left ‖ right)``."""
    return digest(b"\x01" + left + right, algorithm)


def empty_root(algorithm: str = "sha256") -> bytes:
    """Root of a tree without leaves: the hash of nothing."""
    return digest(b"", algorithm)


def joined(peaks: Sequence[bytes], algorithm: str = "sha256") -> bytes:
    """The root over perfect subtrees by their roots, largest first."""
    if not peaks:
        return empty_root(algorithm)
    value = peaks[-1]
    for peak in reversed(peaks[:-1]):
        value = node_hash(peak, value, algorithm)
    return value


def split_point(count: int) -> int:
    """The largest power of two below ``count`` (which is at least 2)."""
    return 1 << ((count - 1).bit_length() - 1)


def range_hasher(leaves: Sequence[bytes], algorithm: str = "sha256") -> RangeHash:
    """A function giving the subtree hash over ``leaves[start:end]``, remembering what it computed."""
    known: dict[tuple[int, int], bytes] = {}

    def compute(start: int, end: int) -> bytes:
        if end - start == 1:
            return leaves[start]
        if (start, end) not in known:
            middle = start + split_point(end - start)
            known[start, end] = node_hash(compute(start, middle), compute(middle, end), algorithm)
        return known[start, end]

    return compute


def tree_root(leaves: Sequence[bytes], algorithm: str = "sha256") -> bytes:
    """Root over leaf hashes in order; a memory of O(log n)."""
    if not leaves:
        return empty_root(algorithm)
    from zhuangjian.engines.merkle.frontier import Frontier

    frontier = Frontier(algorithm=algorithm)
    for leaf in leaves:
        frontier = frontier.append(leaf)
    return frontier.root()
