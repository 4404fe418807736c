"""What a check comes to, and how a check is made known to the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhuangjian.engines.rules.answer import plain
from zhuangjian.engines.rules.bases import Basis
from zhuangjian.engines.rules.loader import Pack
from zhuangjian.engines.rules.vocabulary import Term

from .facts import WholeFile


class Verdict(Term):
    """What a check found."""

    MET = "met", "符合"
    VIOLATED = "violated", "不符合"
    NOT_APPLICABLE = "not_applicable", "不适用"
    CANNOT_TELL = "cannot_tell", "无法判断"


SEVERITIES: Mapping[str, str] = {"serious": "严重", "ordinary": "一般", "minor": "轻微"}


@dataclass(frozen=True, slots=True)
class Found:
    """A verdict and what it rests on, in Chinese sentences."""

    verdict: Verdict
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Law:
    """What a check may ask of the law: the pack in force, and the day whose values apply."""

    pack: Pack
    on: date


@dataclass(frozen=True, slots=True)
class Check:
    """One check over the file: what it is, the article and its basis, the verdict with evidence, what to do if violated."""

    name: str
    title: str
    article: str
    basis: Basis
    severity: str
    verdict: Verdict
    evidence: tuple[str, ...]
    meaning: str
    remedy: str

    @property
    def severity_label(self) -> str:
        """The severity in Chinese."""
        return SEVERITIES[self.severity]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form."""
        names = ("article", "verdict", "severity", "evidence", "name", "title", "basis", "meaning")
        told = {name: plain(getattr(self, name)) for name in names}
        return told | {"remedy": self.remedy if self.verdict is Verdict.VIOLATED else ""}


@dataclass(frozen=True, slots=True)
class Checked:
    """All checks of a file, and the verdict over it: violated as soon as one is, met only where nothing is left open.

    ``pack`` is empty, and ``note`` says why, where no law that this system knows was in force on the file's day.
    """

    verdict: Verdict
    checks: tuple[Check, ...]
    pack: str
    day: date
    note: str = ""

    def count(self, verdict: Verdict) -> int:
        """How many checks came to that."""
        return sum(check.verdict is verdict for check in self.checks)

    def of(self, verdict: Verdict) -> tuple[Check, ...]:
        """The checks that came to that."""
        return tuple(check for check in self.checks if check.verdict is verdict)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready form."""
        counts = {verdict.value: self.count(verdict) for verdict in Verdict}
        return {
            "verdict": self.verdict.value,
            "counts": counts,
            "pack": self.pack,
            "day": self.day.isoformat(),
            "note": self.note,
            "checks": [check.to_dict() for check in self.checks],
        }


Function = Callable[[WholeFile, Law], Found]
CHECKS: dict[str, Function] = {}


def check(function: Function) -> Function:
    """Make a function known as the check of its name."""
    CHECKS[function.__name__] = function
    return function


def met(*evidence: str) -> Found:
    """What the article asks is there."""
    return Found(Verdict.MET, evidence)


def violated(*evidence: str) -> Found:
    """What the article asks is not there, or came too late."""
    return Found(Verdict.VIOLATED, evidence)


def not_applicable(*evidence: str) -> Found:
    """The article asks nothing of this file, or not yet."""
    return Found(Verdict.NOT_APPLICABLE, evidence)


def cannot_tell(*evidence: str) -> Found:
    """The file does not hold what would tell."""
    return Found(Verdict.CANNOT_TELL, evidence)


def faults(found: list[str], clean: str) -> Found:
    """Violated where something was found, else met."""
    return violated(*found) if found else met(clean)
