"""Which rule stops people: every refusal of an act by its name, article and stage, and by nothing else.

A line says the day, the act, the article, the stage that the person was shown and the kind of refusal. Who it was, on
which case, and what was typed are not in it, so that it tells nothing of a case to who may not see it. The lines are
appended to one file a day under ``refusals/`` in the home: a refusal never asks the database and never waits for an
act that holds the ledger. It is no evidence: what cannot be written is only warned about.
"""

from __future__ import annotations

import json
import logging
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from zhuangjian.engines.rules.answer import Refusal

FOLDER = "refusals"
# Whoever asks a million times in vain fills no disk.
DAY_LIMIT = 4_000_000
KINDS = {
    "refused": "条件不足或填写有误",
    "not_yours": "不由其办理",
    "conflict": "他人先办理或系统正忙",
    "altered": "数据与账本不符",
}
log = logging.getLogger("zhuangjian.actions")


@dataclass(frozen=True, order=True)
class Stop:
    """What stopped people in one way: act, article, stage and kind."""

    action: str
    article: str
    stage: str
    kind: str


@dataclass(frozen=True)
class Stopped:
    """How often that was, and on which day last."""

    stop: Stop
    times: int
    last: date


@contextmanager
def noted(action: Any, person: Any, target: Any, kinds: dict[type[Refusal], str]) -> Iterator[None]:
    """Note a refusal of this act and raise it on; the system's own (nobody) and repeats inside are not noted again."""
    try:
        yield
    except Refusal as refusal:
        if person is not None and not getattr(refusal, "noted", False):
            refusal.noted = True  # type: ignore[attr-defined]
            kind = next((word for kind, word in kinds.items() if isinstance(refusal, kind)), "refused")
            note(Stop(action.name, refusal.article, stage_of(target), kind))
        raise


def stage_of(target: Any) -> str:
    """The code of the stage as the door was given it; empty for what has none."""
    return str(getattr(target, "stage", "") or "")


def note(stop: Stop) -> None:
    """Append one line to the list of refusals."""
    facts = {"act": stop.action, "article": stop.article, "stage": stop.stage, "kind": stop.kind}
    line = json.dumps(facts, ensure_ascii=False, separators=(",", ":")) + "\n"
    path = Path(settings.HOME) / FOLDER / f"{timezone.localdate():%Y%m%d}.log"
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            if os.fstat(handle).st_size < DAY_LIMIT:
                os.write(handle, line.encode())
        finally:
            os.close(handle)
    except OSError as error:
        log.warning("a refusal of %s could not be noted: %s", stop.action, error)


def stopped(days: int) -> list[Stopped]:
    """What stopped people on the last ``days`` days, today included, the most frequent first."""
    first = timezone.localdate() - timedelta(days=days - 1)
    times: Counter[Stop] = Counter()
    last: dict[Stop, date] = {}
    for path in sorted((Path(settings.HOME) / FOLDER).glob("*.log")):
        day = _day(path)
        if day is None or day < first:
            continue
        for stop in _lines(path):
            times[stop] += 1
            last[stop] = day
    return [Stopped(stop, times[stop], last[stop]) for stop in sorted(times, key=lambda s: (-times[s], s))]


def _day(path: Path) -> date | None:
    try:
        return date.fromisoformat(path.stem)
    except ValueError:
        return None


def _lines(path: Path) -> Iterator[Stop]:
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            try:
                facts = json.loads(line)
                yield Stop(*(str(facts[key]) for key in ("act", "article", "stage", "kind")))
            except (ValueError, KeyError, TypeError):
                continue
