"""Whoever must examine an object that was found altered behind the system's back: a duty of the house."""

from __future__ import annotations

from zhuangjian.apps.authorities.models import Authority, PersonRole, Role
from zhuangjian.apps.duties.house import EXAMINE
from zhuangjian.apps.duties.turns import begin
from zhuangjian.apps.ledger import marks
from zhuangjian.kernel.turns import Holder, Owed

EXAMINERS = (Role.AUDITOR.value, Role.ADMINISTRATOR.value)


def examiners() -> tuple[str, list[Authority]]:
    """Who examines: the units with an auditor; where nobody audits, those with an administrator."""
    for role in EXAMINERS:
        held = PersonRole.objects.unrestricted().filter(role=role, person__is_active=True)
        units = Authority.objects.filter(pk__in=held.values("person__authority"))
        if units.exists():
            return role, list(units)
    return "", []


def call_examiners(told: marks.FoundAltered) -> None:
    """It is at once the turn of those who examine."""
    role, units = examiners()
    for unit in units:
        row = told.model(pk=told.pk)
        begin(Owed(EXAMINE, row, Holder(authority=unit, role=role)), at=told.at)
