"""What this area tells those above it."""

from __future__ import annotations

from dataclasses import dataclass

from zhuangjian.apps.enforcement.models import Penalty
from zhuangjian.kernel.events import Event
from zhuangjian.kernel.turns import Owing


@dataclass(frozen=True)
class PenaltyDecided(Event):
    """A penalty was imposed: the public is to be told of it within the limit."""

    step: Owing
    penalty: Penalty


@dataclass(frozen=True)
class PenaltyFell(Event):
    """A penalty no longer stands as it was decided: what the public was told of it is to be taken down."""

    step: Owing
    penalty: Penalty
