"""The keys in one file that is kept apart from the backup, encrypted when there is a passphrase."""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from zhuangjian.config.durable import write_whole
from zhuangjian.engines.rules.answer import Refusal

NAMES = ("django.key", "ledger.key")
COST = 2**16


def write(keys: Path, target: Path, passphrase: str) -> None:
    """Put the keys of the folder ``keys`` into the file ``target`` (mode 0600)."""
    held = {n: b64encode((keys / n).read_bytes()).decode() for n in NAMES if (keys / n).exists()}
    data: dict[str, object] = {"format": "zhuangjian-keys-1", "keys": held}
    if passphrase:
        salt, nonce = os.urandom(16), os.urandom(12)
        sealed = AESGCM(_key(passphrase, salt)).encrypt(nonce, json.dumps(held).encode(), None)
        data["keys"] = b64encode(sealed).decode()
        data |= {"salt": b64encode(salt).decode(), "nonce": b64encode(nonce).decode()}
    write_whole(target, json.dumps(data).encode())


def read(source: Path, passphrase: str) -> dict[str, bytes]:
    """Name -> content; a Refusal when it is no key file or the passphrase is wrong."""
    try:
        data = json.loads(source.read_bytes())
        if data["format"] != "zhuangjian-keys-1":
            raise ValueError(data["format"])
        held = data["keys"]
        if isinstance(held, str):
            if not passphrase:
                raise Refusal(
                    "密钥文件是加密的，请给出口令（--encrypted，或环境变量 ZHUANGJIAN_BACKUP_PASSPHRASE）。"
                )
            cipher = AESGCM(_key(passphrase, b64decode(data["salt"])))
            held = json.loads(cipher.decrypt(b64decode(data["nonce"]), b64decode(held), None))
        return {name: b64decode(held[name]) for name in NAMES if name in held}
    except OSError as error:
        raise Refusal(f"密钥文件 {source} 读不出来（{error.strerror}）。") from None
    except InvalidTag:
        raise Refusal("密钥文件的口令不对，或文件被改动。") from None
    except (ValueError, KeyError, TypeError):
        raise Refusal(f"{source} 不是 zhuangjian backup 写出的密钥文件。") from None


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=COST, r=8, p=1).derive(passphrase.encode())
