"""Work comes home: each piece is the same act as at the desk, under its own number and at the time it was done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.ledger.action import ACTIONS, Conflict, Upload, perform
from zhuangjian.apps.ledger.models import Request
from zhuangjian.apps.outing.actions.outings import HandIn, Piece, entered
from zhuangjian.apps.outing.models import Handed, Outcome, Outing
from zhuangjian.engines.rules.answer import Refusal

# What the law lets a team do on the spot by itself. Approval and consent are others' and wait for the network.
ON_THE_SPOT = (
    "inspections.arrive",
    "inspections.opening",
    "inspections.findings",
    "inspections.deficiency",
    "inspections.obstruction",
    "evidence.add",
)
CLOCK = timedelta(minutes=2)


class Again(Exception):
    """Somebody else was writing: nothing is decided, the device sends the piece once more."""


def when_done(
    outing: Outing, device_at: datetime, device_now: datetime, now: datetime
) -> tuple[datetime, bool]:
    """When a piece was done by our clock, and whether that can be relied on.

    The device's clock is set right by how far it is from ours now. If that is not how far it was when the inspection
    was taken along, somebody changed it on the way. Nothing was done before the taking or after now.
    """
    skew = now - device_now
    moment = device_at + skew
    trusted = abs(skew - timedelta(seconds=outing.skew)) <= CLOCK
    within = min(max(moment, outing.taken_at), now)
    return within, trusted and abs(within - moment) <= CLOCK


def bring_home(
    person: Any,
    outing: Outing,
    piece: Mapping[str, Any],
    data: Mapping[str, Any],
    *,
    device_now: datetime,
    left: int,
    upload: Upload | None = None,
) -> Handed:
    """Do the act of one piece and note what came of it; the row that says so is the device's receipt.

    Raises Refusal where the piece cannot be what this program sent, :class:`Again` where it is to be sent once more.
    """
    if refusal := HandIn.why_not(person, outing):
        # Asked first: an act that is theirs as well must not be done in the name of somebody else's device.
        raise refusal
    action = ACTIONS.get(piece["act"])
    if action is None or action.name not in ON_THE_SPOT:
        raise Refusal("这一事项不能离线办理，请联网后在网页上办理。")
    now = timezone.now()
    at, trusted = when_done(outing, piece["device_at"], device_now, now)
    if seq := _stored(person, piece["key"]):
        # It was stored, and the answer got lost on its way: done once, told twice.
        if not entered(person, seq, action.name):
            raise Refusal("这一编号已用于另一项办理，没有保存。请在设备上重新填写后再交。")
        row = dict(piece) | {"at": at, "trusted": trusted, "outcome": Outcome.DONE, "seq": seq}
        return _receipt(outing, piece["key"]) or noted(person, outing, row, left)
    given = dict(data)
    if upload is not None:
        given |= {"file": upload, "captured_at": at.isoformat()}
    row = dict(piece) | {"at": at, "trusted": trusted}
    try:
        done = perform(action, person, outing.inspection, given, key=str(piece["key"]), at=at)
    except Conflict as conflict:
        if type(conflict) is Conflict and not conflict.missing:
            raise Again from conflict
        outcome = Outcome.CLASH if type(conflict) is Conflict else Outcome.REFUSED
        row |= {"outcome": outcome, "words": _said(conflict), "content": dict(data)}
    except Refusal as refusal:
        row |= {"outcome": Outcome.REFUSED, "words": _said(refusal), "content": dict(data)}
    else:
        row |= {"outcome": Outcome.DONE, "seq": done.entry.seq}
    return noted(person, outing, row, left)


def noted(person: Any, outing: Outing, row: Mapping[str, Any], left: int) -> Handed:
    """Note what came of a piece; the row."""
    perform(HandIn, person, outing, {"pieces": [Piece(**row)], "left": left})
    return Handed.objects.unrestricted().get(key=row["key"])


def given_up(person: Any, outing: Outing, row: Handed, words: str, left: int) -> Handed:
    """A piece that its author does not want stored any more: what it said stays readable beside what stands."""
    kept = {
        name: getattr(row, name)
        for name in ("key", "no", "act", "about", "device_at", "at", "trusted", "sha256", "content")
    }
    return noted(person, outing, kept | {"outcome": Outcome.DROPPED, "words": words}, left)


def rows_of(row: Handed) -> list[dict[str, str]]:
    """The results that a piece holds, as far as what was sent are results: not every sender is the device."""
    rows = row.content.get("rows", [])
    texts = [one for one in rows if isinstance(one, Mapping)] if isinstance(rows, list) else []
    return [{name: str(one.get(name, "")) for name in ("item", "result", "text")} for one in texts]


def standing(inspection: Inspection, item: str) -> dict[str, str] | None:
    """What the case says of a checkpoint now, as the device shows it beside what was entered there."""
    found = inspection.findings.filter(item=item).select_related("found_by").first()
    if found is None:
        return None
    return {
        "result": found.result,
        "label": found.get_result_display(),
        "text": found.text,
        "by": found.found_by.name,
        "at": timezone.localtime(found.found_at).strftime("%m-%d %H:%M"),
    }


def _stored(person: Any, key: UUID) -> int | None:
    made = Request.objects.filter(person_id=person.pk, key=str(key)).first()
    return made.entry_seq if made else None


def _receipt(outing: Outing, key: UUID) -> Handed | None:
    return outing.handed.filter(key=key, outcome=Outcome.DONE).first()


def _said(refusal: Refusal) -> str:
    return " ".join([refusal.message, *(one for one in refusal.missing if one not in refusal.message)])
