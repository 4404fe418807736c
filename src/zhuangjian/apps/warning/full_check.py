"""A confirmed risk has the enterprise check its whole system: what the pack of the place says of it (LN 2(6))."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone

from zhuangjian.apps.risk.events import SignalConfirmed
from zhuangjian.apps.warning import turns
from zhuangjian.engines.rules.lookup import optional, pack_for


def parts_on(on: date) -> tuple[str, ...]:
    """The parts of a full self-inspection; none where the place does not order one."""
    found = optional(pack_for(settings.REGION), "full_check_parts", on)
    return tuple(found.value) if found is not None else ()  # type: ignore[arg-type]


def after_confirmation(told: SignalConfirmed) -> None:
    """The assessing unit's turn to order it, where an enterprise is known."""
    if told.case.party_id is not None and parts_on(timezone.localdate(told.step.at)):
        told.step.owe(turns.ORDER, told.case)
