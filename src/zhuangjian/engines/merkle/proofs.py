"""Inclusion and consistency proofs (RFC 6962 section 2.1), verified as RFC 9162 section 2.1 lays down."""

from __future__ import annotations

from collections.abc import Sequence

from zhuangjian.engines.merkle.tree import empty_root, node_hash, range_hasher, split_point
from zhuangjian.engines.rules.answer import Refusal

Range = tuple[int, int]


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """The subtrees, leaf side first, whose hashes prove leaf ``index`` in a tree of ``size`` leaves.

    Raises ``Refusal`` unless ``0 ≤ index < size``.
    """
    if not 0 <= index < size:
        raise Refusal(f"台账只有 {size} 条，没有第 {index + 1} 条，不能出具回执")
    start, end = 0, size
    path: list[Range] = []
    while end - start > 1:
        middle = start + split_point(end - start)
        if index < middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start = middle
    return path[::-1]


def consistency_ranges(first: int, second: int) -> list[Range]:
    """The subtrees whose hashes prove that the first ``first`` leaves of ``second`` were not changed.

    Raises ``Refusal`` unless ``0 ≤ first ≤ second``. Empty when there is nothing to prove.
    """
    if not 0 <= first <= second:
        raise Refusal(f"不能证明 {second} 条的台账是由 {first} 条增长来的")
    if first in (0, second):
        return []
    start, end, whole = 0, second, True
    path: list[Range] = []
    while first != end:
        middle = start + split_point(end - start)
        if first <= middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start, whole = middle, False
    if not whole:
        path.append((start, end))
    return path[::-1]


def inclusion_proof(index: int, leaves: Sequence[bytes], algorithm: str = "sha256") -> list[bytes]:
    """Proof that leaf hash ``leaves[index]`` is in the tree over ``leaves``."""
    hasher = range_hasher(leaves, algorithm)
    return [hasher(start, end) for start, end in inclusion_ranges(index, len(leaves))]


def consistency_proof(first: int, leaves: Sequence[bytes], algorithm: str = "sha256") -> list[bytes]:
    """Proof that the tree over ``leaves`` grew from the one over ``leaves[:first]``."""
    hasher = range_hasher(leaves, algorithm)
    return [hasher(start, end) for start, end in consistency_ranges(first, len(leaves))]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes, algorithm: str = "sha256"
) -> bool:
    """Whether ``proof`` shows leaf hash ``leaf`` at ``index`` of the tree of ``size`` leaves with ``root``."""
    if not 0 <= index < size:
        return False
    fn, sn, value = index, size - 1, leaf
    for part in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            value = node_hash(part, value, algorithm)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            value = node_hash(value, part, algorithm)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and value == root


def verify_consistency(
    first: int,
    second: int,
    proof: Sequence[bytes],
    first_root: bytes,
    second_root: bytes,
    algorithm: str = "sha256",
) -> bool:
    """Whether ``proof`` shows the tree of ``second`` leaves to have grown from that of ``first`` leaves."""
    if not 0 <= first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    if first == 0:
        return not proof and first_root == empty_root(algorithm)
    parts = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not parts:
        return False
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    old = new = parts[0]
    for part in parts[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            old, new = node_hash(part, old, algorithm), node_hash(part, new, algorithm)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            new = node_hash(new, part, algorithm)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and old == first_root and new == second_root
