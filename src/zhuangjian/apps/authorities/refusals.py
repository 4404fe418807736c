"""What stops people, in words: for the administrator's page, the API and the command line."""

from __future__ import annotations

from datetime import date
from typing import Any, TypedDict

from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.apps.ledger.refused import KINDS, Stopped, stopped

# How far back one may look, in days.
SPANS = (7, 30, 90, 365)
SPAN = 30


class Told(TypedDict):
    """One way in which people were stopped, how often, and on which day last."""

    act: str
    title: str
    article: str
    stage: str
    stage_label: str
    kind: str
    kind_label: str
    times: int
    last: date


def told(days: int = SPAN) -> list[Told]:
    """What stopped people on the last ``days`` days, the most frequent first."""
    return [_told(row) for row in stopped(days)]


def span_of(text: str) -> int:
    """The days that a page is asked for; the usual ones for anything else."""
    return int(text) if text in {str(days) for days in SPANS} else SPAN


def _told(row: Stopped) -> Told:
    stop = row.stop
    action = ACTIONS.get(stop.action)
    return {
        "act": stop.action,
        "title": action.title if action else stop.action,
        "article": stop.article,
        "stage": stop.stage,
        "stage_label": _stage_label(action, stop.stage),
        "kind": stop.kind,
        "kind_label": KINDS.get(stop.kind, stop.kind),
        "times": row.times,
        "last": row.last,
    }


def _stage_label(action: Any, stage: str) -> str:
    fields = action.model._meta.concrete_fields if action and stage else ()
    labels = next((dict(field.choices or ()) for field in fields if field.name == "stage"), {})
    return str(labels.get(stage, stage))
