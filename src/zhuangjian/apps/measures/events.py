"""What this area tells those above it."""

from __future__ import annotations

from dataclasses import dataclass

from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.measures.models import Lifting, Measure, Obstruction
from zhuangjian.kernel.events import Event
from zhuangjian.kernel.turns import Owing


@dataclass(frozen=True)
class CaseWanted(Event):
    """A case is to be filed: what was found becomes a lead (CQ 49, 51)."""

    step: Owing
    inspection: Inspection
    facts: str
    advice: str


@dataclass(frozen=True)
class ObstructionHandled(Event):
    """How an obstruction is handled is decided: what concerns the public is to be published in time (CQ 51)."""

    step: Owing
    obstruction: Obstruction


@dataclass(frozen=True)
class LiftingDecided(Event):
    """A measure was lifted, or its lifting refused (CQ 50)."""

    step: Owing
    lifting: Lifting


@dataclass(frozen=True)
class MeasureWithdrawn(Event):
    """A measure was taken back: what the public was told of it is no longer so."""

    step: Owing
    measure: Measure


@dataclass(frozen=True)
class OnlyLeadsLeft(Event):
    """Of a delivered inspection everything is decided but what becomes of its leads, or that too (CQ 37, 49)."""

    step: Owing
    inspection: Inspection
