"""What accounts tell those above them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhuangjian.kernel.events import Event


@dataclass(frozen=True)
class PeopleChanged(Event):
    """Who works in these units, or with which roles, is no longer as it was."""

    units: frozenset[int]
    at: datetime
