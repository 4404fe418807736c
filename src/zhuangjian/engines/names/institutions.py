"""The institution column: who tested, and who tested again."""

from __future__ import annotations

from dataclasses import dataclass

from zhuangjian.engines.names.normal import labelled, normalise_name


@dataclass(frozen=True, slots=True)
class Institutions:
    """The institution of the first test and, where there was one, of the re-test."""

    initial: str | None
    retest: str | None = None
    unknown: tuple[str, ...] = ()


def parse_institutions(text: str) -> Institutions:
    """Reads a bare institution or ``初检机构：甲，复检机构：乙``."""
    before, pairs = labelled(text)
    initial = normalise_name(before) or None
    retest = None
    unknown: list[str] = []
    for label, value in pairs:
        if label.startswith("初检"):
            initial = normalise_name(value)
        elif label.startswith("复检"):
            retest = normalise_name(value)
        else:
            unknown.append(label)
    return Institutions(initial, retest, tuple(unknown))
