"""The grading method a second time, from the YAML alone: exact fractions, one day after the other, no shortcut."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import yaml

import zhuangjian.engines.risk

PACK = Path(zhuangjian.engines.risk.__file__).parent / "packs" / "national.yaml"
RULES = yaml.safe_load(PACK.read_text(encoding="utf-8"))
COUNTS = list(RULES["counts"])
ORDER = "ABCD"


def rounded(value, digits):
    return Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def faded(points, decay, age):
    if "horizon_days" in decay and age > decay["horizon_days"]:
        return Decimal(0)
    if "half_life_days" in decay:
        share = rounded(Decimal("0.5") ** (Decimal(age) / decay["half_life_days"]), 4)
    else:
        share = (
            Decimal(next((step["percent"] for step in decay["steps"] if age <= step["until_days"]), 0)) / 100
        )
    return rounded(points * share, 2)


def total(party, signals, day, known_by):
    """Points on ``day`` as one who stands at ``known_by`` computes them."""
    scale = RULES["scale"]["grades"][0]
    static = max((RULES["kinds"]["party_kind"][0]["points"][k] for k in party.get("kinds", ())), default=0)
    for name in COUNTS:
        number = party.get(name) or 0
        static += max(
            (s["points"] for s in RULES["counts"][name][0]["steps"] if number >= s["at_least"]), default=0
        )
    sums = {}
    for signal in signals:
        start = max(signal["occurred_on"], signal.get("known_on") or signal["occurred_on"])
        if not signal.get("attributable", True) or start > day:
            continue
        rule = RULES["signals"][signal["kind"]][0]
        points = rule["severity"][signal["severity"]]
        if signal["kind"] == "inspection" and signal.get("conclusion") in rule["conclusion"]:
            points = rule["conclusion"][signal["conclusion"]]
        points = Decimal(points)
        due, done = signal.get("rectify_due"), signal.get("rectified_on")
        done = done if done and done <= known_by else None
        if signal["kind"] == "inspection" and due:
            if done and done <= due and done <= day:
                points = points * rule["on_time_percent"] / 100
            if day > due and not (done and done <= due):
                late = RULES["lateness"]["rectification_late"][0]
                worth = Decimal(late["points"])
                if done and done <= day:
                    worth = faded(worth, late["decay"], (day - done).days)
                sums["late"] = sums.get("late", 0) + worth
        worth = faded(points, rule["decay"], (day - signal["occurred_on"]).days)
        sums[signal["kind"]] = sums.get(signal["kind"], 0) + worth
    credit = RULES["levels"]["credit"][0]["points"][party["credit"]] if party.get("credit") else 0
    dynamic = Decimal(credit)
    for kind, points in sums.items():
        cap = (
            RULES["lateness"]["rectification_late"][0]["cap"]
            if kind == "late"
            else RULES["signals"][kind][0]["cap"]
        )
        dynamic += min(points, cap)
    return min(Decimal(static), scale["static_max"]) + min(dynamic, scale["dynamic_max"])


def held(signals, day):
    for signal in signals:
        start = max(signal["occurred_on"], signal.get("known_on") or signal["occurred_on"])
        if signal.get("event") and signal.get("attributable", True):
            days = RULES["direct"][signal["event"]][0]["holds_days"]
            if start <= day < start + timedelta(days):
                return True
    return False


def by_limits(points):
    limits = RULES["scale"]["grades"][0]["limits"]
    return max((g for g in "BCD" if points >= limits[g]), default="A")


def daily(party, signals, first: date, grade: str, last: date):
    """The grade on ``last`` of a party that had ``grade`` on ``first``, looked at every single day."""
    scale = RULES["scale"]["grades"][0]
    low = dict.fromkeys("BCD", 0)
    day = first
    while day < last:
        day += timedelta(1)
        points = Decimal(10**6) if held(signals, day) else total(party, signals, day, last)
        reached = by_limits(points)
        grade = max(grade, reached)
        for g in "BCD":
            low[g] = low[g] + 1 if points < scale["limits"][g] - scale["margin"] else 0
        while grade != "A" and low[grade] > scale["hold_days"]:
            grade = ORDER[ORDER.index(grade) - 1]
    return grade
