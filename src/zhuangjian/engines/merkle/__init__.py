"""Canonical bytes, hash chain and RFC 6962 Merkle tree on which the ledger stands."""

from zhuangjian.engines.merkle.canonical import canonical_bytes
from zhuangjian.engines.merkle.chain import ChainFault, entry_hash, first_fault, genesis
from zhuangjian.engines.merkle.digest import ALGORITHMS, digest
from zhuangjian.engines.merkle.frontier import Frontier
from zhuangjian.engines.merkle.proofs import (
    consistency_proof,
    consistency_ranges,
    inclusion_proof,
    inclusion_ranges,
    verify_consistency,
    verify_inclusion,
)
from zhuangjian.engines.merkle.tree import empty_root, joined, leaf_hash, node_hash, range_hasher, tree_root

__all__ = [
    "ALGORITHMS",
    "ChainFault",
    "Frontier",
    "canonical_bytes",
    "consistency_proof",
    "consistency_ranges",
    "digest",
    "empty_root",
    "entry_hash",
    "first_fault",
    "genesis",
    "inclusion_proof",
    "inclusion_ranges",
    "joined",
    "leaf_hash",
    "node_hash",
    "range_hasher",
    "tree_root",
    "verify_consistency",
    "verify_inclusion",
]
