"""Where one visit fits best: into a visit already planned, into an outing already planned, or as a new outing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .board import Bools, Floats
from .state import Outing, State, Stop
from .teams import choose_team

_SPREAD = 0.02
_DAY_TRIES = 3
_OPEN_TRIES = 6
_JOIN_TRIES = 4


@dataclass(slots=True)
class Prices:
    """What a person's day is worth elsewhere, by base and week (points), and how strictly to mind it."""

    day: Floats
    strict: float = 1.0


@dataclass(slots=True)
class _Offer:
    score: float
    outing: Outing
    replaces: int | None


def place(
    state: State,
    wishes: Sequence[int],
    prices: Prices | None = None,
    noise: Floats | None = None,
) -> bool:
    """Serve these wishes of one party by one visit where it gains most; ``False`` (nothing changed) when nothing is gained."""
    offer = best_offer(state, tuple(wishes), prices, noise)
    if offer is None or offer.score <= 0:
        return False
    if offer.replaces is not None:
        state.drop(offer.replaces)
    state.put(offer.outing)
    return True


def best_offer(
    state: State, wishes: tuple[int, ...], prices: Prices | None, noise: Floats | None
) -> _Offer | None:
    """The best of all ways to serve the wishes by one visit, with its gain in points."""
    board = state.board
    low = int(board.low[list(wishes)].max())
    high = int(board.high[list(wishes)].min())
    if low > high:
        return None
    party = int(board.party[wishes[0]])
    best = _merge(state, party, wishes, low, high)
    for off in (False, True):
        if off and not np.isfinite(board.off_minutes[list(wishes)]).all():
            continue
        stop = state.stop_for(party, wishes, off)
        allowed = allowed_days(state, stop, low, high)
        if allowed.any():
            search = _Search(state, stop, low, high, allowed, prices, noise)
            bases = (board.near[party][:1] if off else board.near[party]).tolist()
            for base in bases:
                best = _better(best, search.join(base))
            best = _better(best, search.open(bases, best.score if best else 0.0))
    return best


def _better(one: _Offer | None, other: _Offer | None) -> _Offer | None:
    if one is None or (other is not None and other.score > one.score):
        return other
    return one


def allowed_days(state: State, stop: Stop, low: int, high: int) -> Bools:
    """Which working days ``low`` … ``high`` keep the distance to the party's other visits and its yearly cap."""
    board = state.board
    ordinal = board.ordinal[low : high + 1]
    allowed = np.ones(high - low + 1, dtype=bool)
    urgent = any(board.after_past[w] for w in stop.wishes)
    for day, key, _ in state.visits[stop.party]:
        if urgent and key in state.frozen:
            continue
        allowed &= np.abs(ordinal - board.ordinal[day]) > board.merge_days
    if not urgent:
        for past in board.past[stop.party]:
            if past + board.merge_days >= ordinal[0]:
                allowed &= np.abs(ordinal - past) > board.merge_days
    if state.counted(stop):
        for year in np.unique(board.year[low : high + 1]).tolist():
            if counted_in(state, stop.party, year) >= board.cap[stop.party]:
                allowed &= board.year[low : high + 1] != year
    return allowed


def may_put(state: State, outing: Outing) -> bool:
    """Whether an outing given from elsewhere is lawful beside what is planned already."""
    board, day = state.board, outing.day
    joint = board.problem.joint_teams
    officers = [i for i in outing.team if board.enforcing[i, day] and (joint or board.home[i] == outing.base)]
    leader = outing.team[0] if outing.team else -1
    if not (
        len(officers) >= board.team_min
        and leader in officers
        and board.leads[leader]
        and board.home[leader] == outing.base
        and all(state.free[i, day] for i in outing.team)
        and outing.load <= board.day_minutes + 1e-9
        and len(outing.stops) <= board.problem.visits_per_day
    ):
        return False
    for stop in outing.stops:
        if any(stop.party in board.conflicts[i] for i in outing.team):
            return False
        if any(not board.low[w] <= day <= board.high[w] or state.outing_of[w] >= 0 for w in stop.wishes):
            return False
        if not _skilled(state, outing, stop.wishes) or not allowed_days(state, stop, day, day)[0]:
            return False
    return True


