"""Whose turn it is next in a rectification (CQ 19)."""

from __future__ import annotations

from datetime import date

from zhuangjian.apps.rectification import turns
from zhuangjian.apps.rectification.models import Rectification
from zhuangjian.kernel.turns import Owing


def ask_party(step: Owing, rectification: Rectification, title: str, event: str, due: date) -> None:
    """The enterprise has to hand something in by ``due``; the local authority sees to it until then."""
    step.owe(turns.REPORT, rectification, title=title, event=event, due=due)
    step.owe(turns.FOLLOW_UP, rectification, event=event, due=due)
