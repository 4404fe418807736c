"""What an inspection tells those above it."""

from __future__ import annotations

from dataclasses import dataclass

from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.models.course import Obstruction
from zhuangjian.kernel.events import Event
from zhuangjian.kernel.turns import Owing


@dataclass(frozen=True)
class CopiesGiven(Event):
    """Both sides have the record, whatever follows."""

    step: Owing
    inspection: Inspection


@dataclass(frozen=True)
class RecordDelivered(Event):
    """The record was handed over and something remains to be put right or handled: the inspection stays delivered."""

    step: Owing
    inspection: Inspection


@dataclass(frozen=True)
class InspectionEnded(Event):
    """Nothing remains to be done on the inspection."""

    step: Owing
    inspection: Inspection


@dataclass(frozen=True)
class ObstructionRecorded(Event):
    """The party refused, evaded or obstructed the inspection in this form."""

    step: Owing
    inspection: Inspection
    form: Obstruction
