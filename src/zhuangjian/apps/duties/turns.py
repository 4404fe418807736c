"""The turns of all areas, kept as duties: entered, ended, handed on. Nothing else writes a duty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from zhuangjian.apps.conduct.law import cite
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger.action import Performed
from zhuangjian.engines import rules
from zhuangjian.kernel.questions import Question
from zhuangjian.kernel.turns import DONE, NEEDLESS, SAYING, TURNS, Holder, Limit, Owed, Turn

OPEN_OF = Question(
    lambda label, pk: Duty.objects.filter(target_model=label, target_id=pk, done_at=None), keys=2, words=(0,)
)
PRACTICE = "house"  # as the basis of a duty


def legal_limit(key: str, event: date) -> Limit:
    """The last day that the pack's deadline of that name gives, counted from ``event``."""
    answer = rules.due(key, event, region=settings.REGION)
    found = answer.value
    return Limit(found.due, found.unit, found.days, found.provisional, answer.basis, answer.pack)


def settle(told: Performed) -> None:
    """After an act: the turns it answers end, then those that no longer last, then it is the turn of those it names."""
    step, case = told.step, told.case
    if isinstance(case, Duty):
        _end(_answered(step, case, _of_duty(case)), DONE, step)
        case.refresh_from_db()
    elif case is not None:
        lasting = [turn for turn in TURNS.values() if turn.while_ is not None and isinstance(case, turn.on)]
        if step.answers or lasting:
            rows = _of(case)
            done = _answered(step, case, rows)
            _end(done, DONE, step)
            _end(
                [row for row in rows if row not in done and _lapsed(row, lasting, step, case)], NEEDLESS, step
            )
    settle_owed(step)


def settle_owed(step: Any) -> None:
    """Enter what a step made due."""
    for owed in step.owed:
        if owed.again:
            _end([row for row in _of(owed.case) if row.kind == owed.turn.kind], DONE, step)
        begin(owed, at=step.at, article=getattr(step, "article", ""), title=getattr(step, "title", ""))
    step.owed.clear()


def begin(owed: Owed, *, at: datetime, article: str = "", title: str = "") -> Duty:
    """It is that turn from ``at`` on; the open one of the same holder when there is one.

    ``article`` and ``title`` are those of the act that owes it, if any.
    """
    turn, case = owed.turn, owed.case
    holder = owed.to or (turn.whose(case) if turn.whose else Holder())
    if sum(
        one is not None for one in (holder.person, holder.authority, holder.party, holder.outside or None)
    ) != 1 or (holder.authority is not None and not holder.role):
        raise ValueError(
            f"{turn.kind}: a turn has one holder: a person, an authority with a role, a party, or a body outside"
        )
    limit = turn.limit(case, at) if turn.limit and owed.due is None else Limit(owed.due)
    if turn.practice:
        limit = replace(limit, basis=PRACTICE)
    day = timezone.localtime(at).date()
    duty = Duty(
        kind=turn.kind,
        title=turn.said(case, owed.title),
        article=cite(turn.cites, at=at) if turn.cites else article,
        target_model=case._meta.label_lower,
        target_id=case.pk,
        person=holder.person,
        authority=holder.authority,
        role=str(holder.role),
        holder_party=holder.party,
        outside=holder.outside,
        party=turn.party(case),
        event=owed.event or turn.event or title,
        event_on=day,
        opened_at=at,
        due=limit.due,
        unit=limit.unit,
        days=limit.days,
        provisional=limit.provisional,
        basis=limit.basis,
        pack=limit.pack,
    )
    for known in _of(case):
        if known.kind == turn.kind and _holder(known) == _holder(duty):
            return known
    page = SAYING.format(turn.page, case=case, duty=duty)
    duty.url = page or case.get_absolute_url()  # type: ignore[attr-defined]
    duty.save()
    return duty


def end_all(step: Any, case: models.Model, *, outcome: str = DONE) -> None:
    """Nothing is left to do in this case: the matter has ended."""
    _end(_of(case), outcome, step)


def end_one(step: Any, case: models.Model, turn: Turn[Any], *, outside: str = "") -> None:
    """That turn has ended in this case, by an act on another one; with ``outside`` only that body's."""
    _end([row for row in _of(case) if row.kind == turn.kind and outside in ("", row.outside)], DONE, step)


def hand_over(step: Any, case: models.Model, *, before: Any, to: Any, staying: set[int]) -> None:
    """After people changed: what ``before`` had to do passes to ``to``; what others had who do not stay ends."""
    for duty in _of(case):
        if duty.person_id is None:
            continue
        if duty.person_id == before and before != to.pk:
            duty.person = to
            duty.save()
        elif duty.person_id not in staying:
            _end([duty], NEEDLESS, step)


def _answered(step: Any, case: Any, rows: list[Duty]) -> list[Duty]:
    ended = {
        turn.kind: turn
        for turn in step.answers
        if turn.until is None or (any(row.kind == turn.kind for row in rows) and turn.until(case))
    }
    return [
        row
        for row in rows
        if row.kind in ended and not (ended[row.kind].each and row.person_id != step.person.pk)
    ]


def _lapsed(row: Duty, lasting: list[Turn[Any]], step: Any, case: Any) -> bool:
    turn = next((one for one in lasting if one.kind == row.kind), None)
    return turn is not None and turn.while_ is not None and not turn.while_.yes(step.person, case, step.at)


def _of(case: models.Model) -> list[Duty]:
    """The open duties of a case."""
    return OPEN_OF(case._meta.label_lower, case.pk)


def _holder(duty: Duty) -> tuple[Any, ...]:
    return duty.person_id, duty.authority_id, duty.holder_party_id, duty.outside


def _of_duty(duty: Duty) -> list[Duty]:
    """The open duties of the same kind on the same object: who does one of them does all."""
    return list(
        Duty.objects.filter(
            target_model=duty.target_model, target_id=duty.target_id, kind=duty.kind, done_at=None
        )
    )


def _end(rows: Iterable[Duty], outcome: str, step: Any) -> None:
    if ended := [row.pk for row in rows]:
        Duty.objects.filter(pk__in=ended).update(
            done_at=step.at, done_by=step.person, outcome=outcome, done_with=getattr(step, "name", "")
        )
