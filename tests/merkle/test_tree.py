"""The tree against published vectors and against a naive second implementation."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuangjian.engines.merkle import (
    Frontier,
    consistency_proof,
    consistency_ranges,
    digest,
    inclusion_proof,
    inclusion_ranges,
    leaf_hash,
    tree_root,
    verify_consistency,
    verify_inclusion,
)
from zhuangjian.engines.rules.answer import Refusal

# Inputs and roots of the certificate-transparency reference tests.
INPUTS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SIZES = st.integers(1, 70)


def leaves_of(count: int, algorithm: str = "sha256") -> list[bytes]:
    return [leaf_hash(f"条目 {n}".encode(), algorithm) for n in range(count)]


def naive_root(data: list[bytes]) -> bytes:
    """RFC 6962 section 2.1 written out as it reads."""
    if not data:
        return hashlib.sha256().digest()
    if len(data) == 1:
        return hashlib.sha256(b"\x00" + data[0]).digest()
    k = 1
    while k * 2 < len(data):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(data[:k]) + naive_root(data[k:])).digest()


@pytest.mark.parametrize("count", range(9))
def test_the_root_equals_the_published_vector(count):
    assert tree_root([leaf_hash(data) for data in INPUTS[:count]]).hex() == ROOTS[count]


def test_a_published_inclusion_proof_comes_out():
    proof = [part.hex() for part in inclusion_proof(5, [leaf_hash(data) for data in INPUTS])]
    assert proof == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


def test_a_published_consistency_proof_comes_out():
    proof = [part.hex() for part in consistency_proof(6, [leaf_hash(data) for data in INPUTS])]
    assert proof == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


@given(st.lists(st.binary(max_size=8), max_size=70))
def test_the_root_equals_the_naive_recursion(data):
    assert tree_root([leaf_hash(item) for item in data]) == naive_root(data)


def test_every_leaf_of_every_small_tree_is_proved_and_nothing_else_is():
    for size in range(1, 41):
        leaves = leaves_of(size)
        root = tree_root(leaves)
        for index in range(size):
            proof = inclusion_proof(index, leaves)
            assert verify_inclusion(leaves[index], index, size, proof, root)
            assert not verify_inclusion(leaf_hash(b"other"), index, size, proof, root)
            for wrong in {index - 1, index + 1, size, -1}:
                assert not verify_inclusion(leaves[index], wrong, size, proof, root)


def test_every_growth_between_small_trees_is_proved():
    leaves = leaves_of(33)
    roots = [tree_root(leaves[:n]) for n in range(34)]
    for second in range(34):
        for first in range(second + 1):
            proof = consistency_proof(first, leaves[:second])
            assert verify_consistency(first, second, proof, roots[first], roots[second])
            if first not in (0, second):
                assert not verify_consistency(first, second, proof, roots[first - 1], roots[second])
                assert not verify_consistency(first, second, proof, roots[first], roots[second - 1])


@given(SIZES, st.data())
def test_a_changed_proof_is_found(size, data):
    leaves = leaves_of(size)
    root = tree_root(leaves)
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(index, leaves)
    assert len(proof) <= 7
    assert not verify_inclusion(leaves[index], index, size, [*proof, root], root)
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        bad = proof.copy()
        bad[at] = bytes([bad[at][0] ^ 1]) + bad[at][1:]
        assert not verify_inclusion(leaves[index], index, size, bad, root)
        assert not verify_inclusion(leaves[index], index, size, proof[:-1], root)


@given(SIZES, st.data())
def test_a_rewritten_past_cannot_be_proved_consistent(size, data):
    leaves = leaves_of(size + 1)
    first = data.draw(st.integers(1, size))
    changed = data.draw(st.integers(0, first - 1))
    forged = leaves.copy()
    forged[changed] = leaf_hash("改过".encode())
    proof = consistency_proof(first, forged)
    assert not verify_consistency(first, size + 1, proof, tree_root(leaves[:first]), tree_root(forged))


@given(st.integers(0, 70))
def test_appending_to_a_frontier_gives_the_same_root_and_the_nodes_of_every_proof(size):
    leaves = leaves_of(size)
    frontier, stored = Frontier(), {}
    for leaf in leaves:
        frontier, done = frontier.append_with_nodes(leaf)
        stored.update({(index << level, (index + 1) << level): value for level, index, value in done})
    assert frontier.root() == tree_root(leaves)
    assert Frontier.from_dict(frontier.to_dict()) == frontier
    assert len(frontier.peaks) == size.bit_count()
    for index in range(size):
        complete = [pair for pair in inclusion_ranges(index, size) if pair[1] != size]
        assert all(pair in stored for pair in complete)


def test_a_proof_out_of_range_is_refused_with_a_clear_message():
    with pytest.raises(Refusal, match="台账只有 3 条，没有第 4 条"):
        inclusion_ranges(3, 3)
    with pytest.raises(Refusal, match="5 条增长来的"):
        consistency_ranges(5, 4)
    assert len(inclusion_ranges(2, 3)) == 1


def test_a_frontier_whose_peaks_do_not_fit_its_size_is_refused():
    with pytest.raises(Refusal, match="前沿不完整"):
        Frontier(3, (b"\0" * 32,))
    with pytest.raises(Refusal, match="32 字节"):
        Frontier(1, (b"short",))


def test_sm3_gives_the_value_of_its_standard_and_other_roots_than_sha256():
    assert digest(b"abc", "sm3").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    leaves = leaves_of(11, "sm3")
    root = tree_root(leaves, "sm3")
    assert root != tree_root(leaves, "sha256")
    proof = inclusion_proof(4, leaves, "sm3")
    assert verify_inclusion(leaves[4], 4, 11, proof, root, "sm3")
    assert not verify_inclusion(leaves[4], 4, 11, proof, root, "sha256")


def test_an_unknown_algorithm_is_refused_by_name():
    with pytest.raises(Refusal, match="md5.*sha256、sm3"):
        digest(b"", "md5")


def test_sm3_missing_on_the_machine_is_said_in_words(monkeypatch):
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes

    def lacking(_algorithm):
        raise UnsupportedAlgorithm("sm3")

    monkeypatch.setattr(hashes, "Hash", lacking)
    with pytest.raises(Refusal, match="不支持国密 SM3"):
        digest(b"", "sm3")
