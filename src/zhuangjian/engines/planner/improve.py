"""Large-neighbourhood search: take a few related outings apart, put their visits and some unserved ones back better."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .board import Floats
from .construct import Bundle, bundles, worth
from .placing import may_put, place
from .state import Outing, State

_HEAT = 3e-4
_COOL_ROUNDS = 2000


@dataclass(slots=True)
class Search:
    """The search's memory: the state it works on, the best plan so far and the random numbers it may use."""

    state: State
    rng: np.random.Generator
    best: dict[int, Outing]
    best_total: float
    rounds: int = 0

    @classmethod
    def start(cls, state: State, seed: int) -> Search:
        """Begin from a state as it is."""
        return cls(state, np.random.default_rng(seed), dict(state.outings), state.total())

    def run(self, rounds: int, stop: Callable[[], bool] | None = None) -> None:
        """``rounds`` more rounds, or until ``stop()``; the best plan found is kept in :attr:`best`."""
        for _ in range(rounds):
            if stop is not None and stop():
                break
            self._round()
            self.rounds += 1

    def restore_best(self) -> None:
        """Bring the state back to the best plan."""
        state = self.state
        for key in [k for k in state.outings if self.best.get(k) is not state.outings[k]]:
            state.drop(key)
        for key, outing in self.best.items():
            if key not in state.outings:
                state.put(outing, key)

    def _round(self) -> None:
        state, board = self.state, self.state.board
        movable = len(state.outings) > len(state.frozen)
        before = state.total()
        state.begin()
        removed: list[Bundle] = []
        seed_wish = self._open_wish()
        keys = self._related(seed_wish) if movable else []
        taken = [state.drop(key) for key in keys]
        if state.original:
            taken = self._put_back(taken, seed_wish)
        for outing in taken:
            removed += [stop.wishes for stop in outing.stops]
        pending = self._regroup(removed, seed_wish)
        noise: Floats | None = None
        if self.rng.random() < 0.7:
            noise = self.rng.normal(0.0, 0.15 + 0.6 * self.rng.random(), len(board.days))
        for whole in self._ordered(pending, seed_wish):
            bundle = tuple(w for w in whole if state.outing_of[w] < 0)
            if bundle and not place(state, bundle, None, noise) and len(bundle) > 1:
                for wish in bundle:
                    place(state, (wish,), None, noise)
        after = state.total()
        heat = _HEAT * abs(self.best_total) * max(0.0, 1 - self.rounds / _COOL_ROUNDS) * 0.1
        if after >= before - 1e-9 or after > before + heat * np.log(max(self.rng.random(), 1e-12)):
            state.commit()
            if after > self.best_total + 1e-9:
                self.best, self.best_total = dict(state.outings), after
        else:
            state.undo()

    def _put_back(self, taken: list[Outing], wish: int | None) -> list[Outing]:
        """Around a plan in force: serve the open wish first, then put back as they were all outings that still can be."""
        if wish is None:
            return taken
        place(self.state, (wish,))
        left = []
        for outing in taken:
            if may_put(self.state, outing):
                self.state.put(outing)
            else:
                left.append(outing)
        return left

    def _open_wish(self) -> int | None:
        """Now and then start from a wish not served yet, the dearer the likelier."""
        state, board = self.state, self.state.board
        if self.rng.random() > 0.5:
            return None
        left = np.flatnonzero((state.outing_of < 0) & (board.low <= board.high))
        if not len(left):
            return None
        drawn = left[self.rng.integers(0, len(left), 3)]
        return int(drawn[np.argmax(board.value[drawn])])

    def _related(self, wish: int | None) -> list[int]:
        """Outings to take apart: near each other in place and time, or each with room to spare."""
        state, board = self.state, self.state.board
        size = int(self.rng.integers(2, 9))
        if wish is not None:
            party = int(board.party[wish])
            bases = board.near[party][: int(self.rng.integers(1, 3))].tolist()
            centre = int(self.rng.integers(board.low[wish], board.high[wish] + 1))
        else:
            key = self._any_key()
            outing = state.outings[key]
            bases, centre = [outing.base], outing.day
            if self.rng.random() < 0.4:
                return self._close_in_place(outing, size)
        reach = int(self.rng.choice([2, 5, 10, 30]))
        found: list[int] = []
        for base in bases:
            book = state.books[base]
            rows = np.flatnonzero(
                (book.slack[: book.top] >= 0) & (np.abs(book.day[: book.top] - centre) <= reach)
            )
            found += [int(k) for k in book.key[rows] if int(k) not in state.frozen]
        if len(found) > size:
            found = [found[i] for i in sorted(self.rng.choice(len(found), size, replace=False).tolist())]
        return found

    def _any_key(self) -> int:
        books = self.state.books
        while True:
            book = books[int(self.rng.integers(len(books)))]
            if book.row_of:
                row = int(self.rng.integers(book.top))
                if book.slack[row] >= 0:
                    return int(book.key[row])

    def _close_in_place(self, outing: Outing, size: int) -> list[int]:
        """Outings of the same base whose first stop lies nearest to this one's, whenever they are."""
        state, board = self.state, self.state.board
        book = state.books[outing.base]
        rows = np.flatnonzero(book.slack[: book.top] >= 0)
        here = next((board.point(s.party) for s in outing.stops if not s.off), outing.base)
        far = board.points.minutes(book.nodes[rows, 1], here)
        late = np.abs(book.day[rows] - outing.day) * self.rng.choice([0.0, 0.3, 2.0])
        order = np.argsort(far + late + self.rng.random(len(rows)) * 5, kind="stable")[:size]
        return [int(k) for k in book.key[rows[order]] if int(k) not in state.frozen]

    def _regroup(self, removed: list[Bundle], wish: int | None) -> list[Bundle]:
        """Bundles to place: those removed (now and then grouped anew) and a few open ones of the same neighbourhood."""
        state, board = self.state, self.state.board
        pending = list(removed)
        if wish is not None:
            pending.append((wish,))
        left = np.flatnonzero((state.outing_of < 0) & (board.low <= board.high))
        taken = {w for bundle in pending for w in bundle}
        if len(left):
            for w in self.rng.choice(left, min(len(left), 4), replace=False).tolist():
                if w not in taken:
                    pending.append((w,))
                    taken.add(w)
        if self.rng.random() < 0.3:
            parties: dict[int, list[int]] = {}
            for bundle in pending:
                parties.setdefault(int(board.party[bundle[0]]), []).extend(bundle)
            pending = [b for wishes in parties.values() for b in bundles(board, wishes)]
        return pending

    def _ordered(self, pending: list[Bundle], wish: int | None) -> list[Bundle]:
        board = self.state.board
        way = int(self.rng.integers(4))
        jitter = np.exp(self.rng.normal(0.0, 0.25, len(pending)))
        if way == 0:
            score = [worth(board, b) * j for b, j in zip(pending, jitter, strict=True)]
        elif way == 1:
            score = [float(board.value[list(b)].sum()) * j for b, j in zip(pending, jitter, strict=True)]
        elif way == 2:
            score = [float(board.minutes[list(b)].max()) * j for b, j in zip(pending, jitter, strict=True)]
        else:
            score = [
                -float((board.high[list(b)] - board.low[list(b)]).min()) * j
                for b, j in zip(pending, jitter, strict=True)
            ]
        order = sorted(range(len(pending)), key=lambda n: -score[n])
        if wish is not None and self.rng.random() < 0.5:
            order.sort(key=lambda n: wish not in pending[n])
        return [pending[n] for n in order]
