"""Inclusion receipts: proof that one entry stands in the ledger, checkable without the database."""

from __future__ import annotations

from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from zhuangjian.apps.ledger.heads import Head, nodes_at, perfect_subtrees, public_key_hex, sign_current
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.engines import merkle
from zhuangjian.engines.rules.answer import Refusal


def receipt(seq: int) -> dict[str, Any]:
    """Receipt for entry ``seq``: its hash, the audit path and a signed tree head. Raises Refusal when absent."""
    entry = Entry.objects.filter(seq=seq).first()
    if entry is None:
        raise Refusal(f"账本中没有第 {seq} 条。")
    head = sign_current()
    path = [
        _range_hash(start, end, entry.algorithm) for start, end in merkle.inclusion_ranges(seq - 1, head.size)
    ]
    return {
        "seq": entry.seq,
        "entry_hash": entry.hash,
        "object": f"{entry.object_model}/{entry.object_id}",
        "action": entry.action,
        "state_digest": entry.state_digest,
        "proof": [p.hex() for p in path],
        "head": head.to_dict(),
        "public_key": public_key_hex(),
    }


def _range_hash(start: int, end: int, algorithm: str) -> bytes:
    size = end - start
    if start % (1 << (size - 1).bit_length()) == 0 and size & (size - 1) == 0:
        level = size.bit_length() - 1
        return nodes_at([(level, start >> level)])[(level, start >> level)]
    # A ragged right edge: made of perfect subtrees, folded from the right.
    places = [(level, index + (start >> level)) for level, index in perfect_subtrees(size)]
    found = nodes_at(places)
    digest = found[places[-1]]
    for place in reversed(places[:-1]):
        digest = merkle.node_hash(found[place], digest, algorithm)
    return digest


def check_receipt(data: dict[str, Any]) -> list[str]:
    """What is wrong with a receipt, in Chinese; empty when it holds. Needs no database."""
    try:
        head = Head(**data["head"])
        leaf = merkle.leaf_hash(bytes.fromhex(data["entry_hash"]), head.algorithm)
        proof = [bytes.fromhex(p) for p in data["proof"]]
        included = merkle.verify_inclusion(
            leaf, data["seq"] - 1, head.size, proof, bytes.fromhex(head.root), head.algorithm
        )
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(data["public_key"]))
    except (KeyError, TypeError, ValueError) as error:
        return [f"回执格式不完整：{error}"]
    problems = [] if included else ["回执中的条目不在所签名的账本树中。"]
    try:
        key.verify(bytes.fromhex(head.signature), head.message())
    except (InvalidSignature, ValueError):
        problems.append("账本树头的签名不成立。")
    return problems
