"""From a problem to a plan with its bound: construct, improve, prove; stoppable at any moment."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from zhuangjian.engines.rules.answer import Refusal

from .board import Board, make_board
from .bound import Bound
from .collisions import collisions
from .construct import construct, fill
from .improve import Search
from .plan import Ended, Plan, gap_percent
from .problem import Problem
from .reading import write_json
from .state import State
from .writing import write_plan

DEFAULT_ROUNDS = 2000
_ROUNDS_AT_ONCE = 50
_BOUND_STEPS = 60
_BOUND_WORK = 1_500_000


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands: ``phase`` (construct, improve, prove), rounds done, best score and bound so far."""

    phase: str
    done: int
    of: int
    objective: float
    bound: float

    @property
    def gap_percent(self) -> float:
        """Distance of the best plan from the bound."""
        return gap_percent(self.objective, self.bound)


def solve(
    problem: Problem,
    *,
    seed: int = 1,
    rounds: int = DEFAULT_ROUNDS,
    stop: Callable[[], bool] | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Plan:
    """The best plan found in ``rounds`` rounds of search or until ``stop()`` is true, with a bound that holds for every plan.

    The same problem, seed and rounds give the same plan; under a stop the number of rounds (``Plan.iterations``)
    depends on the machine, and repeating that number without a stop gives the same plan again. ``problem`` is one
    :func:`~zhuangjian.engines.planner.reading.completed` has filled.
    """
    board = make_board(problem)
    return run(State(board), seed=seed, rounds=rounds, stop=stop, progress=progress)


def run(
    state: State,
    *,
    seed: int,
    rounds: int,
    stop: Callable[[], bool] | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Plan:
    """The same from a state that may hold outings already (a plan in force)."""
    board = state.board
    if len(board.wished) == 0:
        return _finish(board, state, Bound(state), seed, 0, "optimal")
    bound = Bound(state)
    steps = min(_BOUND_STEPS, max(15, _BOUND_WORK // len(board.wished)))
    ceiling = bound.improve(0.9 * float(board.value.sum()), steps // 2, stop)
    asked = stop or (lambda: False)

    def tick(done: int, of: int) -> bool:
        if progress is not None:
            progress(Progress("construct", done, of, state.total(), ceiling))
        return asked()

    fresh = not state.outings
    if fresh:
        construct(state, bound.day_prices(), tick)
    else:
        fill(state, tick)
    search = Search.start(state, seed)
    ceiling = bound.improve(search.best_total, steps, stop)
    ended: Ended = "iterations"
    while search.rounds < rounds:
        if asked():
            ended = "stopped"
            break
        if gap_percent(search.best_total, bound.best) < 1e-6:
            ended = "optimal"
            break
        search.run(min(_ROUNDS_AT_ONCE, rounds - search.rounds), stop)
        bound.improve(search.best_total, min(10, max(1, 10_000 // len(board.wished))), stop)
        if progress is not None:
            progress(Progress("improve", search.rounds, rounds, search.best_total, bound.best))
    search.restore_best()
    return _finish(board, state, bound, seed, search.rounds, ended)


def _finish(board: Board, state: State, bound: Bound, seed: int, rounds: int, ended: Ended) -> Plan:
    # Whoever stops a run wants the plan now.
    steps = 0 if ended == "stopped" else min(20, max(4, 200_000 // (len(board.wished) + 1)))
    ceiling = bound.improve(state.total(), steps)
    served = set(np.flatnonzero(state.outing_of >= 0).tolist())
    return write_plan(state, digest(board.problem), seed, rounds, ended, ceiling, collisions(board, served))


def digest(problem: Problem) -> str:
    """SHA-256 of the problem, so that a plan names the input it was made for."""
    return hashlib.sha256(write_json(problem)).hexdigest()


def refuse_other(problem: Problem, plan: Plan) -> None:
    """A refusal when ``plan`` was made for another problem."""
    if plan.problem != digest(problem):
        raise Refusal("这份计划不是为这个问题编制的（摘要不同），请核对两个文件", missing=["对应的排程问题"])
