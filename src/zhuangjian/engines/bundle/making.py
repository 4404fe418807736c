"""Making a bundle: a BagIt bag as one zip with one spelling, its tag manifest signed.

The ``bagit`` library makes bags of folders, in place, and stamps them with its own version; it writes no zip
and comes without a wheel. The tag files are therefore written here.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from zhuangjian.engines.bundle import verifier as v
from zhuangjian.engines.bundle.signing import envelope
from zhuangjian.engines.rules.answer import Refusal

Opened = Callable[[], BinaryIO]


@dataclass(frozen=True)
class Content:
    """One file: its name in the bundle, what people call it, what it is; ``entry`` is the ledger's that names its digest."""

    path: str
    title: str
    what: str
    opened: Opened
    entry: int | None = None


@dataclass(frozen=True)
class Statement:
    """What a bundle says of itself: ``kind`` (case, receipt), what it is ``about``, by whom and when it was ``made``."""

    kind: str
    about: Mapping[str, Any]
    made: Mapping[str, Any]


@dataclass(frozen=True)
class _Measured:
    name: str
    opened: Opened
    size: int
    crc: int
    sha256: str


def own_verifier() -> bytes:
    """The one-file verifier that lies in every bundle."""
    return Path(v.__file__).read_bytes()


def make(
    out: BinaryIO,
    statement: Statement,
    contents: Sequence[Content],
    receipts: Mapping[str, Any] | None,
    key: Ed25519PrivateKey,
) -> str:
    """Write the bundle to ``out``; its SHA-256 in hex. The same content gives the same bytes.

    Raises Refusal for a name that a bundle cannot have, or what is more than a bundle can hold.
    """
    measured = [_measured(f"{v.BASE}{one.path}", one.opened) for one in contents]
    index = _index(contents, measured)
    payload = sorted([*measured, _of_bytes(v.INDEX, index)], key=lambda one: one.name)
    _refuse_names([one.name for one in payload])
    tags = _tags(statement, payload, rfc8785.dumps(dict(receipts or {"entries": [], "head": None})), key)
    return _write(out, [*(_of_bytes(name, tags[name]) for name in v.TAGS), *payload])


def _index(contents: Sequence[Content], measured: Sequence[_Measured]) -> bytes:
    rows: list[dict[str, Any]] = [
        {
            "path": one.path,
            "title": one.title,
            "what": one.what,
            "sha256": file.sha256,
            "size": file.size,
            "entry": one.entry,
        }
        for one, file in zip(contents, measured, strict=True)
    ]
    rows.sort(key=lambda row: str(row["path"]))
    return rfc8785.dumps(rows)


def _tags(
    statement: Statement, payload: Sequence[_Measured], receipts: bytes, key: Ed25519PrivateKey
) -> dict[str, bytes]:
    total = sum(one.size for one in payload)
    info = (
        f"Source-Organization: {_line(statement.made['unit'])}\n"
        f"External-Identifier: {_line(statement.about['number'])}\n"
        f"Bagging-Date: {str(statement.made['at'])[:10]}\n"
        f"Payload-Oxum: {total}.{len(payload)}\n"
        "Bag-Software-Agent: zhuangjian\n"
    )
    tags = {
        "bagit.txt": v.BAGIT,
        "bag-info.txt": info.encode(),
        "manifest-sha256.txt": v.manifest((one.name[len(v.BASE) :], one.sha256) for one in payload),
        "receipts.json": receipts,
        "verify.py": own_verifier(),
    }
    sums = v.manifest((name, hashlib.sha256(tags[name]).hexdigest()) for name in v.SIGNED_TAGS)
    said = {
        "kind": statement.kind,
        "about": dict(statement.about),
        "made": dict(statement.made),
        "tagmanifest": hashlib.sha256(sums).hexdigest(),
    }
    return {**tags, "tagmanifest-sha256.txt": sums, "signature.json": envelope(said, key)}


def _line(value: object) -> str:
    return " ".join(str(value).split())


def _refuse_names(names: Sequence[str]) -> None:
    for name in names:
        if not v.NAME.fullmatch(name[len(v.BASE) :]):
            raise Refusal(f"“{name}”不能作移送包里的文件名：只用小写字母、数字、点、横线。")
    if len(set(names)) != len(names):
        raise Refusal("移送包里有两个同名的文件。")


def _of_bytes(path: str, content: bytes) -> _Measured:
    from io import BytesIO

    return _measured(f"{v.BASE}{path}", lambda: BytesIO(content))


def _measured(name: str, opened: Opened) -> _Measured:
    summing, crc, size = hashlib.sha256(), 0, 0
    with opened() as file:
        for piece in iter(lambda: file.read(v.PIECE), b""):
            summing.update(piece)
            crc = zlib.crc32(piece, crc)
            size += len(piece)
    return _Measured(name, opened, size, crc, summing.hexdigest())


def _write(out: BinaryIO, files: Iterable[_Measured]) -> str:
    summing, at, directory = hashlib.sha256(), 0, []

    def put(raw: bytes) -> None:
        nonlocal at
        summing.update(raw)
        out.write(raw)
        at += len(raw)

    listed = list(files)
    if sum(one.size for one in listed) > v.MOST_BYTES - 2**24 or len(listed) > v.MOST_ENTRIES:
        raise Refusal("材料超过 4 GB 或者文件太多，一个移送包放不下：请分成几次移送。")
    for one in listed:
        directory.append(v.central_header(one.name, one.size, one.crc, at))
        put(v.local_header(one.name, one.size, one.crc))
        begun = at
        with one.opened() as file:
            for piece in iter(lambda file=file: file.read(v.PIECE), b""):  # type: ignore[misc]
                put(piece)
        if at - begun != one.size:
            raise Refusal(f"制作期间“{one.name}”变了，请重新制作。")
    start = at
    put(b"".join(directory))
    put(v.end_record(len(directory), at - start, start))
    return summing.hexdigest()
