"""Small problems and lawful plans for them, made by hand, for tests to spoil one thing at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from zhuangjian.engines.planner import Plan, Problem, Trip, Visit
from zhuangjian.engines.planner.demands import demands, merged_hours
from zhuangjian.engines.planner.plan import ObjectiveTerm, Unmet, gap_percent
from zhuangjian.engines.planner.problem import (
    Base,
    Credential,
    Inspector,
    Party,
    Reason,
    Travel,
    Wish,
)
from zhuangjian.engines.planner.reading import completed
from zhuangjian.engines.planner.verify_scores import Legs, amounts
from zhuangjian.engines.rules.vocabulary import CredentialKind, Mode

MONDAY = date(2027, 1, 4)
ENFORCEMENT = (Credential(CredentialKind.ENFORCEMENT, date(2020, 1, 1)),)


def inspector(key: str, **given: Any) -> Inspector:
    """A person of base B1 with a valid enforcement credential."""
    return Inspector(**{"id": key, "name": key, "base": "B1", "credentials": ENFORCEMENT, **given})


def party(key: str, lon: float = 106.6, **given: Any) -> Party:
    """A party ten kilometres or so from the base, two hours' work."""
    return Party(
        **{
            "id": key,
            "name": key,
            "district": "甲",
            "lon": lon,
            "lat": 29.5,
            "risk": 50.0,
            "hours": 2.0,
            **given,
        }
    )


def wish(key: str, of: str = "P1", **given: Any) -> Wish:
    """A single wish for the whole plan."""
    return Wish(**{"id": key, "party": of, "reason": Reason.OTHER, **given})


def problem(**given: Any) -> Problem:
    """Ten weeks, one base, two inspectors, one party with one wish — or what is given instead."""
    return completed(
        Problem(
            **{
                "start": MONDAY,
                "weeks": 10,
                "bases": (Base("B1", "驻地", 106.5, 29.5, "甲"),),
                "parties": (party("P1"),),
                "inspectors": (inspector("I1"), inspector("I2")),
                "wishes": (wish("W1"),),
                "travel": Travel(speed_kmh=60, road_factor=1.0, leg_minutes=0.0),
                **given,
            }
        )
    )


def plan(given: Problem, *days: tuple[int, tuple[str, ...], str], **changes: Any) -> Plan:
    """A plan with one trip for each (day after the start, wishes, team as "I1 I2"), honestly summed up.

    All wishes of one entry that are of the same party make one visit. Other wishes are listed as unmet.
    """
    wished = {d.id: d for d in demands(given)}
    legs = Legs(given)
    visits: list[Visit] = []
    trips: list[Trip] = []
    for number, (after, wishes, team) in enumerate(days, 1):
        day, week = MONDAY + timedelta(days=after), after // 7 + 1
        stops: dict[str, list[str]] = {}
        for key in wishes:
            stops.setdefault(wished[key].party, []).append(key)
        made = [
            Visit(
                f"V{number}-{of}",
                of,
                tuple(keys),
                day,
                week,
                f"T{number}",
                Mode.ON_SITE,
                all(wished[k].announced for k in keys),
                merged_hours([wished[k].hours for k in keys], given.merge_share),
            )
            for of, keys in stops.items()
        ]
        members = tuple(team.split())
        base = next(i.base for i in given.inspectors if i.id == members[0])
        minutes = legs.tour(base, list(stops))
        hours = minutes / 60 + sum(v.hours for v in made)
        visits += made
        trips.append(
            Trip(
                f"T{number}", day, week, base, members[0], members, tuple(v.id for v in made), minutes, hours
            )
        )
    served = {w for v in visits for w in v.wishes}
    unmet = tuple(
        Unmet(d.id, d.party, d.value, "left", "", "未安排") for d in wished.values() if d.id not in served
    )
    bare = Plan("", 1, 0, "iterations", 0.0, 0.0, 0.0, (), tuple(visits), tuple(trips), unmet)
    return replace(summed(given, bare), **changes)


def summed(given: Problem, bare: Plan) -> Plan:
    """The plan with its objective terms filled in as they are, and a bound just above."""
    wished = {d.id: d for d in demands(given)}
    found = amounts(given, bare, wished, Legs(given))
    terms = tuple(
        ObjectiveTerm(
            name,
            name,
            amount,
            "",
            getattr(given.weights, name),
            (1 if name == "risk" else -1) * amount * getattr(given.weights, name),
        )
        for name, amount in found.items()
    )
    total = sum(t.points for t in terms)
    bound = total + 1.0
    return replace(bare, terms=terms, objective=total, bound=bound, gap_percent=gap_percent(total, bound))
