"""Reference lists and columns of texts out of table files, read with the care that source files are read with."""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from zhuangjian.apps.intake.mapping import FieldSpec, SourceMapping
from zhuangjian.apps.intake.tables import survey
from zhuangjian.engines.ingredients import Kind, ReferenceList, read_list
from zhuangjian.engines.ingredients.lists import HEADINGS
from zhuangjian.engines.rules.answer import Refusal

LARGEST = 256 * 2**20
PIECE = 2**20


def read_reference(path: Path, kind: Kind | None = None, title: str = "") -> ReferenceList:
    """The list of ingredients in a table file, packed by gzip or not."""
    if path.is_file() and _packed(path):
        with tempfile.TemporaryDirectory() as folder:
            return _read(_unpacked(path, Path(folder)), kind, (title or path.name).removesuffix(".gz"))
    return _read(path, kind, title or path.name)


def _packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def _read(path: Path, kind: Kind | None, title: str) -> ReferenceList:
    try:
        table = survey(path, _mapping("原料清单", {"name": HEADINGS}), title)
    except Refusal as refusal:
        if not refusal.missing:
            raise
        raise Refusal(f"“{title}”没有原料名称的栏目。请至少有“中文名称”或“INCI名称”一栏。") from None
    rows = (row.values for row in table.rows() if not row.fault)
    return read_list(rows, table.heads, title, kind)


def _unpacked(path: Path, folder: Path) -> Path:
    target = folder / "list"
    size = 0
    try:
        with gzip.open(path) as packed, target.open("wb") as file:
            while piece := packed.read(PIECE):
                size += len(piece)
                if size > LARGEST:
                    raise Refusal(f"“{path.name}”解压后超过 {LARGEST // 2**20} MB，不像是原料清单。")
                file.write(piece)
    except (OSError, EOFError):
        raise Refusal(f"“{path.name}”不是完好的压缩文件。请重新取得，或者解压后再用。") from None
    return target


def two_columns(path: Path, text: str, key: str = "") -> Iterator[tuple[str, str]]:
    """(key or row number, text) of every row of a table file; a Refusal names the columns that are not there."""
    wanted = {"--column": text} | ({"--id": key} if key else {})
    for number, row in _columns(path, wanted):
        yield row["--id"] if key else str(number), row["--column"]


def columns_named(path: Path, wanted: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Option -> text for every row of a table file, where ``wanted`` maps each option to its column.

    A Refusal names the columns that are not there, and the options by which they are given.
    """
    return (row for _, row in _columns(path, wanted))


def _columns(path: Path, wanted: Mapping[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
    # One column may serve two options: the table is asked for it once.
    asked = dict.fromkeys(wanted.values())
    mapping = _mapping("成分表", {f"c{place}": (column,) for place, column in enumerate(asked)})
    try:
        table = survey(path, mapping)
    except Refusal as refusal:
        if not refusal.missing:
            raise
        heads = "、".join(item.partition("（")[0] for item in refusal.missing)
        raise Refusal(
            f"文件“{path.name}”没有栏目“{heads}”。请用 {'、'.join(wanted)} 写出文件里的栏目名。"
        ) from None
    found = mapping.columns_of(table.heads)
    heads_of = {column: found[f"c{place}"] for place, column in enumerate(asked)}
    for row in table.rows():
        yield row.number, {option: row.values.get(heads_of[column], "") for option, column in wanted.items()}


def _mapping(title: str, fields: dict[str, tuple[str, ...]]) -> SourceMapping:
    specs = tuple(
        FieldSpec(field=field, title=names[0], names=names, required=True) for field, names in fields.items()
    )
    return SourceMapping("reference", title, specs, "")
