"""A plan being made: outings, whose time they take, and the running sums of the objective. Every change can be undone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .board import Board, Bools, Floats, Ints
from .demands import merged_hours

_EMPTY = -1.0


class Stop(NamedTuple):
    """One visit inside an outing; ``off`` is the off-site mode, which takes no travel."""

    party: int
    wishes: tuple[int, ...]
    off: bool
    minutes: float


class Outing(NamedTuple):
    """One team's day. The leader is first in ``team``; ``travel`` is the tour, ``joining`` all members' way to its base."""

    day: int
    base: int
    team: tuple[int, ...]
    stops: tuple[Stop, ...]
    travel: float
    joining: float
    longest: float

    @property
    def load(self) -> float:
        """Minutes of the member whose day is longest."""
        return self.travel + self.longest + sum(stop.minutes for stop in self.stops)


class Book:
    """The outings of one base as rows of arrays, so that all of them are asked at once where one more visit fits."""

    def __init__(self, base: int, width: int) -> None:
        self.base, self.width, self.top = base, width, 0
        self.free_rows: list[int] = []
        self.row_of: dict[int, int] = {}
        self.resize(64)

    def resize(self, size: int) -> None:
        """Room for ``size`` rows; what is there stays."""
        old = self.top
        for name, kind, fill, shape in (
            ("day", np.int64, 0, (size,)),
            ("key", np.int64, -1, (size,)),
            ("slack", np.float64, _EMPTY, (size,)),
            ("count", np.int64, 0, (size,)),
            ("size", np.int64, 0, (size,)),
            ("skills", np.int64, 0, (size,)),
            ("nodes", np.int64, self.base, (size, self.width + 2)),
        ):
            fresh = np.full(shape, fill, dtype=kind)
            if old:
                fresh[:old] = getattr(self, name)[:old]
            setattr(self, name, fresh)

    day: Ints
    key: Ints
    slack: Floats
    count: Ints
    size: Ints
    skills: Ints
    nodes: Ints

    def add(self, key: int, outing: Outing, slack: float, skills: int, first_party: int) -> None:
        """One outing as a row."""
        if self.free_rows:
            row = self.free_rows.pop()
        else:
            if self.top == len(self.day):
                self.resize(2 * self.top)
            row = self.top
            self.top += 1
        self.row_of[key] = row
        self.day[row], self.key[row], self.slack[row] = outing.day, key, slack
        self.count[row], self.size[row], self.skills[row] = len(outing.stops), len(outing.team), skills
        nodes = self.nodes[row]
        nodes[:] = self.base
        spot = 1
        for stop in outing.stops:
            if not stop.off:
                nodes[spot] = first_party + stop.party
                spot += 1

    def remove(self, key: int) -> None:
        """Forget one outing."""
        row = self.row_of.pop(key)
        self.slack[row] = _EMPTY
        self.free_rows.append(row)


class State:
    """All outings and what follows from them."""

    def __init__(self, board: Board) -> None:
        self.board = board
        people, days = board.present.shape
        self.outings: dict[int, Outing] = {}
        self.next_key = 0
        self.busy: Bools = np.zeros((people, days), dtype=bool)
        self.used: Ints = np.zeros((people, board.problem.weeks), dtype=np.int64)
        self.days: Ints = np.zeros(people, dtype=np.int64)
        weeks = board.problem.weeks
        self.slices = [slice(*np.searchsorted(board.week, [w, w + 1]).tolist()) for w in range(weeks)]
        self.free: Bools = board.present & (board.quota[:, board.week] > 0)
        self.free_officers: Bools = self.free & board.enforcing
        count = len(board.staff)
        self.officers: Ints = np.zeros((count, days), dtype=np.int64)
        self.leaders: Ints = np.zeros((count, days), dtype=np.int64)
        for base, staff in enumerate(board.staff):
            self.officers[base] = self.free_officers[staff].sum(axis=0)
            self.leaders[base] = self.free_officers[staff[board.leads[staff]]].sum(axis=0)
        self.books = [Book(base, board.problem.visits_per_day) for base in range(count)]
        self.visits: list[list[tuple[int, int, Stop]]] = [[] for _ in board.past]
        self.outing_of: Ints = np.full(len(board.wished), -1, dtype=np.int64)
        self.covered: Floats = np.zeros(len(board.district_floor))
        self.risk = self.late = self.travel = 0.0
        self.frozen: set[int] = set()
        self.original: dict[int, tuple[int, tuple[int, ...]]] = {}
        self.changed = 0
        self.journal: list[tuple[int, Outing, bool]] | None = None

    def put(self, outing: Outing, key: int | None = None) -> int:
        """Add an outing; its key."""
        if key is None:
            key = self.next_key
            self.next_key += 1
        self.outings[key] = outing
        self._account(key, outing, 1)
        if self.journal is not None:
            self.journal.append((key, outing, True))
        return key

    def drop(self, key: int) -> Outing:
        """Take an outing away."""
        outing = self.outings.pop(key)
        self._account(key, outing, -1)
        if self.journal is not None:
            self.journal.append((key, outing, False))
        return outing

    def begin(self) -> None:
        """Start remembering changes."""
        self.journal = []

    def undo(self) -> None:
        """Take back every change since :meth:`begin`."""
        journal, self.journal = self.journal or [], None
        for key, outing, added in reversed(journal):
            if added:
                self.drop(key)
            else:
                self.put(outing, key)

    def commit(self) -> None:
        """Keep the changes."""
        self.journal = None

    def total(self) -> float:
        """The objective of the plan as it stands."""
        weights = self.board.problem.weights
        return (
            weights.risk * self.risk
            - weights.lateness * self.late
            - weights.load * self.excess_days()
            - weights.region * self.shortage()
            - weights.travel * self.travel / 60
            - weights.change * self.changed
        )

    def excess_days(self) -> float:
        """Person-days above the fair share (see the verifier, which sums the same from the plan)."""
        fair = self.board.fair
        total = float(fair.sum())
        if not total:
            return 0.0
        rate = float(self.days.sum()) / total * (1 + self.board.problem.fair_margin)
        return float(np.maximum(0.0, self.days - np.maximum(1.0, rate * fair)).sum())

    def shortage(self) -> float:
        """Points of risk by which districts stay under their floor."""
        return float(np.maximum(0.0, self.board.district_floor - self.covered).sum())

    def stop_for(self, party: int, wishes: tuple[int, ...], off: bool) -> Stop:
        """A visit serving these wishes, with its minutes."""
        board = self.board
        minutes = (board.off_minutes if off else board.minutes)[list(wishes)].tolist()
        return Stop(party, wishes, off, merged_hours(minutes, board.problem.merge_share))

    def counted(self, stop: Stop) -> bool:
        """Whether the visit counts toward the yearly cap."""
        counts = self.board.off_counts if stop.off else self.board.counts
        return any(counts[w] for w in stop.wishes)

    def outing(self, day: int, base: int, team: tuple[int, ...], stops: tuple[Stop, ...]) -> Outing:
        """An outing with its travel computed."""
        board = self.board
        between = board.points.between
        place, travel = base, 0.0
        for stop in stops:
            if not stop.off:
                target = board.point(stop.party)
                travel += between(place, target)
                place = target
        travel += between(place, base)
        joining = [between(int(board.home[i]), base) + between(base, int(board.home[i])) for i in team]
        return Outing(day, base, team, stops, travel, sum(joining), max(joining, default=0.0))

    def _account(self, key: int, outing: Outing, sign: int) -> None:
        board = self.board
        book = self.books[outing.base]
        if sign > 0:
            skills = 0
            for person in outing.team:
                skills |= int(board.skills[person])
            book.add(key, outing, board.day_minutes - outing.load, skills, len(board.staff))
        else:
            book.remove(key)
        for person in outing.team:
            self._occupy(person, outing.day, sign)
        self.travel += sign * (outing.travel * len(outing.team) + outing.joining)
        for stop in outing.stops:
            self._serve(key, outing, stop, sign)

    def _serve(self, key: int, outing: Outing, stop: Stop, sign: int) -> None:
        board = self.board
        share = board.problem.off_site_value if stop.off else 1.0
        day = int(board.ordinal[outing.day])
        entry = (outing.day, key, stop)
        if sign > 0:
            self.visits[stop.party].append(entry)
        else:
            self.visits[stop.party].remove(entry)
        for wish in stop.wishes:
            value = float(board.value[wish])
            self.risk += sign * value * share
            self.covered[board.district[stop.party]] += sign * value * share
            self.late += sign * value / 100 * max(0, day - int(board.due[wish])) / 7
            self.outing_of[wish] = key if sign > 0 else -1
            before = self.original.get(wish)
            # A wish of the plan in force counts as changed while it is missing, moved or given to other people.
            if before is not None and before == (outing.day, tuple(sorted(outing.team))):
                self.changed -= sign

    def _occupy(self, person: int, day: int, sign: int) -> None:
        board = self.board
        week = int(board.week[day])
        self.busy[person, day] = sign > 0
        self.used[person, week] += sign
        self.days[person] += sign
        span = self.slices[week]
        old = self.free_officers[person, span].copy()
        if self.used[person, week] < board.quota[person, week]:
            now = board.present[person, span] & ~self.busy[person, span]
        else:
            now = np.zeros(span.stop - span.start, dtype=bool)
        self.free[person, span] = now
        now = now & board.enforcing[person, span]
        self.free_officers[person, span] = now
        change = now.astype(np.int64) - old
        base = int(board.home[person])
        self.officers[base, span] += change
        if board.leads[person]:
            self.leaders[base, span] += change
