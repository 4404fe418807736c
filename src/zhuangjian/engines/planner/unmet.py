"""Why a wish has no visit: the first rule or lack in its way, in plain words."""

from __future__ import annotations

import numpy as np

from zhuangjian.engines.rules.citing import cited

from .board import Board, Ints, people_of
from .placing import allowed_days, counted_in
from .plan import Unmet
from .state import State


def unmet(state: State) -> tuple[Unmet, ...]:
    """Every wish without a visit, dearest first, with its reason."""
    left = np.flatnonzero(state.outing_of < 0).tolist()
    found = [_row(state, wish) for wish in left]
    return tuple(sorted(found, key=lambda u: (-u.value, u.wish)))


def _row(state: State, wish: int) -> Unmet:
    board = state.board
    code, article, reason = _why(state, wish)
    demand = board.wished[wish]
    return Unmet(demand.id, demand.party, demand.value, code, article, reason)


def _why(state: State, wish: int) -> tuple[str, str, str]:
    board = state.board
    problem, demand = board.problem, board.wished[wish]
    rule = problem.rules.merge_days
    assert rule
    if demand.earliest > demand.latest:
        return (
            "window_empty",
            "",
            f"可检查的日期为空：最早 {demand.earliest}，最晚 {demand.latest}（含计划期限）",
        )
    low, high = int(board.low[wish]), int(board.high[wish])
    if low > high:
        if board.past[board.party[wish]] and not demand.after_past:
            return (
                "past_visit",
                rule.article,
                f"{demand.latest} 前距以往检查均不超过 {rule.value} 日（或无工作日），不能再查",
            )
        return "no_working_day", "", f"{demand.earliest} 至 {demand.latest} 没有工作日"
    structural = cannot_ever(board, wish)
    if structural:
        return structural
    party = int(board.party[wish])
    stop = state.stop_for(party, (wish,), False)
    if state.counted(stop):
        years = set(board.year[low : high + 1].tolist())
        if all(counted_in(state, party, y) >= board.cap[party] for y in years):
            return "cap", problem.cap.article, f"该对象年度检查上限为 {board.cap[party]} 次，已用完"
    if not allowed_days(state, stop, low, high).any():
        return "merging", rule.article, f"窗口内各日距该对象其他检查都不超过 {rule.value} 日，又不能并入其中"
    if demand.value <= 0:
        return "no_value", "", "价值为零，占用人力没有收益"
    return (
        "capacity",
        "",
        "窗口内没有同时满足人数、专长、回避和当日工时的检查组空余，人力已用于价值更高的检查",
    )


def cannot_ever(board: Board, wish: int) -> tuple[str, str, str] | None:
    """What rules the wish out whatever else is planned (code, article, reason), or ``None``."""
    demand = board.wished[wish]
    long = _too_long(board, wish)
    if long:
        return long
    party, need = int(board.party[wish]), int(board.need[wish])
    days = slice(int(board.low[wish]), int(board.high[wish]) + 1)
    for base in board.near[party][:2].tolist():
        if not need and _staffed(board, board.staff[base], party, days):
            return None
    able, officers = board.able[:, days], board.able_officers[:, days]
    free = np.array([n for n, barred in enumerate(board.conflicts) if party not in barred], dtype=np.int64)
    if not (officers.sum(axis=0) >= board.team_min).any():
        return (
            "no_officers",
            _law(board, "team"),
            f"窗口内没有一天有 {board.team_min} 名执法证有效且可用的人员",
        )
    if not (officers[free].sum(axis=0) >= board.team_min).any():
        return "conflicts", _law(board, "interests"), "回避利害关系后，窗口内没有一天凑得齐检查组"
    if not officers[free[board.leads[free]]].any():
        return "no_leader", _law(board, "team"), "窗口内没有可任组长且无利害关系的人员"
    there = free[able[free].any(axis=1)]
    people = people_of(board.problem)
    have = {topic for n in there.tolist() for topic in people[n].expertise}
    lacking = sorted(demand.expertise - have)
    if lacking:
        return "expertise", _law(board, "team"), f"窗口内没有人具备所需专长：{'、'.join(lacking)}"
    return None


def _law(board: Board, key: str) -> str:
    return cited(key, region=board.problem.region).article


def _staffed(board: Board, staff: Ints, party: int, days: slice) -> bool:
    """Whether the base's own people could form a team on some day of the window."""
    free = np.array([n for n in staff.tolist() if party not in board.conflicts[n]], dtype=np.int64)
    officers = board.able_officers[free, days]
    led = board.able_officers[free[board.leads[free]], days].any(axis=0)
    return bool(((officers.sum(axis=0) >= board.team_min) & led).any())


def _too_long(board: Board, wish: int) -> tuple[str, str, str] | None:
    if np.isfinite(board.off_minutes[wish]):
        return None
    demand, party = board.wished[wish], int(board.party[wish])
    if not board.near.shape[1]:
        return "no_officers", _law(board, "team"), "没有任何驻地有可用的检查人员"
    base, point = int(board.near[party, 0]), board.point(party)
    way = board.points.between(base, point) + board.points.between(point, base)
    if way + board.minutes[wish] <= board.day_minutes + 1e-9:
        return None
    return (
        "too_long",
        "",
        f"现场 {demand.hours:g} 小时加最近驻地往返 {way / 60:.1f} 小时，超过每日 {board.problem.day_hours:g} 小时；"
        "请拆成几项任务或增设驻地",
    )
