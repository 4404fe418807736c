"""The ledger's signing key: made once, kept in the home directory, outside the database."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from zhuangjian.config.durable import write_once
from zhuangjian.engines import merkle
from zhuangjian.engines.rules.answer import Refusal


def folder() -> Path:
    """``<home>/keys``."""
    return Path(settings.HOME) / "keys"


def private_key() -> Ed25519PrivateKey:
    """The ledger's signing key, made on first use; two processes that start together get the same one."""
    path = folder() / "ledger.key"
    if not path.exists():
        _make(path)
    try:
        return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    except ValueError:
        raise Refusal(f"账本签名密钥 {path} 已损坏，请从备份恢复。") from None


def _make(path: Path) -> None:
    raw = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
    )
    write_once(path, raw)


def public_key() -> Ed25519PublicKey:
    """The key with which anybody checks heads and receipts."""
    return private_key().public_key()


def public_key_hex() -> str:
    """Raw public key in hex, printed on receipts."""
    return public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw).hex()


def derived(purpose: bytes) -> bytes:
    """A key for one purpose, which nobody works out without the signing key."""
    raw = private_key().private_bytes(
        serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
    )
    return merkle.digest(purpose + raw)


class Sealer:
    """Seals entry hashes under the key, so that nobody without it can add an entry that passes for ours."""

    def __init__(self) -> None:
        self._key = derived(b"zhuangjian ledger seal")

    def seal(self, entry_hash: str, algorithm: str) -> str:
        """Keyed digest (nested as in HMAC) of an entry's hash, in hex; ValueError when the hash is not hex."""
        inner = merkle.digest(self._key + bytes.fromhex(entry_hash), algorithm)
        return merkle.digest(self._key + inner, algorithm).hex()
