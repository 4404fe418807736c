"""Choosing a team for one base and day: a leader, enough credentials, the topics needed, nobody in conflict, fair load."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np

from .board import Ints
from .state import State

MAX_TEAM = 5


def choose_team(
    state: State, base: int, day: int, need: int, parties: Collection[int], spare: float
) -> tuple[int, ...] | None:
    """The least loaded lawful team of the base that day, leader first; ``None`` when there is none.

    People of other bases are asked only when the base's own do not suffice and their way (at most ``spare``
    minutes there and back) still fits the day.
    """
    own = state.board.staff[base]
    team = _from(state, base, own[state.free[own, day]], day, need, parties)
    if team is not None:
        return team
    board = state.board
    everybody = np.flatnonzero(state.free[:, day])
    homes = board.home[everybody]
    way = board.points.minutes(homes, base) + board.points.minutes(base, homes)
    near = everybody[way <= spare]
    if len(near) > len(own):
        return _from(state, base, near[np.argsort(way[way <= spare], kind="stable")], day, need, parties)
    return None


def _from(
    state: State, base: int, pool: Ints, day: int, need: int, parties: Collection[int]
) -> tuple[int, ...] | None:
    board = state.board
    people = [int(i) for i in pool if not any(p in board.conflicts[i] for p in parties)]
    officers = {i for i in people if board.enforcing[i, day]}
    if len(officers) < board.team_min:
        return None
    load = {i: (state.days[i] + 1) / max(board.fair[i], 1.0) + 10.0 * (board.home[i] != base) for i in people}
    people.sort(key=lambda i: (load[i], i))
    leads = [i for i in people if i in officers and board.leads[i] and board.home[i] == base]
    if not leads:
        return None
    missing = need
    leader = min(leads, key=lambda i: (-_covers(board.skills[i], missing), load[i], i))
    team = [leader]
    missing &= ~int(board.skills[leader])
    while missing:
        short = board.team_min - sum(1 for i in team if i in officers)
        rest = [i for i in people if i not in team and _covers(board.skills[i], missing)]
        if not rest or len(team) >= MAX_TEAM:
            return None
        # An officer fills a topic and a place of the minimum at once; an expert only the topic.
        pick = min(
            rest,
            key=lambda i: (short > 0 and i not in officers, -_covers(board.skills[i], missing), load[i], i),
        )
        team.append(pick)
        missing &= ~int(board.skills[pick])
    for person in people:
        if sum(1 for i in team if i in officers) >= board.team_min:
            break
        if person in officers and person not in team:
            team.append(person)
    return tuple(team) if sum(1 for i in team if i in officers) >= board.team_min else None


def _covers(skills: Any, missing: int) -> int:
    return (int(skills) & missing).bit_count()
