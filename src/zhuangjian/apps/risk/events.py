"""What this area tells those above it."""

from __future__ import annotations

from dataclasses import dataclass

from zhuangjian.apps.risk.models import SignalCase
from zhuangjian.kernel.events import Event
from zhuangjian.kernel.turns import Owing


@dataclass(frozen=True)
class SignalConfirmed(Event):
    """Records of tests or of monitoring show a risk, as a person found."""

    step: Owing
    case: SignalCase
