"""An upgrade changes tables, and with them the digest of every object in them: one entry restates what that touches.

Before the migrations each object is compared with its last entry, as the old tables have it. Afterwards those that
agreed, and only those, are given their new digest. What was altered before stays a fault. Objects of kinds that the
ledger did not compare until then are taken as found, and the entry says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.utils import timezone

from zhuangjian.apps.ledger import chain, marks, state
from zhuangjian.apps.ledger.faults import Fault, chunks
from zhuangjian.apps.ledger.models import Entry, Restated
from zhuangjian.apps.ledger.standing import recorded_of, watched_models

ACTION = "ledger.restate"
# What this migration brings into the ledger: there is no digest to compare with, so it is taken as found, this once.
TAKEN = {("ledger", "0003_restated"): ("authorities.person", "authorities.apitoken")}
CHUNK = 500
_agreed: dict[str, set[Any]] = {}


def before(plan: Any = (), apps: Any = None, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Note which objects agree with the ledger, read as the tables are before the migrations."""
    _agreed.clear()
    try:
        entries = apps.get_model("ledger.Entry")
    except LookupError:
        return
    if using != DEFAULT_DB_ALIAS or not plan or not entries._base_manager.exists():
        return
    for model in watched_models():
        try:
            old = apps.get_model(model._meta.label)
        except LookupError:
            continue
        found = _agreed.setdefault(model._meta.label_lower, set())
        for part in chunks(old._base_manager.order_by("pk").values_list("pk", flat=True), CHUNK):
            known = recorded_of(model, part, apps)
            now = _digests(model, part, apps)
            found |= {pk for pk in part if known.get(pk, (0, ""))[1] == now.get(pk)}


def _digests(model: type[models.Model], pks: list[Any], apps: Any) -> dict[Any, str]:
    tables: list[dict[Any, list[Any]]] = []
    for source in state.sources(model):
        try:
            old = apps.get_model(source.model._meta.label)
        except LookupError:
            continue
        tables.append(source.read(pks, old))
    own, *rest = tables
    algorithm = chain.algorithm()
    return {
        pk: state.digest_of([rows[0], *(t.get(pk, []) for t in rest)], algorithm) for pk, rows in own.items()
    }


def after(plan: Any = (), using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Restate what agreed before and reads differently now; take as found what is new to the ledger."""
    if using != DEFAULT_DB_ALIAS or not plan or not Entry.objects.exists():
        return
    done = {(migration.app_label, migration.name) for migration, backwards in plan if not backwards}
    taken = {label for key in done & TAKEN.keys() for label in TAKEN[key]}
    rows: list[Restated] = []
    counted: dict[str, int] = {}
    for model in watched_models():
        label = model._meta.label_lower
        agreed = _agreed.get(label, set())
        for part in chunks(model._base_manager.order_by("pk").values_list("pk", flat=True), CHUNK):
            known = recorded_of(model, part)
            for pk, now in state.state_digests(model, part, chain.algorithm()).items():
                before_it = known.get(pk, (0, ""))[1]
                as_found = label in taken and before_it == ""
                if now != before_it and (pk in agreed or as_found):
                    rows.append(Restated(object_model=label, object_id=pk, digest=now))
                    counted[label] = counted.get(label, 0) + as_found
    _agreed.clear()
    if rows:
        _enter(rows, {label: number for label, number in counted.items() if number})


def _enter(rows: list[Restated], found: dict[str, int]) -> None:
    with transaction.atomic():
        chain.lock()
        facts = {"objects": len(rows), "digest": _digest(rows), "taken_as_found": found}
        step = marks.Step(ACTION, None, timezone.now(), facts)
        entry = chain.append(step, Restated(pk=len(rows)))
        for row in rows:
            row.entry_seq = entry.seq
        Restated.objects.bulk_create(rows, batch_size=CHUNK)


def _digest(rows: list[Restated]) -> str:
    told = sorted((row.object_model, row.object_id, row.digest) for row in rows)
    return state.digest_of(told, chain.algorithm())


def faults() -> Iterator[Fault]:
    """Restated digests that are not those their entry vouches for."""
    vouched = {entry.seq: entry for entry in Entry.objects.filter(action=ACTION)}
    seen = set(Restated.objects.order_by().values_list("entry_seq", flat=True).distinct())
    for seq in sorted(seen | vouched.keys()):
        rows = list(Restated.objects.filter(entry_seq=seq))
        if seq not in vouched or marks.facts_of(vouched[seq]).get("digest") != _digest(rows):
            yield Fault(f"账本第 {seq} 条的重述", "与条目所记不符：重述的摘要被改动、删除或插入")


def notes() -> Iterator[Fault]:
    """What was taken as found, as the entries tell it."""
    for entry in Entry.objects.filter(action=ACTION).order_by("seq"):
        facts = marks.facts_of(entry)
        found = sum(facts.get("taken_as_found", {}).values())
        on = timezone.localtime(entry.at).date().isoformat()
        yield Fault(
            f"账本第 {entry.seq} 条",
            f"{on} 升级时重述了 {facts.get('objects')} 个对象的摘要"
            + (f"，其中 {found} 个此前不在账本核对之内，按当时所见收入" if found else ""),
        )
