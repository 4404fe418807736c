"""Appending to the ledger: one writer at a time, one hash algorithm for the life of an installation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from zhuangjian.apps.ledger import gaps, heads, sums
from zhuangjian.apps.ledger.models import Entry, Node
from zhuangjian.apps.ledger.standing import current
from zhuangjian.apps.ledger.state import digest_of, plain_value, row_state, state_digest
from zhuangjian.config.database import waits_for_disk
from zhuangjian.engines import merkle
from zhuangjian.engines.rules.answer import Refusal, plain

__all__ = ["GENESIS", "algorithm", "append", "digest_of", "entry_hash", "lock", "row_state", "state_digest"]

GENESIS = merkle.genesis().hex()
ADVISORY_LOCK = 0x5A4A_4C45  # one writer at a time over the whole ledger


class BrokenLedger(Refusal):
    """The ledger's end does not fit together: nothing may be added before somebody has looked."""

    def __init__(self) -> None:
        super().__init__(
            "账本末尾已损坏，系统已暂停一切办理，以免掩盖改动。请系统管理员运行 zhuangjian ledger verify 查明。"
        )


def lock() -> None:
    """Take the ledger for this transaction, so that ``seq`` has no gap and nobody's check goes stale.

    SQLite already serialises writers (``BEGIN IMMEDIATE``); PostgreSQL gets a transaction-scoped advisory lock, and
    the commit will wait for the disk whatever a pooler has made of the session's settings.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT pg_advisory_xact_lock(%s), ({waits_for_disk(here=True)})", [ADVISORY_LOCK]
            )


def algorithm() -> str:
    """The ledger's hash algorithm: its first entry's, or for an empty ledger what ``ZHUANGJIAN_HASH`` asks for."""
    kept = _end("algorithm", "seq")
    chosen = kept or settings.HASH
    if chosen not in merkle.ALGORITHMS:
        raise Refusal(
            f"不认识的摘要算法“{chosen}”；ZHUANGJIAN_HASH 可用的有：{'、'.join(merkle.ALGORITHMS)}。"
        )
    return chosen


def _end(columns: str, order: str) -> Any:
    """The ledger's first or last entry. Plain SQL: writing the question anew costs each act more than its answer."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {Entry._meta.db_table} ORDER BY {order} LIMIT 1")
        row = cursor.fetchone()
    return row[0] if row and len(row) == 1 else row


def size() -> int:
    """How many entries the ledger has, by its last one's number."""
    return int(_end("seq", "seq DESC") or 0)


def append(
    step: Any,
    obj: models.Model,
    standing: str | None = None,
    totals: Callable[[int], str | None] | None = None,
    before_sums: Callable[[int], object] | None = None,
) -> Entry:
    """Enter one action. Must run inside the action's transaction, after :func:`lock`.

    ``standing`` is the state digest to enter where the object as stored must not be taken for good; ``totals`` gives
    what to say of the tables' sums where they are put anew; ``before_sums`` stores, given the entry's number, what
    its sums shall take in already.
    Raises :class:`BrokenLedger` when the entry or tree node to build on is missing or unreadable, and
    :class:`gaps.LostTail` when entries that were signed are gone.
    """
    last, previous = _end("seq, hash", "seq DESC") or (0, GENESIS)
    gaps.refuse_lost_tail(step.name, last)
    authority = getattr(step.person, "authority", None)
    held = current()
    chosen = held.algorithm if held else algorithm()
    if standing is None:
        standing = held.digest(obj) if held else state_digest(obj, chosen)
    entry = Entry(
        seq=last + 1,
        at=step.at,
        recorded_at=timezone.now(),
        action=step.name,
        article=step.article,
        actor_id=getattr(step.person, "pk", None),
        actor=str(getattr(step.person, "name", "") or "系统"),
        authority=str(authority) if authority else "",
        object_model=obj._meta.label_lower,
        object_id=obj.pk,
        object_key=getattr(obj, "public_id", None),
        facts=merkle.canonical_bytes(plain(plain_value(dict(step.facts())))).decode(),
        state_digest=standing,
        algorithm=chosen,
        previous=previous,
    )
    if before_sums is not None:
        before_sums(entry.seq)
    entry.sums = sums.fold(entry.seq) if totals is None else totals(entry.seq)
    try:
        entry.hash = entry_hash(entry)
        entry.seal = heads.seal(entry.hash, chosen)
        nodes = _grown(entry.seq - 1, entry.hash, chosen)
    except (ValueError, Node.DoesNotExist):
        raise BrokenLedger from None
    entry.save(force_insert=True)
    _store(nodes)
    _sign_after_commit()
    return entry


def _store(nodes: list[Node]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO {Node._meta.db_table} (level, "index", hash) VALUES (%s, %s, %s)',
            [(node.level, node.index, node.hash) for node in nodes],
        )


def entry_body(entry: Entry) -> dict[str, Any]:
    """Everything an entry says, as it is hashed; the facts by their digest, so that a receipt need not show them."""
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
        **object_named(entry),
        "facts_digest": merkle.digest(entry.facts.encode(), entry.algorithm).hex(),
        "state_digest": entry.state_digest,
        "algorithm": entry.algorithm,
    }
    if entry.sums is not None:
        body["sums_digest"] = merkle.digest(entry.sums.encode(), entry.algorithm).hex()
    return body


def object_named(entry: Entry) -> dict[str, Any]:
    """How the entry names its object; entries older than public ids have the database's key."""
    if entry.object_key is not None:
        return {"object_key": str(entry.object_key)}
    return {"object_id": entry.object_id}


def entry_hash(entry: Entry) -> str:
    """Hash of :func:`entry_body`, chained over the previous entry's hash; ValueError when that is not hex."""
    return body_hash(entry_body(entry), entry.previous)


def body_hash(body: dict[str, Any], previous: str) -> str:
    """The same for a body read from a receipt."""
    return merkle.entry_hash(
        bytes.fromhex(previous), merkle.canonical_bytes(body), str(body["algorithm"])
    ).hex()


def _moment(value: datetime) -> str:
    # Microseconds in UTC: what both databases keep, so that the hash can be recomputed from the stored row.
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _grown(index: int, entry_hash_hex: str, chosen: str) -> list[Node]:
    """Leaf ``index`` and every perfect subtree it completes: amortised one more row per entry."""
    digest = merkle.leaf_hash(bytes.fromhex(entry_hash_hex), chosen)
    nodes = [Node(level=0, index=index, hash=digest.hex())]
    level = 0
    while index & 1:
        left = bytes.fromhex(Node.objects.values_list("hash", flat=True).get(level=level, index=index - 1))
        digest = merkle.node_hash(left, digest, chosen)
        level, index = level + 1, index >> 1
        nodes.append(Node(level=level, index=index, hash=digest.hex()))
    return nodes


def _sign_after_commit() -> None:
    # Once per transaction, however many entries it makes; robust, because the change is already committed then
    # and a full disk must not make it look refused.
    if not any(hook[1] is heads.sign_current for hook in connection.run_on_commit):
        transaction.on_commit(heads.sign_current, robust=True)
