"""A small bundle with receipts of a ledger of its own, for tests of the engine."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from zhuangjian.engines import merkle
from zhuangjian.engines.bundle import Content, Statement, make
from zhuangjian.engines.bundle.signing import public_hex

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = public_hex(KEY)
PHOTO = b"\xff\xd8\xff a photo of shelf 3"
RECORD = "现场检查记录".encode()
STATEMENT = Statement(
    "case",
    {"number": "渝检〔2026〕1号", "party": "渝美化妆品有限公司"},
    {"at": "2026-06-01T08:00:00Z", "unit": "第一检查局", "by": "陈筠"},
)


def content(path: str, raw: bytes, entry: int | None = None) -> Content:
    """One file of a bundle, from bytes."""
    return Content(path, f"名称 {path}", "evidence", lambda: io.BytesIO(raw), entry)


def ledger(facts: Sequence[str], algorithm: str = "sha256", key: Ed25519PrivateKey = KEY) -> dict[str, Any]:
    """Receipts of a ledger with one entry for each of these facts, as the application writes them."""
    rows, leaves, previous = [], [], merkle.genesis()
    for seq, text in enumerate(facts, 1):
        body = {
            "seq": seq,
            "action": "evidence.add",
            "algorithm": algorithm,
            "facts_digest": merkle.digest(text.encode(), algorithm).hex(),
        }
        own = merkle.entry_hash(previous, merkle.canonical_bytes(body), algorithm)
        rows.append({"body": body, "previous": previous.hex(), "entry_hash": own.hex(), "facts": text})
        leaves.append(merkle.leaf_hash(own, algorithm))
        previous = own
    for row in rows:
        proof = merkle.inclusion_proof(row["body"]["seq"] - 1, leaves, algorithm)
        row["proof"] = [part.hex() for part in proof]
    head = {
        "size": len(leaves),
        "root": merkle.tree_root(leaves, algorithm).hex(),
        "at": "2026-06-01T08:00:00+00:00",
        "algorithm": algorithm,
    }
    return {"entries": rows, "head": {**head, "signature": key.sign(merkle.canonical_bytes(head)).hex()}}


def small(algorithm: str = "sha256") -> bytes:
    """A bundle of a photo that the ledger names and of a record."""
    names = json.dumps({"sha256": hashlib.sha256(PHOTO).hexdigest()})
    receipts = ledger(["{}", names, "{}"], algorithm)
    out = io.BytesIO()
    make(
        out,
        STATEMENT,
        [content("data/evidence-1.jpg", PHOTO, 2), content("data/record.pdf", RECORD)],
        receipts,
        KEY,
    )
    return out.getvalue()
