"""Believable synthetic problems from a seed: towns of different size, uneven risk, part-time inspectors, lapsing credentials."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from datetime import date, timedelta

from zhuangjian.engines.calendar import is_working_day
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import CredentialKind, InspectionType, PartyKind

from .demands import demands
from .problem import (
    Away,
    Base,
    Cap,
    Credential,
    Exemption,
    Flag,
    Frequency,
    Inspector,
    Party,
    Problem,
    Reason,
    Wish,
)
from .reading import completed

TOPICS = ("微生物", "配方与功效", "网络经营", "无菌与洁净")
START = date(2027, 1, 4)
_KINDS = (
    (PartyKind.DISTRIBUTOR, 0.4),
    (PartyKind.SALON, 0.2),
    (PartyKind.MANUFACTURER, 0.12),
    (PartyKind.FILER, 0.12),
    (PartyKind.CONTRACT_MANUFACTURER, 0.06),
    (PartyKind.REGISTRANT, 0.06),
    (PartyKind.HOTEL, 0.04),
)
_MAKERS = {PartyKind.MANUFACTURER, PartyKind.CONTRACT_MANUFACTURER, PartyKind.REGISTRANT, PartyKind.FILER}


def example(parties: int, inspectors: int, seed: int, *, weeks: int = 52, tightness: float = 0.9) -> Problem:
    """A problem with that many parties and inspectors. ``tightness`` is wished work over the pool's time, roughly.

    Frequencies and the cap are invented and marked ``to_be_confirmed``. The same arguments give the same problem.
    """
    if parties < 1 or inspectors < 1 or not 1 <= weeks <= 106 or not 0.05 <= tightness <= 5:
        raise Refusal(
            "示例至少要有 1 个对象和 1 名检查人员，周数 1–106，紧张程度 0.05–5", missing=["有效的规模"]
        )
    rng = random.Random(f"planner example {parties} {inspectors} {seed} {weeks}")  # noqa: S311 - invented data
    towns = _towns(rng, max(2, min(40, inspectors // 12, 4 + parties // 60)))
    firms = tuple(_party(rng, f"P{n + 1:06d}", towns, weeks) for n in range(parties))
    drawn = sorted(rng.sample([p.id for p in firms], max(1, parties // 20)))
    days = [START + timedelta(days=n) for n in range(7 * weeks)]
    problem = completed(
        Problem(
            START,
            weeks,
            tuple(base for base, _ in towns),
            firms,
            (),
            wishes=tuple(_wishes(rng, firms, weeks)),
            random_share=tuple(drawn),
            frequencies=_frequencies(),
            cap=_cap(),
            closed_days=tuple(d for d in days if d.weekday() < 5 and not is_working_day(d)),
            note=f"示例：{parties} 个对象，{inspectors} 名检查人员，种子 {seed}；频次与上限均为虚构",
        )
    )
    work = sum(d.hours + 0.7 for d in demands(problem)) * 2 / problem.day_hours * 1.25
    each = max(min(work / tightness / inspectors, 4.5 * weeks), 2.0)
    return replace(problem, inspectors=tuple(_inspectors(rng, problem, towns, inspectors, each)))


def _towns(rng: random.Random, count: int) -> list[tuple[Base, float]]:
    towns: list[tuple[Base, float]] = []
    for n in range(count):
        far = 0.15 + 1.1 * math.sqrt(n / count)
        angle = rng.uniform(0, 2 * math.pi)
        base = Base(
            f"B{n + 1:02d}",
            f"第{n + 1}检查局驻地",
            round(106.5 + far * math.cos(angle), 5),
            round(29.6 + 0.8 * far * math.sin(angle), 5),
            f"区县{n + 1:02d}",
        )
        towns.append((base, 1.0 / (1 + n) ** 0.7))
    return towns


def _party(rng: random.Random, key: str, towns: list[tuple[Base, float]], weeks: int) -> Party:
    town = rng.choices([b for b, _ in towns], [w for _, w in towns])[0]
    kind = rng.choices([k for k, _ in _KINDS], [w for _, w in _KINDS])[0]
    maker = kind in _MAKERS
    risk = round(min(100.0, rng.lognormvariate(3.4 if maker else 2.9, 0.6)), 1)
    grade = "D" if risk >= 60 else "C" if risk >= 35 else "B" if risk >= 18 else "A"
    past: tuple[date, ...] = ()
    if rng.random() < 0.85:
        past = (START - timedelta(days=rng.randint(5, 500)),)
    flags = [
        flag
        for flag, p in ((Flag.CHILDREN, 0.1), (Flag.SPECIAL, 0.15), (Flag.NEW_INGREDIENT, 0.03))
        if rng.random() < p
    ]
    if not past:
        flags.append(Flag.NEVER_CHECKED)
    return Party(
        key,
        f"示例对象{key[1:]}",
        town.district,
        round(town.lon + rng.gauss(0, 0.09), 5),
        round(town.lat + rng.gauss(0, 0.08), 5),
        risk,
        rng.choice((4.0, 5.0, 6.0)) if maker else rng.choice((1.5, 2.0, 2.5, 3.0)),
        grade,
        (kind,),
        tuple(flags),
        expertise=(rng.choice(TOPICS),) if maker and rng.random() < 0.4 else (),
        off_site=grade == "A" and rng.random() < 0.5,
        off_site_hours=1.5,
        past_visits=past,
    )


def _wishes(rng: random.Random, parties: tuple[Party, ...], weeks: int) -> list[Wish]:
    wishes = []
    for party in parties:
        key = party.id
        if rng.random() < 0.06:
            begin = START + timedelta(days=rng.randint(0, 7 * weeks - 1))
            wishes.append(
                Wish(
                    f"{key}/recheck",
                    key,
                    Reason.FOLLOW_UP,
                    InspectionType.OTHER,
                    "整改跟踪",
                    begin,
                    begin + timedelta(days=30),
                    begin + timedelta(days=75),
                    max(1.5, party.hours / 2),
                )
            )
        if rng.random() < 0.02:
            begin = START + timedelta(days=rng.randint(0, 7 * weeks - 1))
            wishes.append(
                Wish(
                    f"{key}/cause",
                    key,
                    Reason.FOR_CAUSE,
                    InspectionType.FOR_CAUSE,
                    "投诉举报",
                    begin,
                    begin + timedelta(days=7),
                    begin + timedelta(days=28),
                )
            )
        if PartyKind.MANUFACTURER in party.kinds and rng.random() < 0.15:
            begin = START + timedelta(days=rng.randint(0, 7 * weeks - 1))
            wishes.append(
                Wish(
                    f"{key}/licence",
                    key,
                    Reason.LICENSING,
                    InspectionType.LICENSING,
                    "行政许可",
                    begin,
                    begin + timedelta(days=20),
                    begin + timedelta(days=42),
                    6.0,
                )
            )
    return wishes


def _frequencies() -> tuple[Frequency, ...]:
    note = "示例虚构，未见官方频次表"
    return (
        Frequency(2.0, "D", source=note),
        Frequency(1.0, "C", source=note),
        Frequency(1.0, "B", source=note),
        Frequency(0.5, "A", source=note),
    )


def _cap() -> Cap:
    return Cap(
        2,
        {"A": 1, "D": 4},
        (
            Exemption(
                "ordered_by_superior",
                True,
                "国办发〔2024〕54号",
                "official",
                "司法部答问：上级部署的专项检查除外",
            ),
            Exemption(Reason.FOR_CAUSE, True, "国办发〔2024〕54号", "to_be_confirmed", "通行理解，待确认"),
            Exemption(Reason.LICENSING, True, "", "to_be_confirmed", "依申请核查，待确认"),
            Exemption("off_site", True, "国办发〔2024〕54号", "to_be_confirmed", "非现场不入企，待确认"),
        ),
    )


def _inspectors(
    rng: random.Random, problem: Problem, towns: list[tuple[Base, float]], count: int, each: float
) -> list[Inspector]:
    """People at the bases by the work around them; each base's people are rostered in pairs for the same weeks."""
    work: dict[str, float] = {}
    for party in problem.parties:
        work[party.district] = work.get(party.district, 0.0) + party.hours
    seats = [b for b, _ in towns]
    weights = [work.get(b.district, 0.0) + 0.2 * sum(work.values()) / len(seats) for b in seats]
    found: list[Inspector] = []
    for base, staff in zip(seats, _staffing(weights, count), strict=True):
        local = [p.id for p in problem.parties if p.district == base.district]
        share = weights[seats.index(base)] / sum(weights) * count / max(1, staff)
        quota: tuple[int, ...] = ()
        for n in range(staff):
            if n % 2 == 0:
                quota = _roster(rng, problem.weeks, each * share * 1.06)
            key = f"I{len(found) + 1:05d}"
            found.append(_inspector(rng, key, base, local, problem, quota, leads=n % 2 == 0))
    return found


