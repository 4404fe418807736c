"""A unit's part of a draft as the planner wants it: its parties, its officers, the days, what is to weigh how much."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.inspections.actions.team import INSPECTING
from zhuangjian.apps.planning.facts import Facts
from zhuangjian.apps.registry.conflicts import declared
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.calendar import is_working_day
from zhuangjian.engines.draw import Sheet, freeze, run
from zhuangjian.engines.planner.problem import (
    Base,
    Cap,
    Credential,
    Frequency,
    Inspector,
    Problem,
    Reason,
    Weights,
    Wish,
)
from zhuangjian.engines.planner.problem import Party as Planned
from zhuangjian.engines.planner.reading import checked, completed, pack_frequencies
from zhuangjian.engines.rules.citing import cited
from zhuangjian.engines.rules.lookup import number, pack_for
from zhuangjian.engines.rules.vocabulary import CredentialKind, PartyKind
from zhuangjian.engines.rules.words import chinese_date

HOURS, DAY = 5.0, 24.0
NOWHERE = (0.0, 0.0)


def officers_of(unit: Authority) -> list[Person]:
    """The unit's inspecting officers."""
    rows = Person.objects.unrestricted().filter(
        authority=unit, is_active=True, role_rows__role__in=INSPECTING
    )
    return list(rows.distinct().prefetch_related("credentials", "expertise").order_by("pk"))


def problem_of(
    unit: Authority, facts: Sequence[Facts], start: date, weeks: int, given: Any, *, more: int = 0
) -> Problem:
    """The planning problem of one unit; ``more`` is how many officers it would have beyond those it has."""
    middle = _middle(facts)
    by_code = {one.party.credit_code: str(one.party.pk) for one in facts if one.party.credit_code}
    people = [_inspector(person, by_code, given.days_per_week) for person in officers_of(unit)]
    people += [_another(n, given.days_per_week) for n in range(more)]
    days = [start + timedelta(days=n) for n in range(7 * weeks)]
    end = days[-1]
    return completed(
        checked(
            Problem(
                start=start,
                weeks=weeks,
                region=settings.REGION,
                bases=(Base("unit", unit.name, *middle),),
                parties=tuple(_party(one, middle) for one in facts),
                inspectors=tuple(people),
                wishes=tuple(wish for one in facts for wish in _wishes(one, start, end)),
                frequencies=frequencies_of(facts, given, start),
                random_share=drawn(facts, given.random_share, start),
                cap=Cap(per_year=given.cap),
                closed_days=tuple(day for day in days if day.weekday() < 5 and not is_working_day(day)),
                working_weekend_days=tuple(day for day in days if day.weekday() >= 5 and is_working_day(day)),
                # A draft settles whom and about when: a team goes to one party a day, and to a far one however long
                # the way is. Day trips are composed when the days are near.
                day_hours=DAY,
                visits_per_day=1,
                weights=Weights(
                    risk=given.weight_risk, region=given.weight_region, travel=given.weight_travel
                ),
            )
        )
    )


def frequencies_of(facts: Sequence[Facts], given: Any, start: date) -> tuple[Frequency, ...]:
    """How often a year, each with where it comes from: the pack, what a superior asks, what grades advise (CQ 30)."""
    found = list(pack_frequencies(settings.REGION, start))
    law = cited("frequency", region=settings.REGION)
    least, source = number(pack_for(settings.REGION), "legal_visits_per_year", start)
    if least:
        found.append(Frequency(least, article=source.article, basis=source.basis))
    if given.asked_visits:
        kind = PartyKind(given.asked_kind) if given.asked_kind else None
        found.append(
            Frequency(
                given.asked_visits,
                kind=kind,
                article=law.article,
                basis="official",
                source=f"上级要求（{given.asked_source.strip()}）",
            )
        )
    advised: dict[str, float] = {}
    for one in facts:
        if one.grade and one.visits:
            advised[one.grade] = max(one.visits, advised.get(one.grade, 0.0))
    for grade, visits in sorted(advised.items()):
        found.append(Frequency(visits, grade=grade, article=law.article, source=f"风险等级{grade}的建议频次"))
    return tuple(found)


def drawn(facts: Sequence[Facts], share: int, start: date) -> tuple[str, ...]:
    """The random share: every party has the same chance, by a seed that the draft's first day gives."""
    count = len(facts) * share // 100
    if not count:
        return ()
    listed = freeze(Sheet(("编号",), [(str(one.party.pk),) for one in facts]), count)
    return tuple(run(listed, f"草案 {chinese_date(start)}")["result"]["selected"])


def _party(one: Facts, middle: tuple[float, float]) -> Planned:
    party: Party = one.party
    here = (one.lon, one.lat) if one.lon is not None and one.lat is not None else middle
    return Planned(
        str(party.pk),
        party.name,
        party.region_code,
        *here,
        risk=one.risk,
        hours=HOURS,
        grade=one.grade,
        kinds=one.kinds,
        flags=one.flags,
        past_visits=(one.last,) if one.last else (),
    )


def _wishes(one: Facts, start: date, end: date) -> list[Wish]:
    key = str(one.party.pk)
    found = []
    if one.follow_up is not None:
        due = min(max(one.follow_up, start), end)
        found.append(Wish(f"{key}/follow_up", key, Reason.FOLLOW_UP, earliest=due, due=due, latest=end))
    if one.priority and not one.flags:
        found.append(Wish(f"{key}/listed", key, Reason.PRIORITY, earliest=start, due=end))
    return found


def _inspector(person: Person, by_code: dict[str, str], days: int) -> Inspector:
    credentials = tuple(
        Credential(CredentialKind(one.kind), one.valid_from, one.valid_to, one.number)
        for one in person.credentials.all()
    )
    return Inspector(
        f"person {person.pk}",
        person.name,
        "unit",
        credentials,
        tuple(row.field for row in person.expertise.all()),
        days_per_week=days,
        # CQ 21: a declaration by code keeps away at once; those by name alone are asked when the team is composed.
        conflicts=tuple(sorted({by_code[i.party] for i in declared(person, None) if i.party in by_code})),
    )


def _another(number: int, days: int) -> Inspector:
    always = Credential(CredentialKind.ENFORCEMENT, date(2000, 1, 1))
    return Inspector(f"one more {number}", "增加的人员", "unit", (always,), days_per_week=days)


def _middle(facts: Sequence[Facts]) -> tuple[float, float]:
    placed = [(one.lon, one.lat) for one in facts if one.lon is not None and one.lat is not None]
    if not placed:
        return NOWHERE
    return sum(lon for lon, _ in placed) / len(placed), sum(lat for _, lat in placed) / len(placed)
