"""The one place that decides which signals a day may know of: no feature sees a signal but through here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis

NEEDED = ("party", "kind", "occurred_on", "attributable")


def visible(signals: ibis.Table, as_of: date | ibis.Table, *, product: bool) -> ibis.Table:
    """The signals that count against a party as seen on the morning of a day, before anything of that day is known.

    Rows: ``party, as_of, kind, severity, age`` (days from occurrence to as-of, at least 1) and, when asked for,
    ``product``. Kept: attributable is true, the party is named, and both the day the authority knew of the signal
    (``known_on``; the day it occurred where absent) and the day it occurred lie before ``as_of``. ``as_of`` is one
    day, or a table of distinct (party, as_of) pairs. A missing severity counts as 1, the least.
    """
    import ibis

    known_on = signals.known_on if "known_on" in signals.columns else ibis.null("date")
    severity = signals.severity if "severity" in signals.columns else ibis.null("int32")
    rows = signals.select(
        party=signals.party,
        kind=signals.kind,
        occurred_on=signals.occurred_on,
        known_on=known_on.coalesce(signals.occurred_on),
        severity=severity.cast("int32").coalesce(ibis.literal(1, "int32")),
        attributable=signals.attributable,
        **({"product": signals.product} if product else {}),
    )
    if isinstance(as_of, date):
        rows = rows.mutate(as_of=ibis.literal(as_of, "date"))
    else:
        rows = rows.join(as_of, "party")
    kept = rows.filter(
        rows.attributable
        & rows.party.notnull()
        & (rows.known_on < rows.as_of)
        & (rows.occurred_on < rows.as_of)
    )
    return kept.mutate(age=kept.as_of.delta(kept.occurred_on, unit="day").cast("int32")).drop(
        "occurred_on", "known_on", "attributable"
    )