def counted_in(state: State, party: int, year: int) -> int:
    """Visits of the party in that year that count toward its cap, past ones included."""
    board = state.board
    planned = sum(
        1 for day, _, stop in state.visits[party] if board.year[day] == year and state.counted(stop)
    )
    return planned + sum(1 for past in board.problem.parties[party].past_visits if past.year == year)


def gain(state: State, stop: Stop) -> float:
    """Points for serving the visit on time, the district's floor included."""
    board = state.board
    weights = board.problem.weights
    share = board.problem.off_site_value if stop.off else 1.0
    value = share * float(board.value[list(stop.wishes)].sum())
    district = board.district[stop.party]
    short = max(0.0, float(board.district_floor[district] - state.covered[district]))
    return weights.risk * value + weights.region * min(value, short)


def _merge(state: State, party: int, wishes: tuple[int, ...], low: int, high: int) -> _Offer | None:
    board = state.board
    best: _Offer | None = None
    for day, key, stop in state.visits[party]:
        if not low <= day <= high or key in state.frozen:
            continue
        if stop.off and not np.isfinite(board.off_minutes[list(wishes)]).all():
            continue
        joined = state.stop_for(party, (*stop.wishes, *wishes), stop.off)
        outing = state.outings[key]
        newly = state.counted(joined) and not state.counted(stop)
        if newly and counted_in(state, party, int(board.year[day])) >= board.cap[party]:
            continue
        if not _far_from_past(state, joined, day) or not _skilled(state, outing, wishes):
            continue
        stops = tuple(joined if s == stop else s for s in outing.stops)
        if outing.load + joined.minutes - stop.minutes > board.day_minutes + 1e-9:
            continue
        score = gain(state, joined._replace(wishes=wishes)) - _lateness(state, wishes, day, day)[0]
        if best is None or score > best.score:
            best = _Offer(float(score), outing._replace(stops=stops), key)
    return best


def _far_from_past(state: State, stop: Stop, day: int) -> bool:
    board = state.board
    if any(board.after_past[w] for w in stop.wishes):
        return True
    here = int(board.ordinal[day])
    return all(abs(here - past) > board.merge_days for past in board.past[stop.party])


def _skilled(state: State, outing: Outing, wishes: Sequence[int]) -> bool:
    board = state.board
    need = int(np.bitwise_or.reduce(board.need[list(wishes)]))
    have = 0
    for person in outing.team:
        have |= int(board.skills[person])
    return need & ~have == 0


def _lateness(state: State, wishes: tuple[int, ...], low: int, high: int) -> Floats:
    board = state.board
    ordinal = board.ordinal[low : high + 1]
    late = np.zeros(high - low + 1)
    for wish in wishes:
        if ordinal[-1] > board.due[wish]:
            late += board.value[wish] / 700 * np.maximum(0, ordinal - board.due[wish])
    return late * board.problem.weights.lateness


