"""What this area tells those above it."""

from __future__ import annotations

from dataclasses import dataclass

from zhuangjian.apps.cooperation.models import Letter
from zhuangjian.kernel.events import Event
from zhuangjian.kernel.turns import Owing


@dataclass(frozen=True)
class LetterSettled(Event):
    """A letter went out under its number; or its draft was withdrawn."""

    step: Owing
    letter: Letter
