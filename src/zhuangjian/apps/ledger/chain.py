"""Appending to the ledger, and the digest of an object's state that each entry carries."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone
from pydantic import BaseModel

from zhuangjian.apps.ledger import heads
from zhuangjian.apps.ledger.models import Entry, Node
from zhuangjian.engines import merkle
from zhuangjian.engines.rules.answer import plain

ALGORITHM = "sha256"
GENESIS = "0" * 64
ADVISORY_LOCK = 0x5A4A_4C45  # one writer at a time over the whole ledger


def lock() -> None:
    """Take the ledger for this transaction, so that ``seq`` has no gap and nobody's check goes stale.

    SQLite already serialises writers (``BEGIN IMMEDIATE``); PostgreSQL gets a transaction-scoped advisory lock.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])


def append(step: Any, obj: models.Model) -> Entry:
    """Enter one action. Must run inside the action's transaction, after :func:`lock`."""
    last = Entry.objects.order_by("-seq").values("seq", "hash").first()
    authority = getattr(step.person, "authority", None)
    entry = Entry(
        seq=(last["seq"] if last else 0) + 1,
        at=step.at,
        recorded_at=timezone.now(),
        action=step.name,
        article=step.article,
        actor_id=getattr(step.person, "pk", None),
        actor=str(getattr(step.person, "name", "") or "系统"),
        authority=str(authority) if authority else "",
        object_model=obj._meta.label_lower,
        object_id=obj.pk,
        facts=merkle.canonical_bytes(plain(dict(step.facts()))).decode(),
        state_digest=state_digest(obj),
        algorithm=ALGORITHM,
        previous=last["hash"] if last else GENESIS,
    )
    entry.hash = entry_hash(entry)
    entry.save(force_insert=True)
    _grow(entry.seq - 1, entry.hash)
    transaction.on_commit(heads.sign_current)
    return entry


def entry_hash(entry: Entry) -> str:
    """Hash of everything an entry says, chained over the previous entry's hash."""
    body = {
        "seq": entry.seq,
        "at": _moment(entry.at),
        "recorded_at": _moment(entry.recorded_at),
        "action": entry.action,
        "article": entry.article,
        "actor_id": entry.actor_id,
        "actor": entry.actor,
        "authority": entry.authority,
        "object_model": entry.object_model,
        "object_id": entry.object_id,
        "facts": entry.facts,
        "state_digest": entry.state_digest,
        "algorithm": entry.algorithm,
    }
    return merkle.entry_hash(
        bytes.fromhex(entry.previous), merkle.canonical_bytes(body), entry.algorithm
    ).hex()


def _moment(value: datetime) -> str:
    # Microseconds in UTC: what both databases keep, so that the hash can be recomputed from the stored row.
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _grow(index: int, entry_hash_hex: str) -> None:
    """Add leaf ``index`` and every perfect subtree it completes: amortised one more row per entry."""
    digest = merkle.leaf_hash(bytes.fromhex(entry_hash_hex), ALGORITHM)
    nodes = [Node(level=0, index=index, hash=digest.hex())]
    level = 0
    while index & 1:
        left = bytes.fromhex(Node.objects.values_list("hash", flat=True).get(level=level, index=index - 1))
        digest = merkle.node_hash(left, digest, ALGORITHM)
        level, index = level + 1, index >> 1
        nodes.append(Node(level=level, index=index, hash=digest.hex()))
    Node.objects.bulk_create(nodes)


def digest_of(value: Any) -> str:
    """Digest of any plain value (models of pydantic and uploads included), in canonical form."""
    return merkle.digest(merkle.canonical_bytes(_plain(value)), ALGORITHM).hex()


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return {name: _plain(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, bytes):
        return merkle.digest(value, ALGORITHM).hex()
    if isinstance(value, datetime):
        return _moment(value) if value.tzinfo else value.isoformat()
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return plain(value) if value is None or isinstance(value, (bool, int, str)) else str(plain(value))


def state_digest(obj: models.Model) -> str:
    """Digest of an object and of the rows that belong to it (its model's ``ledger_parts``).

    Only models that say ``ledger_watched = True`` are covered; rows that arrive in bulk are covered by their batch.
    """
    if not getattr(obj, "ledger_watched", False):
        return ""
    fresh = type(obj)._base_manager.filter(pk=obj.pk).first()
    if fresh is None:
        return ""
    parts = [getattr(fresh, name).order_by("pk") for name in getattr(obj, "ledger_parts", ())]
    return digest_of([row_state(fresh), *([row_state(row) for row in part] for part in parts)])


def row_state(row: models.Model) -> dict[str, Any]:
    """All stored columns of one row except those its model names in ``ledger_unwatched`` (counters, caches)."""
    skip = {"version", *getattr(row, "ledger_unwatched", ())}
    return {
        f.attname: _plain(f.value_from_object(row))
        for f in row._meta.concrete_fields
        if f.attname not in skip
    }
