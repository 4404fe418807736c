"""Typed shape of a grading pack: every number has its dates, its article, its basis and the reason for it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from zhuangjian.engines.rules.models import Dated, Document, Model
from zhuangjian.engines.rules.vocabulary import Conclusion, PartyKind

from .grade_words import Credit, RiskGrade

Points = Annotated[int, Field(ge=0, le=100)]


class Judged(Dated):
    """A dated value that names its article, or what it is about (``cites``): then each region's law says the article."""

    article: str = ""
    cites: str = ""


class Weighed(Judged):
    """A dated value of the method with the reason for its points and what makes it fall."""

    reason: str = Field(min_length=6)
    lowers: str = Field(min_length=4)


class KindPoints(Weighed):
    """Points by kind of party; a party that is several kinds at once takes the highest."""

    points: dict[PartyKind, Points]


class Step(Model):
    """From this many on, so many points."""

    at_least: int = Field(ge=1)
    points: Points


class CountPoints(Weighed):
    """Points by a number; below the first step none."""

    steps: tuple[Step, ...] = Field(min_length=1)


class LevelPoints(Weighed):
    """Points by credit level."""

    points: dict[Credit, Points]


class DecayStep(Model):
    """Up to this age in days (included), this share of the points in per cent."""

    until_days: int = Field(ge=0)
    percent: int = Field(ge=0, le=100)


class Decay(Model):
    """How points fade: halved every ``half_life_days``, or by steps; none at all after ``horizon_days``."""

    half_life_days: int | None = Field(default=None, ge=1)
    steps: tuple[DecayStep, ...] = ()
    horizon_days: int | None = Field(default=None, ge=1)


class SignalPoints(Weighed):
    """Points of one signal by severity 1–5 (an inspection: by conclusion when it has one), their decay, and the
    most that the factor can come to."""

    severity: dict[int, Points]
    conclusion: dict[Conclusion, Points] = Field(default_factory=dict)
    on_time_percent: int = Field(default=100, ge=0, le=100)
    decay: Decay
    cap: Points


class LatePoints(Weighed):
    """Points for each rectification not done by its date: whole until done, fading afterwards."""

    points: Points
    decay: Decay
    cap: Points


class Direct(Judged):
    """An event that leads straight to the highest grade and holds it for ``holds_days`` from the day it was known."""

    reason: str = Field(min_length=6)
    holds_days: int = Field(ge=1)


class Scale(Judged):
    """Lower limits of the grades above A, how far below a limit the points must lie and for how long before a grade
    falls, and the most that static and dynamic points can come to."""

    reason: str = Field(min_length=6)
    limits: dict[RiskGrade, Points]
    margin: Points
    hold_days: int = Field(ge=1)
    static_max: Points
    dynamic_max: Points


class Visits(Judged):
    """What a grade leads to: visits a year and how; input to planning, never an order."""

    reason: str = Field(min_length=6)
    per_year: float = Field(ge=0, le=52)
    most: float = Field(ge=0, le=52)
    mode: str = Field(min_length=4)


class GradeFile(Model):
    """A grading pack as written."""

    name: str = Field(min_length=1)
    version: str = Field(min_length=1)
    title: str = Field(min_length=4)
    extends: str = ""
    documents: dict[str, Document] = Field(default_factory=dict)
    kinds: dict[str, tuple[KindPoints, ...]] = Field(default_factory=dict)
    counts: dict[str, tuple[CountPoints, ...]] = Field(default_factory=dict)
    levels: dict[str, tuple[LevelPoints, ...]] = Field(default_factory=dict)
    signals: dict[str, tuple[SignalPoints, ...]] = Field(default_factory=dict)
    lateness: dict[str, tuple[LatePoints, ...]] = Field(default_factory=dict)
    direct: dict[str, tuple[Direct, ...]] = Field(default_factory=dict)
    scale: dict[str, tuple[Scale, ...]] = Field(default_factory=dict)
    visits: dict[str, tuple[Visits, ...]] = Field(default_factory=dict)
