"""What an early-warning model is proved on, apart from the mathematics: who only states facts need not load that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# Half of them teach before the first window, the others judge.
NEEDED, NEEDED_EACH = 100, 10


@dataclass(frozen=True, slots=True)
class Visit:
    """One inspection whose result its party knows; ``day`` is when the result was handed over. ``who`` and ``drawn`` judge, they never score."""

    party: str
    day: date
    found: bool
    who: str
    kind: str
    place: str
    kinds: str
    size: str
    drawn: bool


@dataclass(frozen=True, slots=True)
class Record:
    """Something that another source said of a party on a day."""

    party: str
    day: date
    source: str
    severity: int
    place: str
    kinds: str
