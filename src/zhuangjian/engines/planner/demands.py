"""From frequencies, priorities, the random share and single wishes to one list of wished visits with windows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from zhuangjian.engines.rules.vocabulary import InspectionType

from .problem import Frequency, Party, Problem, Reason, Wish

YEAR_DAYS = 365


@dataclass(slots=True)
class Demand:
    """One wished visit, complete: ``earliest``–``latest`` bind, ``due`` is wished, ``hours`` are on site.

    ``off_hours`` is ``None`` where an off-site inspection is no answer; ``counts`` says whether an on-site visit
    counts toward the yearly cap. ``after_past`` frees it from the distance to visits made before the plan
    (a follow-up or an urgent cause cannot be merged into what is over).
    """

    id: str
    party: str
    reason: Reason
    type: InspectionType
    earliest: date
    due: date
    latest: date
    hours: float
    off_hours: float | None
    expertise: frozenset[str]
    announced: bool
    value: float
    counts: bool
    after_past: bool
    off_counts: bool
    authority: str
    items: tuple[str, ...]


def horizon(problem: Problem) -> tuple[date, date]:
    """First and last day of the plan."""
    return problem.start, problem.start + timedelta(days=7 * problem.weeks - 1)


def demands(problem: Problem) -> list[Demand]:
    """Every wished visit, in the order of the input: for each party frequency, priority, random; then single wishes.

    A wish for an unknown party is left out (it is reported as a collision).
    """
    drawn = set(problem.random_share)
    exempt: set[Reason | str] = {e.what for e in problem.cap.exemptions if e.on}
    dropped = set(problem.cancelled)
    found: list[Demand] = []
    for party in problem.parties:
        regular = _regular(problem, party)
        if party.flags and not regular:
            regular.append(_flagged(problem, party))
        if party.id in drawn:
            regular.append(_drawn(problem, party))
        found += [_complete(problem, party, wish, exempt) for wish in regular]
    parties = {party.id: party for party in problem.parties}
    found += [
        _complete(problem, parties[wish.party], wish, exempt)
        for wish in problem.wishes
        if wish.party in parties
    ]
    return [demand for demand in found if demand.id not in dropped]


def visits_a_year(problem: Problem, party: Party) -> Frequency | None:
    """The frequency rule that asks most of the party, or ``None``."""
    fitting = [
        rule
        for rule in problem.frequencies
        if (not rule.grade or rule.grade == party.grade) and (rule.kind is None or rule.kind in party.kinds)
    ]
    return max(fitting, key=lambda rule: rule.per_year, default=None)


def _regular(problem: Problem, party: Party) -> list[Wish]:
    rule = visits_a_year(problem, party)
    if rule is None or rule.per_year <= 0:
        return []
    first, last = horizon(problem)
    length = 7 * problem.weeks
    interval = timedelta(days=round(YEAR_DAYS / rule.per_year))
    wanted = max(party.past_visits) + interval if party.past_visits else None
    count = round(rule.per_year * length / YEAR_DAYS)
    if count < 1:
        if wanted is not None and wanted > last:
            return []
        count = 1
    found = []
    for k in range(count):
        begin = first + timedelta(days=k * length // count)
        end = first + timedelta(days=(k + 1) * length // count - 1)
        due = end
        if k == 0:
            due = wanted if wanted is not None else begin + (end - begin) / 2
        found.append(
            Wish(
                f"{party.id}/frequency/{k + 1}",
                party.id,
                Reason.FREQUENCY,
                earliest=begin,
                due=min(max(due, begin), end),
                latest=end,
                off_site=party.off_site,
            )
        )
    return found


def _flagged(problem: Problem, party: Party) -> Wish:
    first, last = horizon(problem)
    return Wish(
        f"{party.id}/priority", party.id, Reason.PRIORITY, earliest=first, due=last, off_site=party.off_site
    )


def _drawn(problem: Problem, party: Party) -> Wish:
    first, last = horizon(problem)
    return Wish(f"{party.id}/random", party.id, Reason.RANDOM, earliest=first, due=last)


def _complete(problem: Problem, party: Party, wish: Wish, exempt: set[Reason | str]) -> Demand:
    first, last = horizon(problem)
    earliest = max(wish.earliest or first, first)
    latest = min(wish.latest or last, last)
    value = wish.value
    if value is None:
        bonus = sum(problem.flag_bonus.get(flag, 0.0) for flag in set(party.flags))
        value = party.risk * problem.reason_values.get(wish.reason, 1.0) * (1.0 + bonus)
    off_hours = (party.off_site_hours or party.hours / 2) if wish.off_site else None
    urgent = wish.reason is Reason.FOR_CAUSE or wish.type is InspectionType.FOR_CAUSE
    counts = not (wish.reason in exempt or (wish.ordered_by_superior and "ordered_by_superior" in exempt))
    return Demand(
        wish.id,
        wish.party,
        wish.reason,
        InspectionType.FOR_CAUSE if urgent else wish.type,
        earliest,
        wish.due or latest,
        latest,
        wish.hours or party.hours,
        off_hours,
        frozenset(party.expertise) | frozenset(wish.expertise),
        wish.announced if wish.announced is not None and not urgent else not urgent,
        value,
        counts,
        urgent or wish.reason is Reason.FOLLOW_UP,
        counts and "off_site" not in exempt,
        wish.authority,
        tuple(dict.fromkeys((*party.items, *wish.items))),
    )


def merged_hours(hours: list[float], share: float) -> float:
    """On-site hours of one visit serving several wishes: the longest in full, of every other only ``share``."""
    longest = max(hours)
    return longest + share * (sum(hours) - longest)