def _staffing(weights: list[float], count: int) -> list[int]:
    """Whole numbers of people by weight, two at least where there are enough, adding up to ``count``."""
    least = min(2, count // len(weights))
    rest = count - least * len(weights)
    exact = [rest * w / sum(weights) for w in weights]
    whole = [int(x) for x in exact]
    order = sorted(range(len(weights)), key=lambda n: whole[n] - exact[n])
    for n in order[: rest - sum(whole)]:
        whole[n] += 1
    return [least + n for n in whole]


def _roster(rng: random.Random, weeks: int, days: float) -> tuple[int, ...]:
    """Days on duty in each week, about ``days`` in all and evenly spread from a random start."""
    rate, carry = min(5.0, days / weeks), rng.random()
    quota = []
    for _ in range(weeks):
        carry += rate
        quota.append(min(5, int(carry)))
        carry -= quota[-1]
    return tuple(quota)


def _inspector(
    rng: random.Random,
    key: str,
    base: Base,
    local: list[str],
    problem: Problem,
    quota: tuple[int, ...],
    leads: bool,
) -> Inspector:
    weeks, start = problem.weeks, problem.start
    end = start + timedelta(days=rng.randint(30, 30 + 7 * weeks)) if rng.random() < 0.05 else None
    leave = start + timedelta(days=rng.randint(0, 7 * weeks - 1))
    credentials = [Credential(CredentialKind.ENFORCEMENT, date(2022, 1, 1), end, f"执法{key[1:]}")]
    if rng.random() < 0.5:
        credentials.append(Credential(CredentialKind.INSPECTOR, date(2022, 1, 1), None, f"检查{key[1:]}"))
    training = start + timedelta(days=7 * rng.randint(0, weeks - 1))
    return Inspector(
        key,
        f"示例检查员{key[1:]}",
        base.id,
        tuple(credentials),
        tuple(topic for topic in TOPICS if rng.random() < 0.3),
        leads or rng.random() < 0.3,
        days_per_week=quota,
        away=(Away(leave, leave + timedelta(days=rng.randint(4, 13)), "休假"),),
        training=tuple(training + timedelta(days=n) for n in range(3)),
        conflicts=tuple(sorted(rng.sample(local, min(len(local), rng.randint(0, 3))))),
    )
