"""What a verification reports, and reading rows that somebody may have broken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

CHUNK = 1000
T = TypeVar("T")


@dataclass(frozen=True)
class Fault:
    """One thing that does not hold: where, and what, in Chinese."""

    where: str
    what: str
    # Of a difference that can be accepted after an examination: what the accepting act names it by.
    code: str = ""


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The values in lists of at most ``size``."""
    source = iter(values)
    while chunk := list(islice(source, size)):
        yield chunk


def read_all(
    read: Callable[[list[Any]], Mapping[Any, T]], pks: list[Any], broken: list[Any]
) -> Mapping[Any, T]:
    """``read(pks)``; when a row is so broken that it cannot be read, one by one, the bad ones into ``broken``."""
    try:
        return read(pks)
    except Exception:
        found: dict[Any, T] = {}
        for pk in pks:
            try:
                found.update(read([pk]))
            except Exception:
                # Whatever the database's adapter raises over nonsense in a column is the finding itself.
                broken.append(pk)
        return found
