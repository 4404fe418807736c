"""The first plan: bundles of wishes that one visit can serve, placed by worth for each hour they take."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from .board import Board, Floats
from .placing import Prices, place
from .state import State

Bundle = tuple[int, ...]


def bundles(board: Board, wishes: Sequence[int]) -> list[Bundle]:
    """Wishes of one party grouped so that one visit can serve each group: earliest due day first (interval stabbing)."""
    left = sorted((w for w in wishes if board.low[w] <= board.high[w]), key=lambda w: (_due(board, w), w))
    found: list[Bundle] = []
    while left:
        low, high = int(board.low[left[0]]), _due(board, left[0])
        group = [left[0]]
        for wish in left[1:]:
            first, last = max(low, int(board.low[wish])), min(high, int(board.high[wish]))
            if first <= last and _fits_one_day(board, [*group, wish]):
                low, high = first, last
                group.append(wish)
        found.append(tuple(group))
        left = [w for w in left if w not in group]
    return found


def all_bundles(board: Board) -> list[Bundle]:
    """The bundles of every party, party after party."""
    return [bundle for wishes in board.wishes_of for bundle in bundles(board, wishes)]


def worth(board: Board, bundle: Bundle) -> float:
    """Value for each hour on the nearest base's clock; bundles are placed in falling order of it."""
    indices = list(bundle)
    party = int(board.party[bundle[0]])
    way = 0.0
    if board.near.shape[1]:
        base, point = int(board.near[party, 0]), board.point(party)
        way = board.points.between(base, point) + board.points.between(point, base)
    return float(board.value[indices].sum()) / (float(board.minutes[indices].max()) + 0.5 * way + 1.0)


def construct(
    state: State,
    prices: Floats,
    tick: Callable[[int, int], bool] | None = None,
) -> None:
    """Fill an empty (or partly filled) state greedily, first minding the prices of time, then taking what still fits.

    ``tick(done, all)`` is asked now and then; when it returns true the construction ends early.
    """
    board = state.board
    open_bundles = [b for b in all_bundles(board) if all(state.outing_of[w] < 0 for w in b)]
    order = sorted(open_bundles, key=lambda b: (-worth(board, b), b))
    pending = len(order)
    for n, bundle in enumerate(order):
        if tick is not None and n % 64 == 0 and tick(n, pending):
            return
        place(state, bundle, Prices(prices))
    fill(state, tick)


def fill(state: State, tick: Callable[[int, int], bool] | None = None) -> None:
    """Place what is still open and fits, whole bundles first, then wish by wish."""
    board = state.board
    left = np.flatnonzero((state.outing_of < 0) & (board.low <= board.high))
    parties = dict.fromkeys(board.party[left].tolist())
    again = [
        b for p in parties for b in bundles(board, [w for w in board.wishes_of[p] if state.outing_of[w] < 0])
    ]
    again.sort(key=lambda b: (-worth(board, b), b))
    for n, bundle in enumerate(again):
        if tick is not None and n % 64 == 0 and tick(n, len(again)):
            return
        if not place(state, bundle) and len(bundle) > 1:
            for wish in sorted(bundle, key=lambda w: (-board.value[w], w)):
                place(state, (wish,))


def _due(board: Board, wish: int) -> int:
    """The working day on or before which the wish is not late, inside its window."""
    day = int(np.searchsorted(board.ordinal, board.due[wish], side="right")) - 1
    return min(max(day, int(board.low[wish])), int(board.high[wish]))


def _fits_one_day(board: Board, group: list[int]) -> bool:
    minutes = board.minutes[group]
    longest = float(minutes.max())
    needed = longest + board.problem.merge_share * (float(minutes.sum()) - longest)
    party = int(board.party[group[0]])
    way = 0.0
    if board.near.shape[1]:
        base, point = int(board.near[party, 0]), board.point(party)
        way = board.points.between(base, point) + board.points.between(point, base)
    return needed + way <= board.day_minutes
