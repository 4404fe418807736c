"""How good can any plan be? A Lagrangian bound on the whole problem, valid for every set of prices it is asked with.

Every member of a team gives a day to a set of visits whose hours and way fit it. For a person from base b and a visit p
let x = hours / (day − way b→p→b). On one day the x of all visits of a trip add up to at most 1, because the trip is at
least as long as the longest of those ways (triangle inequality) and the hours have to fit into the rest. Dual feasible
functions f (Fekete & Schepers 2001) keep that true: Σ f(x) ≤ 1. So Σ over visits of ``team_min`` · f(x) cannot exceed
the officer-days that teams of the bases can use, period by period. Taking these limits into the objective with prices λ ≥ 0, and the
districts' floors with prices 0 ≤ μ ≤ weight, every wish chooses its period, base and mode on its own; the sum of what
they choose plus the price of all officer-days is at least the objective of every lawful plan. Fairness of load and
changes cost 0 at best. Prices are improved by subgradient steps (Polyak); each of them gives a valid bound and the least is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .board import Board, Bools, Floats, Ints
from .state import State

_CELLS = 1_500_000
_ROWS = 400_000
_NEAR = 5
_SAFETY = 1e-7
_PATIENCE = 6


@dataclass(slots=True)
class _Base:
    """The wishes a base can reach in a day, the way's minutes, and f(x) of each family (families × wishes)."""

    rows: Ints
    way: Floats
    travel: Floats
    use: Floats


