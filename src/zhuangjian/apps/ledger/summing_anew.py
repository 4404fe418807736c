"""An upgrade changes tables, and with them the numbers of their rows: those that agreed before are added up anew.

What was altered before the upgrade stays a fault. The upgrade that brings the sums takes every table as found, and its
entry says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.utils import timezone

from zhuangjian.apps.ledger import chain, marks, sums
from zhuangjian.apps.ledger.faults import Fault
from zhuangjian.apps.ledger.models import Entry, Restated

ACTION = "ledger.add_up"
# The migrations that bring tables into the sums, and which; none named: every table.
BRINGS: dict[tuple[str, str], tuple[str, ...]] = {
    ("ledger", "0005_sums"): (),
    ("jobs", "0002_added_up"): ("jobs.job",),
}
_agreed: set[str] = set()


def before(plan: Any = (), apps: Any = None, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Note which tables of the apps that are migrated agree with their sums, read as they are before."""
    _agreed.clear()
    try:
        apps.get_model("ledger.Sum")
        entries = apps.get_model("ledger.Entry")
    except LookupError:
        return
    if using != DEFAULT_DB_ALIAS or not plan or not entries._base_manager.exists():
        return
    touched = {migration.app_label for migration, _ in plan}
    held = sums.held()
    for model in sums.summed_models():
        if model._meta.app_label not in touched:
            continue
        try:
            now = sums.Adder(model, apps.get_model(model._meta.label)).whole()
        except LookupError:
            _agreed.add(model._meta.label_lower)  # a new table: what its migration puts there is the system's
            continue
        if now == held.get(model._meta.label_lower, {}):
            _agreed.add(model._meta.label_lower)


def after(plan: Any = (), using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Add up anew what agreed before and reads differently now; at first, everything."""
    done = {(migration.app_label, migration.name) for migration, backwards in plan or () if not backwards}
    if using != DEFAULT_DB_ALIAS or not done or not Entry.objects.exists():
        return
    brought = [BRINGS[key] for key in done & BRINGS.keys()]
    first = () in brought
    found = {label for labels in brought for label in labels}
    held = sums.held()
    if not first:
        _add_up(
            [m for m in sums.summed_models() if m._meta.label_lower in found and m._base_manager.exists()],
            True,
        )
    anew = [
        model
        for model in sums.summed_models()
        if first
        or (
            model._meta.label_lower not in found
            and model._meta.label_lower in _agreed
            and sums.Adder(model).whole() != held.get(model._meta.label_lower, {})
        )
    ]
    _agreed.clear()
    _add_up(anew, first)


def _add_up(anew: list[type[models.Model]], as_found: bool) -> None:
    if not anew:
        return
    with transaction.atomic():
        chain.lock()
        facts = {"tables": sorted(model._meta.label_lower for model in anew), "as_found": as_found}
        step = marks.Step(ACTION, None, timezone.now(), facts)
        chain.append(step, Restated(pk=len(anew)), totals=lambda seq: sums.put_anew(anew, seq))


def notes() -> Iterator[Fault]:
    """What was taken as found, as the entries tell it."""
    for entry in Entry.objects.filter(action=ACTION).order_by("seq"):
        facts = marks.facts_of(entry)
        on = timezone.localtime(entry.at).date().isoformat()
        how = "，此前不在账本核对之内，按当时所见收入" if facts.get("as_found") else ""
        yield Fault(
            f"账本第 {entry.seq} 条",
            f"{on} 升级时重新计算了 {len(facts.get('tables', ()))} 张表的行摘要和{how}",
        )
