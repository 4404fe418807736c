"""What a sheet hides and merges, read out of its part of the workbook without holding it in memory."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

_TAG: Final = re.compile(rb"<(?:[A-Za-z0-9]+:)?(row|mergeCell|col)\b([^>]*)>")
_NAME: Final = re.compile(rb"""\b(r|ref|min|max|hidden)\s*=\s*["']([^"']*)["']""")
_REF: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_BLOCK: Final = 1 << 20
# So many hidden rows and merged ranges are kept one by one; no sheet that people read has more.
MOST: Final = 200_000


@dataclass(frozen=True)
class Merged:
    """A merged range; rows and columns count from 1, both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int
    ref: str


@dataclass(frozen=True)
class Layout:
    """Hidden rows and columns (from 1), and the merged ranges from top to bottom."""

    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    merged: tuple[Merged, ...] = ()


def layout_of(path: Path | IO[bytes], part: str) -> Layout:
    """The layout of the sheet whose part of the workbook is ``part``."""
    rows: list[int] = []
    columns: list[int] = []
    merged: list[Merged] = []
    number = 0
    for kind, attributes in _tags(path, part):
        told = {name.decode(): value.decode("ascii", "replace") for name, value in _NAME.findall(attributes)}
        hidden = told.get("hidden") in ("1", "true")
        if kind == b"row":
            number = int(told["r"]) if told.get("r", "").isdecimal() else number + 1
            if hidden and len(rows) < MOST:
                rows.append(number)
        elif kind == b"col":
            if hidden and told.get("min", "").isdecimal() and told.get("max", "").isdecimal():
                columns += range(int(told["min"]), min(int(told["max"]), 16_384) + 1)
        elif len(merged) < MOST and (found := _merged(told.get("ref", ""))):
            merged.append(found)
    return Layout(tuple(rows), tuple(columns), tuple(sorted(merged, key=lambda m: (m.top, m.left))))


def _tags(path: Path | IO[bytes], part: str) -> Iterator[tuple[bytes, bytes]]:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(part) as file:
            rest = b""
            while block := file.read(_BLOCK):
                text = rest + block
                # A tag that the block cuts in two is read with the next one.
                cut = text.rfind(b"<")
                text, rest = (text[:cut], text[cut:]) if cut >= 0 and b">" not in text[cut:] else (text, b"")
                for found in _TAG.finditer(text):
                    yield found[1], found[2]
    except (KeyError, zipfile.BadZipFile, OSError):
        return


def _merged(ref: str) -> Merged | None:
    match = _REF.fullmatch(ref)
    if match is None or match[3] is None:
        return None
    return Merged(int(match[2]), _column(match[1]), int(match[4]), _column(match[3]), ref)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
