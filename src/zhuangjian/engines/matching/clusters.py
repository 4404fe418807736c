"""Pairs into clusters without chains: groups merge while all of their pairs, taken together, speak for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Pair = tuple[int, int]
# A single pair never outweighs more than this many bits of the opposite; one never scored counts as that much against.
CLIP: Final = 12.0
LARGEST: Final = 500


@dataclass(frozen=True, slots=True)
class Joined:
    """Groups that numbers alone make, and the pairs that share a number but would bring two credit codes together."""

    groups: list[list[int]]
    refused: list[Pair]


def connected(members: Iterable[int], pairs: Iterable[Pair]) -> list[list[int]]:
    """The connected components with their members sorted, in the order of their first members."""
    parent = {member: member for member in members}

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for left, right in pairs:
        a, b = root(left), root(right)
        if a != b:
            parent[max(a, b)] = min(a, b)
    groups: dict[int, list[int]] = {}
    for member in sorted(parent):
        groups.setdefault(root(member), []).append(member)
    return [groups[key] for key in sorted(groups)]


def join_by_number(pairs: Sequence[Pair], codes: Mapping[int, str]) -> Joined:
    """Groups of records that share a number; where different credit codes would meet, only equal codes stay joined."""
    groups: list[list[int]] = []
    refused: list[Pair] = []
    members = {one for pair in pairs for one in pair}
    place: dict[int, int] = {}
    for number, group in enumerate(connected(members, pairs)):
        place.update(dict.fromkeys(group, number))
        if len({codes[one] for one in group if one in codes}) <= 1:
            groups.append(group)
            continue
        by_code: dict[str, list[int]] = {}
        for one in group:
            if one in codes:
                by_code.setdefault(codes[one], []).append(one)
        groups += [same for same in by_code.values() if len(same) > 1]
    kept = {one: number for number, group in enumerate(groups) for one in group}
    refused = [pair for pair in pairs if kept.get(pair[0], -1) != kept.get(pair[1], -2)]
    return Joined(sorted(groups), sorted(refused))


def agglomerate(
    groups: Sequence[Sequence[int]], bits: Mapping[Pair, float], codes: Mapping[int, str], threshold: float
) -> list[list[int]]:
    """Clusters of one component: average linkage over ``bits``, merging while the average reaches ``threshold``.

    ``groups`` are what numbers joined already, single records included. A pair without bits counts as disagreeing.
    Groups with different credit codes never merge, whatever their names say.
    """
    clusters: list[list[int]] = sorted(sorted(group) for group in groups)
    if len(clusters) < 2:
        return clusters
    held = [next((codes[one] for one in group if one in codes), "") for group in clusters]
    sums = _sums(clusters, bits)
    sizes = np.array([len(group) for group in clusters], dtype=float)
    apart = np.array([[a != "" and b != "" and a != b for b in held] for a in held], dtype=bool)
    np.fill_diagonal(apart, True)
    while len(clusters) > 1:
        average = np.where(apart, -np.inf, np.round(sums / np.outer(sizes, sizes), 6))
        first, second = divmod(int(np.argmax(average)), len(clusters))
        if average[first, second] < threshold:
            break
        keep, gone = min(first, second), max(first, second)
        sums[keep] += sums[gone]
        sums[:, keep] += sums[:, gone]
        sizes[keep] += sizes[gone]
        apart[keep] |= apart[gone]
        apart[:, keep] |= apart[:, gone]
        clusters[keep] = sorted(clusters[keep] + clusters.pop(gone))
        sums, apart = (np.delete(np.delete(matrix, gone, 0), gone, 1) for matrix in (sums, apart))
        sizes = np.delete(sizes, gone)
    return sorted(clusters)


def _sums(groups: list[list[int]], bits: Mapping[Pair, float]) -> npt.NDArray[np.float64]:
    """Sum of the clipped bits between every two groups."""
    sums = np.zeros((len(groups), len(groups)))
    for first in range(len(groups)):
        for second in range(first + 1, len(groups)):
            total = 0.0
            for a in groups[first]:
                for b in groups[second]:
                    total += max(-CLIP, min(CLIP, bits.get((a, b) if a < b else (b, a), -CLIP)))
            sums[first, second] = sums[second, first] = total
    return sums
