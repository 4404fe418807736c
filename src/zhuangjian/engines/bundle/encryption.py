"""Encryption of a bundle for the road, to whom it is meant (age)."""

from __future__ import annotations

from typing import BinaryIO

from zhuangjian.engines.rules.answer import Refusal

MAGIC = b"age-encryption.org/v1\n"


def encrypt(source: BinaryIO, out: BinaryIO, recipient: str) -> None:
    """Encrypt to an age recipient (``age1…``); a Refusal when it is none."""
    import pyrage

    try:
        to = pyrage.x25519.Recipient.from_str(recipient.strip())
    except pyrage.RecipientError:
        raise Refusal("收件公钥不是 age 公钥（以 age1 开头），请向接收单位核对。") from None
    pyrage.encrypt_io(source, out, [to])


def encrypted(source: BinaryIO) -> bool:
    """Whether it is an encrypted file."""
    source.seek(0)
    found = source.read(len(MAGIC)) == MAGIC
    source.seek(0)
    return found


def decrypt(source: BinaryIO, out: BinaryIO, identity: str) -> None:
    """Decrypt with an age identity (``AGE-SECRET-KEY-1…``); a Refusal when it does not open it or was changed."""
    import pyrage

    words = [line.strip() for line in identity.splitlines() if line.strip() and not line.startswith("#")]
    try:
        keys = [pyrage.x25519.Identity.from_str(word) for word in words]
    except pyrage.IdentityError:
        raise Refusal("解密私钥不是 age 私钥（以 AGE-SECRET-KEY-1 开头）。") from None
    try:
        pyrage.decrypt_io(source, out, keys)
    except (pyrage.DecryptError, OSError):
        raise Refusal("解不开：这一文件不是加密给这把私钥的，或者已被改动。") from None
