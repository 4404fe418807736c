"""Random problems that are harsher than life: everything scarce, overlapping, expiring, and sometimes impossible."""

from __future__ import annotations

import random
from datetime import date, timedelta

from zhuangjian.engines.planner import Problem
from zhuangjian.engines.planner.problem import (
    Away,
    Base,
    Cap,
    Credential,
    Exemption,
    Flag,
    Frequency,
    Inspector,
    Party,
    Reason,
    Travel,
    Weights,
    Wish,
)
from zhuangjian.engines.planner.reading import completed
from zhuangjian.engines.rules.vocabulary import CredentialKind

START = date(2026, 11, 2)
TOPICS = ("微生物", "配方", "网络")


def random_problem(
    seed: int,
    *,
    parties: int = 8,
    people: int = 6,
    weeks: int = 8,
    wishes: int = 6,
    days: tuple[int, ...] = (),
    mild: bool = False,
) -> Problem:
    """A problem from a seed. With ``days`` (after the start) only those are worked; ``mild`` leaves everybody able to work."""
    rng = random.Random(seed)
    bases = tuple(
        Base(f"B{n}", f"驻地{n}", 106.5 + 0.4 * n, 29.5 + rng.uniform(-0.2, 0.2))
        for n in range(rng.randint(1, 3))
    )
    firms = tuple(_party(rng, n) for n in range(parties))
    everyone = tuple(_person(rng, n, bases, firms, weeks, mild) for n in range(people))
    all_days = [START + timedelta(days=n) for n in range(7 * weeks)]
    return completed(
        Problem(
            START,
            weeks,
            bases,
            firms,
            everyone,
            wishes=tuple(_wish(rng, n, firms, weeks) for n in range(wishes)),
            random_share=tuple(p.id for p in firms if rng.random() < 0.3),
            frequencies=(
                Frequency(rng.choice((0.0, 4.0, 12.0, 26.0)), "D"),
                Frequency(rng.choice((0.0, 6.0)), "B"),
            ),
            cap=Cap(
                rng.choice((None, 1, 2, 3)),
                {"D": rng.randint(0, 5)},
                (
                    Exemption(Reason.FOR_CAUSE, rng.random() < 0.5),
                    Exemption("off_site", rng.random() < 0.5),
                    Exemption("ordered_by_superior", rng.random() < 0.5),
                ),
            ),
            travel=_travel(rng, bases, firms),
            weights=Weights(
                1.0,
                rng.choice((0.0, 0.5, 5.0)),
                rng.choice((0.0, 2.0)),
                rng.choice((0.0, 0.5)),
                rng.choice((0.0, 0.2, 5.0)),
            ),
            closed_days=tuple(
                d
                for n, d in enumerate(all_days)
                if d.weekday() < 5 and (n not in days if days else rng.random() < 0.1)
            ),
            working_weekend_days=tuple(d for n, d in enumerate(all_days) if d.weekday() >= 5 and n in days),
            joint_teams=rng.random() < 0.4,
            visits_per_day=rng.randint(1, 3),
            merge_share=rng.choice((0.0, 0.5, 1.0)),
            off_site_value=rng.choice((0.0, 0.6, 1.0)),
            region_floor=rng.choice((0.0, 0.8, 1.0)),
        )
    )


def _party(rng: random.Random, n: int) -> Party:
    past = tuple(START - timedelta(days=rng.randint(1, 90)) for _ in range(rng.choice((0, 0, 1, 2))))
    return Party(
        f"P{n}",
        f"对象{n}",
        rng.choice(("甲", "乙")),
        106.5 + rng.uniform(-0.3, 1.2),
        29.5 + rng.uniform(-0.3, 0.3),
        rng.uniform(0, 100),
        rng.choice((1.0, 2.0, 4.0, 7.5, 9.0)),
        rng.choice(("A", "B", "D")),
        flags=tuple(f for f in Flag if rng.random() < 0.2),
        expertise=(rng.choice(TOPICS),) if rng.random() < 0.3 else (),
        off_site=rng.random() < 0.4,
        off_site_hours=rng.choice((None, 1.0)),
        past_visits=past,
    )


def _wish(rng: random.Random, n: int, firms: tuple[Party, ...], weeks: int) -> Wish:
    first = START + timedelta(days=rng.randint(-10, 7 * weeks))
    return Wish(
        f"W{n}",
        rng.choice(firms).id,
        rng.choice(tuple(Reason)),
        earliest=rng.choice((None, first)),
        due=rng.choice((None, first + timedelta(days=rng.randint(0, 20)))),
        latest=rng.choice((None, first + timedelta(days=rng.randint(-2, 40)))),
        hours=rng.choice((None, 1.0, 3.0)),
        expertise=(rng.choice(TOPICS),) if rng.random() < 0.2 else (),
        off_site=rng.random() < 0.3,
        announced=rng.choice((None, True, False)),
        ordered_by_superior=rng.random() < 0.2,
    )


def _person(
    rng: random.Random, n: int, bases: tuple[Base, ...], firms: tuple[Party, ...], weeks: int, mild: bool
) -> Inspector:
    begin = START + timedelta(days=rng.randint(-100, 20))
    end = rng.choice((None, None, START + timedelta(days=rng.randint(0, 7 * weeks))))
    if mild:
        held = (Credential(CredentialKind.ENFORCEMENT, begin),)
        barred = (rng.choice(firms).id,) if rng.random() < 0.2 else ()
        return Inspector(
            f"I{n}",
            f"检查员{n}",
            bases[0].id if n < 2 else rng.choice(bases).id,
            held,
            TOPICS,
            n < 2,
            conflicts=barred,
        )
    kind = CredentialKind.ENFORCEMENT if rng.random() < 0.9 else CredentialKind.INSPECTOR
    leave = START + timedelta(days=rng.randint(0, 7 * weeks))
    return Inspector(
        f"I{n}",
        f"检查员{n}",
        rng.choice(bases).id,
        (Credential(kind, begin, end),),
        tuple(t for t in TOPICS if rng.random() < 0.4),
        rng.random() < 0.7,
        rng.random() < 0.1,
        rng.choice((1, 2, 5, tuple(rng.randint(0, 3) for _ in range(weeks - 1)))),
        (Away(leave, leave + timedelta(days=rng.randint(0, 9))),),
        (START + timedelta(days=rng.randint(0, 7 * weeks)),),
        tuple(p.id for p in firms if rng.random() < 0.15),
    )


def _travel(rng: random.Random, bases: tuple[Base, ...], firms: tuple[Party, ...]) -> Travel:
    if rng.random() < 0.6:
        return Travel(leg_minutes=rng.choice((0.0, 10.0)), reference_latitude=29.5)
    places = tuple(b.id for b in bases) + tuple(p.id for p in firms)
    rows = tuple(tuple(0.0 if a == b else float(rng.randint(1, 240)) for b in places) for a in places)
    return Travel("matrix", places=places, minutes=rows)
