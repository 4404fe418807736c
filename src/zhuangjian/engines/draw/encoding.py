"""Bytes that are hashed: canonical JSON for whole parts of the file, length-prefixed fields for ranks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

LABEL: Final = "zhuangjian-draw-1"
_BATCH: Final = 5000


def dumps(value: Any) -> str:
    """``value`` as canonical JSON: keys sorted by code point, no spaces, characters as they are."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def chunks(value: Any) -> Iterator[bytes]:
    """The UTF-8 bytes of ``dumps(value)``, in pieces, so that a long list never becomes one string.

    Text is not normalised: ``é`` in one and in two code points are different values, and a change between them shows.
    """
    if isinstance(value, Mapping):
        yield b"{"
        for number, key in enumerate(sorted(value)):
            yield (("," if number else "") + dumps(key) + ":").encode()
            yield from chunks(value[key])
        yield b"}"
    elif isinstance(value, (list, tuple)) and len(value) > _BATCH:
        yield b"["
        for start in range(0, len(value), _BATCH):
            yield (("," if start else "") + dumps(value[start : start + _BATCH])[1:-1]).encode()
        yield b"]"
    else:
        yield dumps(value).encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON of ``value``, in hexadecimal."""
    running = hashlib.sha256()
    for piece in chunks(value):
        running.update(piece)
    return running.hexdigest()


def field(text: str) -> bytes:
    """``text`` with its length in bytes before it (``3:abc``), so that no two lists of fields run together."""
    data = text.encode()
    return b"%d:%b" % (len(data), data)


def fields_hash(parts: Sequence[str]) -> str:
    """SHA-256, in hexadecimal, of the label of this format and ``parts``, each as a ``field``."""
    return hashlib.sha256(b"".join(map(field, (LABEL, *parts)))).hexdigest()


def scorer(*parts: str) -> Callable[[str], bytes]:
    """A function giving the 32-byte ``fields_hash`` of ``parts`` followed by its argument."""
    prefix = b"".join(map(field, (LABEL, *parts)))
    heads: dict[int, bytes] = {}
    sha256 = hashlib.sha256

    def score(text: str) -> bytes:
        data = text.encode()
        head = heads.get(len(data))
        if head is None:
            head = heads[len(data)] = b"%b%d:" % (prefix, len(data))
        return sha256(head + data).digest()

    return score
