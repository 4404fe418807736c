"""Reading a bundle that somebody brings: checked before anything of it is believed, or taken out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from zhuangjian.engines import merkle
from zhuangjian.engines.bundle import verifier as v
from zhuangjian.engines.bundle.signing import signed
from zhuangjian.engines.rules.answer import Refusal


@dataclass(frozen=True)
class File:
    """One file of a bundle: its name in it, its title, what it is, its digest and size, the ledger's entry that names it."""

    path: str
    title: str
    what: str
    sha256: str
    size: int
    entry: int | None


@dataclass(frozen=True)
class Bundle:
    """A bundle of which everything holds. ``trusted``: the key was known beforehand, not only named by itself."""

    kind: str
    about: dict[str, Any]
    made: dict[str, Any]
    public_key: str
    trusted: bool
    receipts: int
    digest: str
    files: tuple[File, ...]
    places: dict[str, tuple[int, int]]

    def to_dict(self) -> dict[str, Any]:
        """For programs."""
        return {
            "ok": True,
            "kind": self.kind,
            "about": self.about,
            "made": self.made,
            "public_key": self.public_key,
            "trusted_key": self.trusted,
            "receipts": self.receipts,
            "digest": self.digest,
            "files": [vars(file) for file in self.files],
        }


def read(file: BinaryIO, key: str = "") -> Bundle:
    """The bundle, when all of it holds; a Refusal that says what does not, and where.

    ``key`` is the authority's published key in hex. Without it the bundle only agrees with the key that it names
    itself, which whoever made it could have made.
    """
    try:
        found = v.check(file, key.strip(), digest=merkle.digest, signed=signed)
    except v.Wrong as wrong:
        raise Refusal(f"移送包不成立。{wrong.where}：{wrong.what}。", missing=(wrong.where,)) from None
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    files = tuple(File(**row) for row in found.pop("files"))
    trusted = found.pop("trusted_key")
    return Bundle(**found, trusted=trusted, digest=digest, files=files)


def pieces(file: BinaryIO, place: tuple[int, int]) -> Iterator[bytes]:
    """The content of one file of a bundle that was read, piece by piece."""
    start, left = place
    file.seek(start)
    while left and (piece := file.read(min(left, v.PIECE))):
        left -= len(piece)
        yield piece
