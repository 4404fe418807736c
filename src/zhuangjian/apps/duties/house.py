"""Duties of the house itself: who audits the ledger and who keeps accounts has work too, though no article gives it.

They come back: whoever finishes one opens the next. Their intervals are this system's practice, not law: the rule pack
holds them under the basis ``house``, a region may set its own, and each page says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from zhuangjian.apps.authorities.events import PeopleChanged
from zhuangjian.apps.authorities.models import Authority, PersonRole, Role
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.duties.turns import begin
from zhuangjian.apps.ledger import marks
from zhuangjian.engines.calendar import add_natural_days
from zhuangjian.engines.rules.lookup import number, pack_for
from zhuangjian.kernel.turns import Holder, Limit, Owed, Turn, turn


@dataclass(frozen=True)
class HouseDuty:
    """A turn that comes back, and the role whose it is."""

    turn: Turn[Authority]
    role: str

    @property
    def kind(self) -> str:
        """As on its duties."""
        return self.turn.kind


def _again(kind: str, at: datetime) -> Limit:
    """The pack says after how many natural days; a last day on a rest day moves on."""
    day = timezone.localdate(at)
    days = number(pack_for(settings.REGION), f"house_{kind}_days", day)[0]
    counted = add_natural_days(day, days)
    return Limit(counted.day, "natural_days", days, counted.provisional)


def _house(kind: str, title: str, role: Role) -> HouseDuty:
    made = turn(
        f"house.{kind}",
        title,
        on=Authority,
        page="/duties/{duty.public_id}/",
        whose=lambda unit: Holder(authority=unit, role=role.value),
        limit=lambda unit, at: _again(kind, at),
        practice=True,
    )
    return HouseDuty(made, role.value)


LEDGER_AUDIT = _house("ledger_audit", "核验存证账本", Role.AUDITOR)
ACCOUNT_REVIEW = _house("account_review", "核对账号、角色与证件", Role.ADMINISTRATOR)
EXAMINE = turn(
    "house.altered",
    "核查被绕过系统改动的数据",
    on=models.Model,
    # As in the ledger, only the kind of what was altered is told.
    shown=lambda row: f"核查被绕过系统改动的{row._meta.verbose_name}（账本编号 {row.pk}）",
    page="/duties/{duty.public_id}/",
    event=marks.TITLES[marks.FOUND],
    limit=lambda row, at: Limit(timezone.localtime(at).date()),
    party=lambda row: None,
    practice=True,
)
ALTERED = EXAMINE.kind
HOUSE = {duty.kind: duty for duty in (LEDGER_AUDIT, ACCOUNT_REVIEW)}
# What auditors and administrators see: what comes back, and what was found altered behind the system's back.
KINDS = (*HOUSE, ALTERED)


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
                event = f"设有{Role(house.role).label}"
                begin(Owed(house.turn, authority, event=event), at=at)
        else:
            open_ones.update(done_at=at, outcome="cancelled")


def after_people_changed(told: PeopleChanged) -> None:
    """The duties follow the accounts: made, changed, closed or given other roles."""
    for authority in Authority.objects.filter(pk__in=told.units):
        due_house_duties(authority, told.at)
