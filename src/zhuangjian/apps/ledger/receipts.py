"""Inclusion receipts: proof that one entry stands in the ledger, checkable without the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from zhuangjian.apps.ledger import chain
from zhuangjian.apps.ledger.heads import (
    Head,
    nodes_at,
    perfect_subtrees,
    public_key_hex,
    signature_holds,
    signed_head,
)
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.engines import merkle
from zhuangjian.engines.rules.answer import Refusal

FIELDS = frozenset({"body", "previous", "entry_hash", "proof", "head", "public_key"})


def receipt(seq: int) -> dict[str, Any]:
    """Receipt for entry ``seq``: what it says (facts as a digest only), its hash, the path, a signed tree head.

    Raises Refusal when the entry is absent or the tree is damaged.
    """
    entry = Entry.objects.filter(seq=seq).first()
    if entry is None:
        raise Refusal(f"账本中没有第 {seq} 条。")
    (proof,), head = _proofs([seq])
    return {**_said(entry, proof), "head": head.to_dict(), "public_key": public_key_hex()}


def receipts(seqs: Sequence[int]) -> dict[str, Any]:
    """Receipts for several entries under one signed head, each with its facts; ``head`` is None where there are none."""
    if not seqs:
        return {"entries": [], "head": None}
    entries = Entry.objects.in_bulk(seqs)
    proofs, head = _proofs(seqs)
    rows = [
        {**_said(entries[seq], proof), "facts": entries[seq].facts}
        for seq, proof in zip(seqs, proofs, strict=True)
    ]
    return {"entries": rows, "head": head.to_dict()}


def _said(entry: Entry, proof: list[str]) -> dict[str, Any]:
    return {
        "body": chain.entry_body(entry),
        "previous": entry.previous,
        "entry_hash": entry.hash,
        "proof": proof,
    }


def _proofs(seqs: Sequence[int]) -> tuple[list[list[str]], Head]:
    """The path of each entry to the root of one head, signed now."""
    try:
        head = signed_head()
        known: dict[tuple[int, int], bytes] = {}
        paths = []
        for seq in seqs:
            for start, end in (ranges := merkle.inclusion_ranges(seq - 1, head.size)):
                if (start, end) not in known:
                    known[start, end] = _range_hash(start, end, head.algorithm)
            paths.append([known[one].hex() for one in ranges])
    except KeyError:
        raise Refusal(
            "账本树不完整，不能出具回执。请系统管理员运行 zhuangjian ledger verify 查明。"
        ) from None
    return paths, head


def _range_hash(start: int, end: int, algorithm: str) -> bytes:
    """Hash over leaves ``start`` … ``end``-1: perfect subtrees, joined."""
    places = [(level, index + (start >> level)) for level, index in perfect_subtrees(end - start)]
    found = nodes_at(places)
    return merkle.joined([found[place] for place in places], algorithm)


def check_receipt(data: Any, public_key: str = "") -> list[str]:
    """What is wrong with a receipt, in Chinese; empty when it holds. Needs no database.

    ``public_key`` is the authority's published key in hex. Without it the receipt is only shown to agree with the
    key it names itself, which whoever wrote it could have made.
    """
    try:
        return _problems(data, public_key)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return [f"回执格式不完整：{error}"]
    except Refusal as refusal:
        return [f"回执格式不完整：{refusal.message}"]


def _problems(data: dict[str, Any], public_key: str) -> list[str]:
    if set(data) != FIELDS:
        raise ValueError(f"应当有且只有 {'、'.join(sorted(FIELDS))} 各项")
    head, body = Head.from_dict(data["head"]), data["body"]
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(data["public_key"]))
    proof = [bytes.fromhex(part) for part in data["proof"]]
    problems = []
    if type(body["seq"]) is not int or body["algorithm"] != head.algorithm:
        raise ValueError("序号应为整数，条目与账本树的摘要算法应当相同")
    if chain.body_hash(body, data["previous"]) != data["entry_hash"]:
        problems.append("回执所写内容与条目摘要不符：内容被改动。")
    leaf = merkle.leaf_hash(bytes.fromhex(data["entry_hash"]), head.algorithm)
    root = bytes.fromhex(head.root)
    if not merkle.verify_inclusion(leaf, body["seq"] - 1, head.size, proof, root, head.algorithm):
        problems.append("回执中的条目不在所签名的账本树中。")
    if not signature_holds(head, key):
        problems.append("账本树头的签名不成立。")
    if public_key and public_key.lower() != data["public_key"]:
        problems.append("回执不是用所指的公钥签名的：不是该单位出具。")
    return problems