class Bound:
    """The bound of one problem; :meth:`improve` lowers it, :attr:`best` is the least found."""

    def __init__(self, state: State) -> None:
        self.board = board = state.board
        self.fixed, done, covered = _done(state)
        self.low = np.where(done, board.high + 1, board.low)
        self.floor = board.district_floor - covered
        weeks = board.problem.weeks
        self.step = 1 if len(board.wished) * weeks <= _CELLS else max(1, weeks // 13)
        self.periods = -(-weeks // self.step)
        self.first = _first_days(board, self.low, self.step, self.periods)
        late = _lateness(board, self.first)
        self.late = np.where(self.first >= 0, late, np.inf)
        self.matrix_ways = _closed_ways(board)
        self.hours = board.minutes * _merging_share(board)
        self.bases = [self._base(b) for b in range(len(board.staff)) if len(board.staff[b])]
        self.far = self._keep_near() if sum(len(b.rows) for b in self.bases) > _ROWS else None
        self.off = self._off_site()
        self.supply = _supply(board, self.step, self.periods)
        families = self.bases[0].use.shape[0] if self.bases else 3
        self.prices = np.zeros((families, len(self.bases), self.periods))
        self.floors = np.zeros(len(board.district_floor))
        self.best_prices, self.best_floors = self.prices, self.floors
        self.best = float("inf")
        self.pace = 1.0
        self.stalled = 0
        self.rare = _rare_parties(board)

    def improve(self, target: float, rounds: int, stop: Callable[[], bool] | None = None) -> float:
        """``rounds`` steps toward ``target`` (the score of the best plan known); the least bound found so far."""
        if not np.isfinite(self.best):
            self._begin(stop)
        for _ in range(rounds):
            value, slack, floor_slack = self._evaluate()
            if value < self.best - 1e-6 * abs(value):
                self.stalled = 0
            else:
                self.stalled += 1
            if value < self.best:
                self.best, self.best_prices, self.best_floors = value, self.prices, self.floors
            # What the limits push below zero (or above the weight) cannot move: it must not shorten the step either.
            slack = np.where((self.prices <= 0) & (slack > 0), 0.0, slack)
            weights = self.board.problem.weights
            stuck = ((self.floors <= 0) & (floor_slack > 0)) | (
                (self.floors >= weights.region) & (floor_slack < 0)
            )
            floor_slack = np.where(stuck, 0.0, floor_slack)
            norm = float((slack**2).sum() + (floor_slack**2).sum())
            if norm <= 1e-12 or self.best <= target + 1e-9 or (stop is not None and stop()):
                break
            if self.stalled >= _PATIENCE:
                self.pace, self.stalled = self.pace * 0.6, 0
                self.prices, self.floors = self.best_prices, self.best_floors
                continue
            length = self.pace * max(value - target, 1e-3 * abs(value)) / norm
            self.prices = np.maximum(0.0, self.prices - length * slack)
            self.floors = np.clip(self.floors - length * floor_slack, 0.0, weights.region)
        return self.best

    def _begin(self, stop: Callable[[], bool] | None) -> None:
        """Start from the one price for every day, everywhere, that gives the least bound."""
        board = self.board
        if not len(board.wished):
            return
        hours = np.maximum(self.hours, 1.0) / max(board.day_minutes, 1.0)
        dear = float(np.quantile(board.value / hours, 0.9)) / max(1, board.team_min)
        for share in (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.45, 0.7):
            if stop is not None and stop() and np.isfinite(self.best):
                break
            self.prices = np.zeros_like(self.prices)
            self.prices[0] = share * dear
            value, _, _ = self._evaluate()
            if value >= self.best:
                break
            self.best, self.best_prices = value, self.prices
        self.prices = self.best_prices

    def day_prices(self) -> Floats:
        """What an officer's day is worth at each base (rows) in each week (columns), in points."""
        board = self.board
        prices = np.zeros((len(board.staff), board.problem.weeks))
        staffed = [b for b in range(len(board.staff)) if len(board.staff[b])]
        for n, base in enumerate(staffed):
            total = self.best_prices[:, n, :].sum(axis=0)
            prices[base] = np.repeat(total, self.step)[: board.problem.weeks]
        return prices

    def _base(self, base: int) -> _Base:
        board = self.board
        parties = np.arange(len(board.district)) + len(board.staff)
        way = self.matrix_ways[0][base] + self.matrix_ways[1][base] if self.matrix_ways else None
        if way is None:
            way = board.points.minutes(base, parties) + board.points.minutes(parties, base)
        else:
            way = way[len(board.staff) :]
        travel = way[board.party]
        rows = np.flatnonzero((travel + board.minutes <= board.day_minutes + 1e-9) & (self.low <= board.high))
        use = self._families(self.hours[rows] / np.maximum(board.day_minutes - travel[rows], 1e-9))
        family = int(np.argmax((use * travel[rows]).sum(axis=1))) if len(rows) else 0
        return _Base(rows, travel[rows], travel[rows] * use[family], use)

    def _keep_near(self) -> _Base:
        """Keep each wish's nearest bases only; all farther ones become one option that is cheaper than any of them.

        Way and use only grow with distance, so the next base's way with the lowest price of all bases is a lower
        limit of what any farther base costs: the bound stays valid, and memory and time stay in bounds.
        """
        count = len(self.board.wished)
        ways = np.full((len(self.bases), count), np.inf, dtype=np.float32)
        for n, base in enumerate(self.bases):
            ways[n, base.rows] = base.way
        limit = np.partition(ways, _NEAR, axis=0)[_NEAR]
        for n, base in enumerate(self.bases):
            near = ways[n, base.rows] < limit[base.rows]
            self.bases[n] = _Base(base.rows[near], base.way[near], base.travel[near], base.use[:, near])
        rows = np.flatnonzero(np.isfinite(limit))
        way = limit[rows].astype(float) * (1 - 1e-6)
        use = self._families(self.hours[rows] / np.maximum(self.board.day_minutes - way, 1e-9))
        return _Base(rows, way, way * use.min(axis=0), use)

    def _families(self, x: Floats) -> Floats:
        return np.vstack([np.minimum(x, 1.0), _dual_feasible(x, 1), _dual_feasible(x, 2)])

    def _off_site(self) -> _Base | None:
        board = self.board
        rows = np.flatnonzero(np.isfinite(board.off_minutes) & (self.low <= board.high))
        if not len(rows) or not self.bases:
            return None
        share = _merging_share(board)[rows]
        use = self._families(board.off_minutes[rows] * share / board.day_minutes)
        return _Base(rows, np.zeros(len(rows)), np.zeros(len(rows)), use)

    def _evaluate(self) -> tuple[float, Floats, Floats]:
        """The bound at the present prices and how far each limit is from being used up (a subgradient)."""
        board = self.board
        weights, count = board.problem.weights, len(board.wished)
        pull = weights.risk + self.floors[board.district[board.party]] if count else np.zeros(0)
        cost = np.full((count, self.periods), np.inf)
        chosen = np.full((count, self.periods), -1, dtype=np.int16)
        hourly = weights.travel / 60 * board.team_min
        for n, base in enumerate(self.bases):
            price = board.team_min * (base.use.T @ self.prices[:, n, :]) + (hourly * base.travel)[:, None]
            here = cost[base.rows]
            better = price < here
            cost[base.rows] = np.where(better, price, here)
            chosen[base.rows] = np.where(better, n, chosen[base.rows])
        if self.far is not None:
            price = (
                board.team_min * (self.far.use.T @ self.prices.min(axis=1))
                + ((hourly * self.far.travel)[:, None])
            )
            cost[self.far.rows] = np.minimum(cost[self.far.rows], price)
        gain = (pull * board.value)[:, None] - self.late - cost
        gain[~np.isfinite(gain)] = -np.inf
        slack = self.supply.copy()
        taken = np.zeros(count)
        when = np.zeros(count, dtype=np.int64)
        best = np.zeros(count)
        if count:
            when = np.argmax(gain, axis=1)
            best = gain[np.arange(count), when]
        base_of = chosen[np.arange(count), when] if count else np.zeros(0, np.int16)
        off_rows, off_when, off_base = self._off_gains(pull, best)
        served = best > 0
        served &= ~self._over_cap(best)
        value = float(best[served].sum())
        is_off = np.zeros(count, dtype=bool)
        is_off[off_rows] = True
        for n, base in enumerate(self.bases):
            mask = served[base.rows] & ~is_off[base.rows] & (base_of[base.rows] == n)
            rows = base.rows[mask]
            for k in range(base.use.shape[0]):
                slack[k, n] -= board.team_min * np.bincount(
                    when[rows], weights=base.use[k, mask], minlength=self.periods
                )
        if self.off is not None and len(off_rows):
            spot = {int(w): i for i, w in enumerate(self.off.rows)}
            for w, t, n in zip(off_rows.tolist(), off_when.tolist(), off_base.tolist(), strict=True):
                if served[w]:
                    slack[:, n, t] -= board.team_min * self.off.use[:, spot[w]]
        share = np.ones(count)
        share[off_rows] = board.problem.off_site_value
        taken = np.where(served, board.value * share, 0.0)
        covered = (
            np.bincount(board.district[board.party], weights=taken, minlength=len(self.floors))
            if count
            else np.zeros(len(self.floors))
        )
        value += (
            float((self.prices * self.supply).sum()) - float((self.floors * self.floor).sum()) + self.fixed
        )
        return value + _SAFETY * abs(value), slack, covered - self.floor

    def _off_gains(self, pull: Floats, best: Floats) -> tuple[Ints, Ints, Ints]:
        """Wishes better served off site at these prices (``best`` is raised in place), their period and base."""
        none = np.zeros(0, dtype=np.int64)
        if self.off is None:
            return none, none, none
        board, rows = self.board, self.off.rows
        price = np.full((len(rows), self.periods), np.inf)
        base = np.zeros((len(rows), self.periods), dtype=np.int64)
        for n in range(len(self.bases)):
            here = board.team_min * (self.off.use.T @ self.prices[:, n, :])
            better = here < price
            price = np.where(better, here, price)
            base = np.where(better, n, base)
        value = pull[rows] * board.value[rows] * board.problem.off_site_value
        gain = value[:, None] - self.late[rows] - price
        when = np.argmax(gain, axis=1)
        top = gain[np.arange(len(rows)), when]
        better_rows = top > best[rows]
        picked = rows[better_rows]
        best[picked] = top[better_rows]
        return picked, when[better_rows], base[np.arange(len(rows)), when][better_rows]

    def _over_cap(self, best: Floats) -> Bools:
        """Wishes that no plan can serve beside better ones of the same party, because each needs its own counted visit."""
        out = np.zeros(len(best), dtype=bool)
        for wishes, room in self.rare:
            order = sorted(wishes, key=lambda w: -best[w])
            out[order[room:]] = True
        return out


def _done(state: State) -> tuple[float, Bools, Floats]:
    """What outings already made contribute for certain: points, which wishes they serve, value covered by district."""
    board = state.board
    weights = board.problem.weights
    points = 0.0
    done = np.zeros(len(board.wished), dtype=bool)
    covered = np.zeros(len(board.district_floor))
    for key in state.frozen:
        outing = state.outings[key]
        points -= weights.travel / 60 * (outing.travel * len(outing.team) + outing.joining)
        day = int(board.ordinal[outing.day])
        for stop in outing.stops:
            share = board.problem.off_site_value if stop.off else 1.0
            for wish in stop.wishes:
                value = float(board.value[wish])
                late = max(0, day - int(board.due[wish])) / 7
                points += weights.risk * value * share - weights.lateness * value / 100 * late
                covered[board.district[stop.party]] += value * share
                done[wish] = True
    return points, done, covered


def _dual_feasible(x: Floats, k: int) -> Floats:
    """u^(k): x where (k+1)x is whole, else ⌊(k+1)x⌋/k. Superadditive and rising, so merged visits never use less."""
    scaled = (k + 1) * x
    whole = np.abs(scaled - np.round(scaled)) < 1e-9
    found: Floats = np.where(whole, np.round(scaled) / (k + 1), np.floor(scaled) / k)
    return np.minimum(found, 1.0)


def _first_days(board: Board, low: Ints, step: int, periods: int) -> Ints:
    """The first working day of each wish in each period, −1 where it has none."""
    found = np.full((len(board.wished), periods), -1, dtype=np.int64)
    period = board.week // step
    for t in range(periods):
        days = np.flatnonzero(period == t)
        if len(days):
            first = np.maximum(low, days[0])
            found[:, t] = np.where((first <= board.high) & (first <= days[-1]), first, -1)
    return found


def _lateness(board: Board, first: Ints) -> Floats:
    day = board.ordinal[np.maximum(first, 0)] if len(board.ordinal) else first
    weeks = np.maximum(0, day - board.due[:, None]) / 7
    found: Floats = weeks * (board.value / 100 * board.problem.weights.lateness)[:, None]
    return found


def _supply(board: Board, step: int, periods: int) -> Floats:
    """Officer-days of each staffed base and period that teams can use (the same for each family of uses).

    Teams of one base's own officers need ``team_min`` different people a day: a lone officer's days are worth nothing.
    """
    staffed = [b for b in range(len(board.staff)) if len(board.staff[b])]
    supply = np.zeros((3, len(staffed), periods))
    able = board.present & board.enforcing
    for week in range(board.problem.weeks):
        days = np.minimum(board.quota[:, week], able[:, board.week == week].sum(axis=1))
        for n, base in enumerate(staffed):
            own = days[board.staff[base]]
            usable = float(own.sum())
            if not board.problem.joint_teams:
                led = int(own[board.leads[board.staff[base]]].sum())
                usable = float(board.team_min * min(led, _most_teams(own, board.team_min)))
            supply[:, n, week // step] += usable
    return supply


def _most_teams(days: Ints, size: int) -> int:
    """The most teams of ``size`` different people when each can give so many days: the largest y, Σ min(days, y) ≥ size·y."""
    if size <= 0:
        return int(days.sum())
    most = int(days.sum()) // size
    while most > 0 and int(np.minimum(days, most).sum()) < size * most:
        most -= 1
    return most


def _merging_share(board: Board) -> Floats:
    """Least part of a wish's hours that a visit spends on it, by how many wishes of the party one day can unite."""
    share = np.ones(len(board.wished))
    part = board.problem.merge_share
    for wishes in board.wishes_of:
        if len(wishes) > 1:
            for w in wishes:
                together = (
                    max(
                        sum(1 for o in wishes if board.low[o] <= day <= board.high[o])
                        for v in wishes
                        if board.low[w] <= (day := max(int(board.low[v]), int(board.low[w]))) <= board.high[w]
                    )
                    if board.low[w] <= board.high[w]
                    else 1
                )
                share[w] = part + (1 - part) / max(1, together)
    return share


def _rare_parties(board: Board) -> list[tuple[list[int], int]]:
    """Parties with more counted wishes that can never share a visit than their cap leaves room for."""
    found = []
    years = set(board.year.tolist())
    for party, wishes in enumerate(board.wishes_of):
        past = [d.year for d in board.problem.parties[party].past_visits]
        room = sum(max(0, board.cap[party] - past.count(y)) for y in years)
        if len(wishes) <= room:
            continue
        apart: list[int] = []
        for w in sorted(wishes, key=lambda w: int(board.high[w])):
            counts = board.counts[w] and (board.off_counts[w] or not np.isfinite(board.off_minutes[w]))
            if (
                counts
                and board.low[w] <= board.high[w]
                and (not apart or board.low[w] > board.high[apart[-1]])
            ):
                apart.append(w)
        if len(apart) > room:
            found.append((apart, room))
    return found


def _closed_ways(board: Board) -> tuple[Floats, Floats] | None:
    """Shortest ways from and to each base over a given matrix, which need not keep the triangle inequality."""
    if board.points.matrix is None:
        return None
    short = board.points.matrix.copy()
    for k in range(len(short)):
        np.minimum(short, short[:, k : k + 1] + short[k : k + 1, :], out=short)
    bases = len(board.staff)
    return short[:bases], short[:, :bases].T
