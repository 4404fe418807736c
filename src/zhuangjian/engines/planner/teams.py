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
    if team is not None or not (need or state.board.problem.joint_teams):
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
    load = (state.days[pool] + 1) / np.maximum(board.fair[pool], 1.0) + 10.0 * (board.home[pool] != base)
    people = pool[np.argsort(load, kind="stable")].tolist()
    barred = [board.conflicts[i] for i in people]
    if any(barred):
        people = [i for i, parties_of in zip(people, barred, strict=True) if parties_of.isdisjoint(parties)]
    officer = board.enforcing[people, day].tolist() if people else []
    joint = board.problem.joint_teams
    officers = {
        i for i, holds in zip(people, officer, strict=True) if holds and (joint or board.home[i] == base)
    }
    leads = [i for i in people if i in officers and board.leads[i] and board.home[i] == base]
    if len(officers) < board.team_min or not leads:
        return None
    team = [leads[0]]
    if need:
        rank = {i: n for n, i in enumerate(people)}
        team = _skilled_team(state, people, officers, leads, rank, need)
        if not team:
            return None
    for person in people:
        if sum(1 for i in team if i in officers) >= board.team_min:
            break
        if person in officers and person not in team:
            team.append(person)
    return tuple(team)


def _skilled_team(
    state: State,
    people: list[int],
    officers: set[int],
    leads: list[int],
    rank: dict[int, int],
    need: int,
) -> list[int]:
    """The start of a team that has every topic in ``need``, leader first; empty when nobody has one of them."""
    board = state.board
    leader = min(leads, key=lambda i: (-_covers(board.skills[i], need), rank[i]))
    team = [leader]
    missing = need & ~int(board.skills[leader])
    while missing:
        short = board.team_min > sum(1 for i in team if i in officers)
        rest = [i for i in people if i not in team and _covers(board.skills[i], missing)]
        if not rest or len(team) >= MAX_TEAM:
            return []
        # An officer fills a topic and a place of the minimum at once; an expert only the topic.
        pick = min(
            rest, key=lambda i: (short and i not in officers, -_covers(board.skills[i], missing), rank[i])
        )
        team.append(pick)
        missing &= ~int(board.skills[pick])
    return team


def _covers(skills: Any, missing: int) -> int:
    return (int(skills) & missing).bit_count()
