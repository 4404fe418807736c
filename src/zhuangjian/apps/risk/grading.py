"""All parties graded, part by part: each part stands when it is done, and a run that was stopped goes on after it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhuangjian.apps.duties.turns import begin
from zhuangjian.apps.registry.models import Party
from zhuangjian.apps.risk.facts import Known, known_of
from zhuangjian.apps.risk.law import frequency, method_on
from zhuangjian.apps.risk.models import GradeChange, Move, PartyGrade, Run
from zhuangjian.apps.risk.told import reasons_of, said, told_apart
from zhuangjian.engines.risk.grade import Grade, grade
from zhuangjian.engines.risk.grade_walk import Standing
from zhuangjian.engines.risk.grade_words import RiskGrade
from zhuangjian.engines.risk.pack_loading import Method
from zhuangjian.kernel.turns import Owed

PART = 500
Say = Callable[[int, int], None]
COMPUTED = (
    "authority", "run", "method", "as_of", "grade", "computed", "manual", "manual_until", "manual_why", "manual_by",
    "total", "static", "dynamic", "move", "why", "since", "below", "falls_on", "visits", "mode", "sheet", "internal",
    "version",
)  # fmt: skip


def standing_of(row: PartyGrade) -> Standing:
    """What the next grading needs of the last one."""
    below = {RiskGrade(one): date.fromisoformat(day) for one, day in row.below.items()}
    return Standing(RiskGrade(row.computed), row.as_of, row.since, below)


def grade_all(run: Run, say: Say, at: datetime | None = None) -> None:
    """Grade whoever is not graded yet in this run; ``say`` may raise to stop."""
    method = method_on(run.as_of)
    parties = Party.objects.unrestricted().order_by("pk")
    total = parties.count()
    done = parties.filter(pk__lte=run.reached).count()
    while part := list(parties.filter(pk__gt=run.reached)[:PART]):
        say(done, total)
        with transaction.atomic():
            _part(run, part, method, at or timezone.now())
            run.reached = part[-1].pk
            Run.objects.filter(pk=run.pk).update(reached=run.reached)
        done += len(part)
    say(total, total)


def _part(run: Run, parties: list[Party], method: Method, at: datetime) -> None:
    before = {
        row.party_id: row
        for row in PartyGrade.objects.unrestricted().filter(party__in=parties).order_by("pk")
    }
    new, old, changes = [], [], []
    for known in known_of(parties, run.as_of):
        row = before.get(known.party.pk)
        # A later grading than this one stands, and one of the same day is done already.
        if row is not None and row.as_of > run.as_of:
            continue
        row, change = graded(known, method, run.as_of, row, run)
        (old if row.pk else new).append(row)
        if change is not None:
            changes.append(change)
    PartyGrade.objects.bulk_create(new)
    PartyGrade.objects.bulk_update(old, COMPUTED, batch_size=100)
    for change in changes:
        change.save()
        owe_change(change, at)


def graded(
    known: Known, method: Method, on: date, row: PartyGrade | None, run: Run | None
) -> tuple[PartyGrade, GradeChange | None]:
    """The party's row as graded, not stored yet, and the change where the grade that counts became another."""
    found = grade(known.facts, known.signals, on, method, standing_of(row) if row else None)
    earlier = row.grade if row else ""
    row = row or PartyGrade(party=known.party)
    if row.manual and row.manual_until and row.manual_until < on:
        row.manual, row.manual_until, row.manual_why, row.manual_by = "", None, "", None
    _write(row, found, known, method)
    row.run, row.version = run, row.version + 1 if row.pk else 0
    row.move = str(_moved(earlier, row.grade))
    change = None
    if earlier and earlier != row.grade:
        change = change_of(row, earlier, row.why, on, run=run)
    return row, change


def _write(row: PartyGrade, found: Grade, known: Known, method: Method) -> None:
    row.authority_id = known.authority
    row.method, row.as_of = found.pack, found.as_of
    row.computed = found.grade.value
    row.grade = row.manual or row.computed
    row.total, row.static, row.dynamic = found.total, found.static, found.dynamic
    row.why, row.since, row.falls_on = said(found.why), found.since, found.falls_on
    row.below = {one.value: day.isoformat() for one, day in found.standing.below.items()}
    row.sheet, row.internal = told_apart(found)
    row.sheet["reasons"] = reasons_of(found)
    settle_visits(row, method, found.as_of)


def settle_visits(row: PartyGrade, method: Method, on: date) -> None:
    """How often the grade that counts has the party inspected."""
    advised = method.visits[RiskGrade(row.grade)]
    how = frequency(advised.per_year, advised.mode, on)
    row.visits, row.mode = how.per_year, how.mode


def _moved(before: str, after: str) -> Move:
    if not before:
        return Move.FIRST
    return Move.STAYED if before == after else Move.ROSE if after > before else Move.FELL


def change_of(
    row: PartyGrade, before: str, why: str, on: date, *, run: Run | None = None, by: Any = None
) -> GradeChange:
    """The change of a grade, not stored yet."""
    return GradeChange(
        of=row,
        party=row.party,
        authority_id=row.authority_id,
        run=run,
        before=before,
        after=row.grade,
        total=row.total,
        changed_on=on,
        why=why,
        by=by,
    )


def owe_change(change: GradeChange, at: datetime) -> None:
    """It is the turn of the responsible unit to say what it makes of the change; nobody's outside the province."""
    from zhuangjian.apps.risk.turns import CHANGED

    if change.authority_id is not None:
        begin(Owed(CHANGED, change), at=at)


def summed_up(run: Run) -> tuple[dict[str, Any], str, int]:
    """What the run came to: counts by grade and by move, the digest over every party's grade, and how many."""
    rows = PartyGrade.objects.unrestricted().filter(run=run).order_by("party_id")
    counts, moves = Counter[str](), Counter[str]()
    digest, total = hashlib.sha256(), 0
    for party, given, points, move in _rows(rows):
        counts[given] += 1
        moves[move] += 1
        total += 1
        digest.update(json.dumps([party, given, points, move]).encode() + b"\n")
    summary = {
        "grades": {one.value: counts.get(one.value, 0) for one in RiskGrade},
        "moves": {str(one): moves.get(str(one), 0) for one in Move},
    }
    return summary, digest.hexdigest(), total


def _rows(rows: Any) -> Iterable[tuple[int, str, float, str]]:
    return rows.values_list("party_id", "grade", "total", "move").iterator()  # type: ignore[no-any-return]
