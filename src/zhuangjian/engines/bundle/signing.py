"""The signature over a bundle's tag manifest: canonical JSON (RFC 8785) in a DSSE envelope."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from securesystemslib.dsse import Envelope
from securesystemslib.signer import CryptoSigner, SSlibKey

from zhuangjian.engines.bundle.verifier import TYPE
from zhuangjian.engines.rules.answer import Refusal

# One name for the kinds of signatures. SM2 would stand here too: no well-kept Python library signs with it today.
SCHEMES = ("ed25519",)


def public_hex(key: Ed25519PrivateKey) -> str:
    """The raw public key in hex, as bundles name it."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def envelope(statement: Mapping[str, Any], key: Ed25519PrivateKey) -> bytes:
    """The signed statement, spelt canonically; the key that signed stands in it."""
    if type(key) is not Ed25519PrivateKey and not isinstance(key, Ed25519PrivateKey):
        raise Refusal(f"签名密钥的种类不能用；可用的有：{'、'.join(SCHEMES)}。")
    public = public_hex(key)
    said = {**statement, "version": 1, "key": {"scheme": "ed25519", "public": public}}
    named = SSlibKey.from_crypto(key.public_key(), keyid=hashlib.sha256(bytes.fromhex(public)).hexdigest())
    made = Envelope(rfc8785.dumps(said), TYPE, {})
    made.sign(CryptoSigner(key, named))
    return rfc8785.dumps(made.to_dict())


def signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``key`` signed ``message``, by the installed library: faster than the verifier's own."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
