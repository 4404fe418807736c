"""A file with work that could not be sent (``.zjfield``): sealed on the device for this installation alone, opened here.

ECDH over P-256 with a key of the device's for one file, HKDF-SHA256, AES-256-GCM: what browsers have had for ten years.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from zhuangjian.config.home import secret
from zhuangjian.engines.rules.answer import Refusal

FORMAT = "zjfield-1"
# The number of points of P-256 (FIPS 186-4, D.1.2.3): a private key is below it and not zero.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
NOT_OURS = "不能打开这个文件：不是现场离线的封存文件，或者已被改动，或者是另一套系统的。请从设备上重新导出。"


@cache
def _key() -> ec.EllipticCurvePrivateKey:
    made = HKDF(SHA256(), 40, salt=None, info=b"zjfield private key").derive(secret("field.seal").encode())
    return ec.derive_private_key(int.from_bytes(made) % (ORDER - 1) + 1, ec.SECP256R1())


def public_key() -> str:
    """The installation's public key as the device takes it: an uncompressed point, in base64."""
    point = _key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return b64encode(point).decode()


def unsealed(content: bytes) -> dict[str, Any]:
    """What is in the file. Raises Refusal where it is no such file, was altered, or belongs to another installation."""
    try:
        outer = json.loads(content)
        if outer["format"] != FORMAT:
            raise Refusal(NOT_OURS)
        other = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b64decode(outer["key"]))
        shared = _key().exchange(ec.ECDH(), other)
        key = HKDF(SHA256(), 32, salt=None, info=FORMAT.encode()).derive(shared)
        plain = AESGCM(key).decrypt(b64decode(outer["iv"]), b64decode(outer["sealed"]), FORMAT.encode())
        found = json.loads(plain)
    except (ValueError, KeyError, TypeError, InvalidTag, RecursionError) as error:
        raise Refusal(NOT_OURS) from error
    if not isinstance(found, dict):
        raise Refusal(NOT_OURS)
    return found
