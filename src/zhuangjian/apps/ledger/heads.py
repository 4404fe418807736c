"""Signed tree heads, kept outside the database so that cutting off the ledger's end is seen too."""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from zhuangjian.apps.ledger.models import Node
from zhuangjian.engines import merkle


@dataclass(frozen=True)
class Head:
    """The tree at one size: ``root`` and ``signature`` in hex."""

    size: int
    root: str
    at: str
    algorithm: str
    signature: str

    def message(self) -> bytes:
        """The bytes that are signed."""
        return merkle.canonical_bytes(
            {"algorithm": self.algorithm, "at": self.at, "root": self.root, "size": self.size}
        )

    def to_dict(self) -> dict[str, object]:
        """JSON form, as in receipts and in the head file."""
        return {
            "size": self.size,
            "root": self.root,
            "at": self.at,
            "algorithm": self.algorithm,
            "signature": self.signature,
        }


def head_file() -> Path:
    """Where the last signed head lies."""
    return Path(settings.HOME) / "keys" / "ledger.head"


def root_at(size: int, algorithm: str) -> str:
    """Root over the first ``size`` entries, from the stored nodes (one query)."""
    if size == 0:
        return merkle.empty_root(algorithm).hex()
    places = perfect_subtrees(size)
    found = nodes_at(places)
    digest = found[places[-1]]
    for place in reversed(places[:-1]):
        digest = merkle.node_hash(found[place], digest, algorithm)
    return digest.hex()


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
    """Stored hashes at those places."""
    from django.db.models import Q

    wanted = Q()
    for level, index in places:
        wanted |= Q(level=level, index=index)
    rows = Node.objects.filter(wanted).values_list("level", "index", "hash")
    return {(level, index): bytes.fromhex(value) for level, index, value in rows}


def sign_current() -> Head:
    """Sign the tree as it stands now, and keep the head file at the largest size signed."""
    from zhuangjian.apps.ledger.chain import ALGORITHM
    from zhuangjian.apps.ledger.models import Entry

    size = Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    unsigned = Head(size, root_at(size, ALGORITHM), datetime.now(UTC).isoformat(), ALGORITHM, "")
    head = Head(**{**unsigned.to_dict(), "signature": private_key().sign(unsigned.message()).hex()})
    _keep(head)
    return head


def _keep(head: Head) -> None:
    path = head_file()
    with open(path.with_suffix(".lock"), "w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        kept = last_head()
        if kept is None or head.size > kept.size:
            temporary = path.with_suffix(".new")
            temporary.write_text(json.dumps(head.to_dict()), encoding="ascii")
            os.replace(temporary, path)


def last_head() -> Head | None:
    """The head file's content, or None when nothing was signed yet."""
    try:
        return Head(**json.loads(head_file().read_text(encoding="ascii")))
    except FileNotFoundError:
        return None


def signature_holds(head: Head) -> bool:
    """Whether this machine's key signed the head."""
    try:
        public_key().verify(bytes.fromhex(head.signature), head.message())
    except (InvalidSignature, ValueError):
        return False
    return True


def private_key() -> Ed25519PrivateKey:
    """The ledger's signing key, made on first use."""
    path = Path(settings.HOME) / "keys" / "ledger.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    key = Ed25519PrivateKey.generate()
    with os.fdopen(handle, "wb") as file:
        file.write(
            key.private_bytes(
                serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
            )
        )
    return key


def public_key() -> Ed25519PublicKey:
    """The key with which anybody checks heads and receipts."""
    return private_key().public_key()


def public_key_hex() -> str:
    """Raw public key in hex, printed on receipts."""
    return public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw).hex()
