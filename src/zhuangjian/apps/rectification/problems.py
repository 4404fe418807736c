"""The problems of one rectification: which are whose, and what stage and limit they come to together (CQ 19)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zhuangjian.apps.inspections.ending import standing
from zhuangjian.apps.rectification.models import Problem, ProblemState, Rectification, RectificationStage

WITH_PARTY = (ProblemState.OPEN, ProblemState.DEFERRED)
# A problem whose plan still waits may have been put right meanwhile.
REPORTABLE = (*WITH_PARTY, ProblemState.PLANNED)
WITH_AUTHORITY = (ProblemState.REPORTED, ProblemState.PLANNED, ProblemState.FAILED)


def begin(rectification: Rectification) -> list[Problem]:
    """One problem for each deficiency that stands, due on the notice's day."""
    rows = [
        Problem(rectification=rectification, deficiency=d, no=d.no, due_on=rectification.due_on)
        for d in standing(rectification.inspection)
    ]
    return Problem.objects.bulk_create(rows)


def among(rectification: Rectification, *states: ProblemState) -> list[Problem]:
    """The problems in one of these states, in their order."""
    return list(rectification.problems.filter(state__in=states).order_by("no"))


def next_due(problems: Iterable[Problem]) -> date | None:
    """The nearest limit among those that are with the enterprise; None when none is."""
    return min((p.due_on for p in problems if p.state in WITH_PARTY), default=None)


def stage_of(problems: Iterable[Problem], *, returned: bool) -> RectificationStage:
    """What the problems come to together: what waits for the authority first, then what the enterprise owes.

    ``returned`` says that something was sent back that is still with the enterprise.
    """
    states = {ProblemState(p.state) for p in problems}
    if ProblemState.REPORTED in states:
        return RectificationStage.REPORTED
    if ProblemState.FAILED in states:
        return RectificationStage.FAILED
    if ProblemState.OPEN in states:
        return RectificationStage.RETURNED if returned else RectificationStage.ISSUED
    if states & {ProblemState.PLANNED, ProblemState.DEFERRED}:
        return RectificationStage.PLANNED
    return RectificationStage.PASSED


def numbers(problems: Iterable[Problem]) -> list[int]:
    """Their numbers in order."""
    return sorted(p.no for p in problems)


def spelled(found: Iterable[int]) -> str:
    """``第1、3项缺陷``."""
    return f"第{'、'.join(str(no) for no in found)}项缺陷"