class _Search:
    """One visit looking for its place."""

    def __init__(
        self,
        state: State,
        stop: Stop,
        low: int,
        high: int,
        allowed: Bools,
        prices: Prices | None,
        noise: Floats | None,
    ) -> None:
        board = state.board
        self.state, self.stop, self.low, self.high = state, stop, low, high
        self.allowed, self.prices, self.noise = allowed, prices, noise
        self.need = int(np.bitwise_or.reduce(board.need[list(stop.wishes)]))
        self.gain = gain(state, stop)
        self.late = _lateness(state, stop.wishes, low, high)
        self.point = board.point(stop.party)
        self.hourly = board.problem.weights.travel / 60

    def join(self, base: int) -> _Offer | None:
        """The best outing of the base with room left."""
        state, board, book, stop = self.state, self.state.board, self.state.books[base], self.stop
        top = book.top
        rows = np.flatnonzero(
            (book.slack[:top] >= stop.minutes)
            & (book.day[:top] >= self.low)
            & (book.day[:top] <= self.high)
            & (book.count[:top] < book.width)
        )
        if self.need:
            rows = rows[(book.skills[rows] & self.need) == self.need]
        rows = rows[self.allowed[book.day[rows] - self.low]]
        if not len(rows):
            return None
        detour, spot = self._detours(base, rows)
        fits = detour + stop.minutes <= book.slack[rows] + 1e-9
        rows, detour, spot = rows[fits], detour[fits], spot[fits]
        if not len(rows):
            return None
        day = book.day[rows]
        score = self.gain - self.late[day - self.low] - self.hourly * book.size[rows] * detour
        if self.prices is not None:
            share = min(1.0, stop.minutes / board.day_minutes)
            price = self.prices.day[base, board.week[day]]
            score = score - 0.5 * self.prices.strict * board.team_min * share * price
        if self.noise is not None:
            score = score + self.noise[day]
        for n in np.argsort(-score, kind="stable")[:_JOIN_TRIES].tolist():
            key = int(book.key[rows[n]])
            outing = state.outings[key]
            if key in state.frozen or any(stop.party in board.conflicts[i] for i in outing.team):
                continue
            stops = list(outing.stops)
            routed = [i for i, s in enumerate(stops) if not s.off]
            at = int(spot[n])
            stops.insert(routed[at] if at < len(routed) else len(stops), stop)
            made = outing._replace(stops=tuple(stops), travel=outing.travel + float(detour[n]))
            return _Offer(float(score[n]), made, key)
        return None

    def _detours(
        self, base: int, rows: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
    ) -> tuple[Floats, Floats]:
        if self.stop.off:
            return np.zeros(len(rows)), np.zeros(len(rows))
        points, nodes = self.state.board.points, self.state.books[base].nodes[rows]
        before, after = nodes[:, :-1], nodes[:, 1:]
        extra = (
            points.minutes(before, self.point)
            + points.minutes(self.point, after)
            - points.minutes(before, after)
        )
        # Behind the last stop the row only repeats the base: going out a second time is never shorter.
        extra[:, 1:][nodes[:, 1:-1] == base] = np.inf
        spot = np.argmin(extra, axis=1)
        return extra[np.arange(len(rows)), spot], spot

    def open(self, bases: list[int], least: float) -> _Offer | None:
        """The best new outing from one of the bases, when it gains more than ``least``."""
        state, board, stop = self.state, self.state.board, self.stop
        asked = [day for base in bases for day in self._days(base, least)]
        asked.sort(key=lambda day: -day[0])
        for score, base, day, way, spare in asked[:_OPEN_TRIES]:
            team = choose_team(state, base, day, self.need, (stop.party,), spare)
            if team is not None:
                made = state.outing(day, base, team, (stop,))
                extra = self.hourly * (made.travel * len(team) + made.joining - board.team_min * way)
                return _Offer(score - extra, made, None)
        return None

    def _days(self, base: int, least: float) -> list[tuple[float, int, int, float, float]]:
        """A base's most promising days: (gain, base, day, minutes of the way, minutes to spare)."""
        state, board, stop = self.state, self.state.board, self.stop
        points = board.points
        way = 0.0 if stop.off else points.between(base, self.point) + points.between(self.point, base)
        spare = board.day_minutes - way - stop.minutes
        whole = self.gain - self.hourly * board.team_min * way
        if spare < -1e-9 or (self.noise is None and whole <= least):
            return []
        span = slice(self.low, self.high + 1)
        officers = state.officers[base, span]
        score = whole - self.late
        score = score - _SPREAD * (1.0 - officers / max(1, len(board.staff[base])))
        if self.prices is not None:
            share = min(1.0, 1.15 * stop.minutes / max(1.0, board.day_minutes - way))
            price = self.prices.day[base, board.week[span]]
            score = score - self.prices.strict * board.team_min * share * price
        if self.noise is not None:
            score = score + self.noise[span]
        fits = self.allowed & (state.leaders[base, span] >= 1)
        if not board.problem.joint_teams:
            fits &= officers >= board.team_min
        # Too few officers of its own: people of other bases would have to come.
        score = np.where(fits, score - (officers < board.team_min), -np.inf)
        if len(score) > _DAY_TRIES:
            top = np.argpartition(-score, _DAY_TRIES)[:_DAY_TRIES]
        else:
            top = np.arange(len(score))
        top = top[score[top] > least]
        return [(float(score[n]), base, self.low + n, way, spare) for n in np.sort(top).tolist()]
