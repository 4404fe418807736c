"""Duties of the house itself: who audits the ledger and who keeps accounts has work too, though no article gives it.

They come back: whoever finishes one opens the next. Their intervals are this system's practice, not law: the rule pack
holds them under the basis ``house``, a region may set its own, and each page says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from zhuangjian.apps.authorities.models import Authority, PersonRole, Role
from zhuangjian.apps.duties.book import open_duty
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger.action import Action, after
from zhuangjian.engines.calendar import add_natural_days
from zhuangjian.engines.rules.lookup import number, pack_for

PRACTICE = "house"  # as the basis of a duty


@dataclass(frozen=True)
class HouseDuty:
    """What comes back and whose it is; the pack says after how many natural days."""

    kind: str
    title: str
    role: str

    def days(self, at: Any) -> int:
        """After how many natural days it comes back (a last day on a rest day moves on)."""
        return number(
            pack_for(settings.REGION),
            f"house_{self.kind.removeprefix('house.')}_days",
            timezone.localdate(at),
        )[0]


LEDGER_AUDIT = HouseDuty("house.ledger_audit", "核验存证账本", Role.AUDITOR.value)
ACCOUNT_REVIEW = HouseDuty("house.account_review", "核对账号、角色与证件", Role.ADMINISTRATOR.value)
ALTERED = "house.altered"
HOUSE = {duty.kind: duty for duty in (LEDGER_AUDIT, ACCOUNT_REVIEW)}
# What auditors and administrators see: what comes back, and what was found altered behind the system's back.
KINDS = (*HOUSE, ALTERED)


def open_house_duty(house: HouseDuty, authority: Authority, event: str, at: Any) -> Duty:
    """The unit's open duty of this kind, due so many days after ``at``; the one that is open when there is one."""
    days = house.days(at)
    counted = add_natural_days(timezone.localdate(at), days)
    duty = open_duty(
        house.kind, house.title, article="", target=authority, url="", event=event, at=at,
        authority=authority, role=house.role, due=counted.day,
    )  # fmt: skip
    if not duty.url:
        duty.url = f"/duties/{duty.public_id}/"
        duty.unit, duty.days, duty.basis = "natural_days", days, PRACTICE
        duty.provisional = counted.provisional
        duty.save(update_fields=["url", "unit", "days", "basis", "provisional"])
    return duty


def due_house_duties(authority: Authority, at: Any) -> None:
    """Give a unit the duties that come with the roles its active people hold; drop those nobody holds any more."""
    held = set(
        PersonRole.objects.unrestricted()
        .filter(person__authority=authority, person__is_active=True)
        .values_list("role", flat=True)
    )
    for house in HOUSE.values():
        open_ones = Duty.objects.filter(kind=house.kind, authority=authority, done_at=None)
        if house.role in held:
            if not open_ones.exists():
                open_house_duty(house, authority, f"设有{Role(house.role).label}", at)
        else:
            open_ones.update(done_at=at, outcome="cancelled")


def watch_accounts() -> None:
    """From now on the duties follow the accounts: made, changed, closed or given other roles."""
    for name in ("create_person", "change_person", "set_roles", "deactivate", "reactivate"):
        after(f"authorities.{name}", _follow)


def _follow(step: Action[Any], person: Any) -> None:
    units = {person.authority_id, getattr(step, "unit_before", None)} - {None}
    for authority in Authority.objects.filter(pk__in=units):
        due_house_duties(authority, step.at)
