"""Whoever must examine an object that was found altered behind the system's back: a duty of the house."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from zhuangjian.apps.authorities.models import Authority, PersonRole, Role
from zhuangjian.apps.duties.book import open_duty
from zhuangjian.apps.duties.house import ALTERED, PRACTICE
from zhuangjian.apps.duties.models import Duty
from zhuangjian.apps.ledger import marks

EXAMINERS = (Role.AUDITOR.value, Role.ADMINISTRATOR.value)


def examiners() -> tuple[str, list[Authority]]:
    """Who examines: the units with an auditor; where nobody audits, those with an administrator."""
    for role in EXAMINERS:
        held = PersonRole.objects.unrestricted().filter(role=role, person__is_active=True)
        units = Authority.objects.filter(pk__in=held.values("person__authority"))
        if units.exists():
            return role, list(units)
    return "", []


def call_examiners(model: type[models.Model], pk: Any, at: datetime) -> None:
    """Open the duty to examine the object, at once due; its title says only the kind, as the ledger does."""
    role, units = examiners()
    for unit in units:
        duty = open_duty(
            ALTERED, f"核查被绕过系统改动的{model._meta.verbose_name}（账本编号 {pk}）", article="",
            target=model(pk=pk), url="", event=marks.TITLES[marks.FOUND], at=at,
            authority=unit, role=role, due=timezone.localtime(at).date(),
        )  # fmt: skip
        duty.url, duty.basis = f"/duties/{duty.public_id}/", PRACTICE
        duty.save(update_fields=["url", "basis"])


def open_on(model_label: str, pk: Any) -> models.QuerySet[Duty]:
    """Open duties to examine this object."""
    return Duty.objects.filter(kind=ALTERED, target_model=model_label, target_id=pk, done_at=None)


def watch() -> None:
    """Called once when the app is ready."""
    if call_examiners not in marks.ON_FOUND:
        marks.ON_FOUND.append(call_examiners)
