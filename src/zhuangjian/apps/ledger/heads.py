"""Signed tree heads, kept outside the database so that cutting off the ledger's end is seen too."""

from __future__ import annotations

import fcntl
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection

from zhuangjian.apps.ledger import keys
from zhuangjian.apps.ledger.keys import public_key_hex
from zhuangjian.apps.ledger.models import Node
from zhuangjian.config.durable import write_whole
from zhuangjian.engines import merkle

__all__ = ["Head", "head_file", "last_head", "nodes_at", "public_key_hex", "root_at", "sign_current"]
log = logging.getLogger("zhuangjian.ledger")


@dataclass(frozen=True)
class Head:
    """The tree at one size: ``root`` and ``signature`` in hex."""

    size: int
    root: str
    at: str
    algorithm: str
    signature: str

    def __post_init__(self) -> None:
        texts = (self.root, self.at, self.algorithm, self.signature)
        if type(self.size) is not int or self.size < 0 or not all(isinstance(t, str) for t in texts):
            raise TypeError("size 应为非负整数，其余各项应为文字")

    def message(self) -> bytes:
        """The bytes that are signed."""
        return merkle.canonical_bytes(
            {"algorithm": self.algorithm, "at": self.at, "root": self.root, "size": self.size}
        )

    def to_dict(self) -> dict[str, Any]:
        """JSON form, as in receipts and in the head file."""
        return {
            "size": self.size,
            "root": self.root,
            "at": self.at,
            "algorithm": self.algorithm,
            "signature": self.signature,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Head:
        """From :meth:`to_dict`; TypeError when something is missing, too much or of the wrong type."""
        return cls(**data)


def seal(entry_hash: str, algorithm: str) -> str:
    """The seal of one entry hash; see :class:`keys.Sealer`."""
    return keys.Sealer().seal(entry_hash, algorithm)


def head_file() -> Path:
    """Where the last signed head lies."""
    return keys.folder() / "ledger.head"


Nodes = dict[tuple[int, int], bytes]


def root_at(size: int, algorithm: str, known: Nodes | None = None) -> str:
    """Root over the first ``size`` entries, from the stored nodes (one query). KeyError when one is missing."""
    return root_of(peaks_at(size, known), algorithm)


def peaks_at(size: int, known: Nodes | None = None) -> list[str]:
    """Hashes of the perfect subtrees over the first ``size`` entries, left to right. KeyError when one is missing.

    ``known`` are nodes that were read already; what is read is added to them.
    """
    places = perfect_subtrees(size)
    found: Nodes = {} if known is None else known
    found |= nodes_at([place for place in places if place not in found])
    return [found[place].hex() for place in places]


def root_of(peaks: Sequence[str], algorithm: str) -> str:
    """The root that those subtrees make up; ValueError for what is no hash."""
    return merkle.joined([bytes.fromhex(peak) for peak in peaks], algorithm).hex()


def perfect_subtrees(size: int) -> list[tuple[int, int]]:
    """(level, index) of the perfect subtrees that make up a tree of ``size`` leaves, left to right."""
    places = []
    start = 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            places.append((level, start >> level))
            start += 1 << level
    return places


def nodes_at(places: list[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    """Stored hashes at those places; a missing or unreadable one is left out."""
    if not places:
        return {}
    # Plain SQL: every act asks this several times, and writing the question costs more than answering it.
    wanted = " OR ".join(['(level = %s AND "index" = %s)'] * len(places))
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT level, "index", hash FROM {Node._meta.db_table} WHERE {wanted}',
            [number for place in places for number in place],
        )
        rows = cursor.fetchall()
    return {(level, index): value for level, index, text in rows if (value := from_hex(text))}


def from_hex(text: object) -> bytes | None:
    """32 bytes from hex, or None when it is anything else."""
    try:
        value = bytes.fromhex(text)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return value if len(value) == 32 else None


def signed_head(known: Nodes | None = None) -> Head:
    """The tree as it stands now, signed. KeyError when the tree lacks nodes."""
    from zhuangjian.apps.ledger import chain

    chosen, size = chain.algorithm(), chain.size()
    return signed(size, root_at(size, chosen, known), chosen)


def signed(size: int, root: str, algorithm: str) -> Head:
    """A head for that root, signed now."""
    unsigned = Head(size, root, datetime.now(UTC).isoformat(), algorithm, "")
    signature = keys.private_key().sign(unsigned.message()).hex()
    return Head(size, root, unsigned.at, algorithm, signature)


def sign_current() -> Head:
    """Sign the committed tree and keep the head outside the database. Call it after the commit only.

    A tree that no longer contains the kept head is never signed over it: the old head stays as the evidence.
    """
    from zhuangjian.apps.ledger import gaps

    known: Nodes = {}
    head = signed_head(known)
    with open(head_file().with_suffix(".lock"), "w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        kept = last_head()
        if kept is not None and head.size > kept.size and _grew_from(kept, known):
            before = json.loads(head_file().read_text(encoding="utf-8"))
            before.pop("before", None)
            keep(head, before, known)
        elif kept is None or gaps.naming(kept):
            # The subtrees of a lost head are no proof of anything that comes after the gap.
            keep(head, known=known)
        elif head.size > kept.size:
            log.critical(
                "账本与第 %s 条时签名的树头不符，未签新树头；请运行 zhuangjian ledger verify", kept.size
            )
    return head


def keep(head: Head, before: Mapping[str, Any] | None = None, known: Nodes | None = None) -> None:
    """Write the head file: the head, the subtrees under its root, and the same of the head ``before``.

    With the subtrees it can still be shown, after the ledger lost its end, that what is left is what was signed.
    """
    content = {**head.to_dict(), "peaks": peaks_at(head.size, known)}
    if before:
        content["before"] = dict(before)
    write_whole(head_file(), json.dumps(content).encode("ascii"))


def _grew_from(kept: Head, known: Nodes) -> bool:
    try:
        return signature_holds(kept) and root_at(kept.size, kept.algorithm, known) == kept.root
    except KeyError:
        return False


def last_head() -> Head | None:
    """The head file's content, or None when nothing was signed yet. ValueError or TypeError when it is damaged."""
    try:
        return read_head(json.loads(head_file().read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def read_head(data: Any) -> Head:
    """A head from a file that may say more about it; TypeError when something is missing or of the wrong type."""
    try:
        return Head.from_dict({name: data[name] for name in Head.__dataclass_fields__})
    except KeyError as error:
        raise TypeError(f"缺少 {error}") from None


def signature_holds(head: Head, key: Ed25519PublicKey | None = None) -> bool:
    """Whether ``key`` (this machine's unless told) signed the head."""
    try:
        (key or keys.public_key()).verify(bytes.fromhex(head.signature), head.message())
    except (InvalidSignature, ValueError):
        return False
    return True
