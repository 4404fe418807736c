"""The verifier's own Ed25519: RFC 8032's vectors, and the same answers as the library."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from zhuangjian.engines.bundle.signing import signed
from zhuangjian.engines.bundle.verifier import GENERATOR, L, P, _point, _same, _times, ed25519

# RFC 8032 section 7.1: public key, message, signature.
VECTORS = (
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
)


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_the_vectors_of_rfc_8032_hold_and_no_other_message_does(
    key: str, message: str, signature: str
) -> None:
    raw = bytes.fromhex(key), bytes.fromhex(message), bytes.fromhex(signature)
    assert ed25519(*raw)
    assert signed(*raw)
    assert not ed25519(raw[0], raw[1] + b"x", raw[2])


@settings(max_examples=40)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=300))
def test_what_the_library_signs_holds(seed: bytes, message: bytes) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    assert ed25519(key.public_key().public_bytes_raw(), message, key.sign(message))


@settings(max_examples=150)
@given(st.integers(0, 2), st.integers(0, 10_000), st.integers(1, 255))
def test_one_changed_byte_of_key_message_or_signature_is_refused_as_by_the_library(
    which: int, place: int, change: int
) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    parts = [
        bytearray(one) for one in (key.public_key().public_bytes_raw(), b"a message", key.sign(b"a message"))
    ]
    parts[which][place % len(parts[which])] ^= change
    changed = tuple(bytes(one) for one in parts)
    assert not ed25519(*changed)
    assert not signed(*changed)


def test_a_signature_has_one_spelling() -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    public, signature = key.public_key().public_bytes_raw(), key.sign(b"m")
    more = int.from_bytes(signature[32:], "little") + L
    again = signature[:32] + more.to_bytes(32, "little")
    assert not ed25519(public, b"m", again)
    assert not signed(public, b"m", again)
    assert not ed25519(public, b"m", signature[:-1])
    assert not ed25519(public, b"m", signature + b"\0")


def test_keys_under_which_anything_holds_are_refused() -> None:
    neutral = (1).to_bytes(32, "little")
    anything = neutral + bytes(32)
    assert not ed25519(neutral, b"m", anything)
    assert not ed25519(bytes(32), b"m", anything)


def test_points_have_one_spelling_and_the_generator_its_order() -> None:
    assert _same(_times(L, GENERATOR), (0, 1, 1, 0))
    assert not _same(_times(L - 1, GENERATOR), (0, 1, 1, 0))
    assert _point((P + 1).to_bytes(32, "little")) is None
    assert _point((1 | 1 << 255).to_bytes(32, "little")) is None
    assert _point((2).to_bytes(32, "little")) is None
    assert _point(b"short") is None
