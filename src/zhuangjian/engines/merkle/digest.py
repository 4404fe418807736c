"""One name for the hash algorithm, so that a ledger can be kept under SHA-256 or under SM3."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final

from zhuangjian.engines.rules.answer import Refusal

SIZE: Final = 32


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _sm3(data: bytes) -> bytes:
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives import hashes
    except ImportError as error:
        raise Refusal("本机没有安装 cryptography，不能使用国密 SM3；请安装后重试，或改用 sha256") from error
    try:
        context = hashes.Hash(hashes.SM3())
    except UnsupportedAlgorithm as error:
        raise Refusal("本机的密码库不支持国密 SM3；请更换带 SM3 的 OpenSSL，或改用 sha256") from error
    context.update(data)
    return context.finalize()


ALGORITHMS: Final[dict[str, Callable[[bytes], bytes]]] = {"sha256": _sha256, "sm3": _sm3}


def digest(data: bytes, algorithm: str = "sha256") -> bytes:
    """The 32-byte hash of ``data`` under ``algorithm`` (``sha256`` or ``sm3``).

    Raises ``Refusal`` for an unknown name, or for SM3 where the machine's library lacks it.
    """
    try:
        function = ALGORITHMS[algorithm]
    except KeyError:
        known = "、".join(ALGORITHMS)
        raise Refusal(f"不认识的哈希算法“{algorithm}”；可用的有：{known}") from None
    return function(data)
