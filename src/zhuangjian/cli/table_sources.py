"""Tables of a database for the commands that read files: ``sqlite:///数据.sqlite3#表`` or ``postgresql://…/库#表``.

The engines open no database. A word of the command line that names a table is written out once, as UTF-8 CSV in a
private temporary folder, and the command reads that file like any other; the folder is gone when the command ends.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from zhuangjian.engines.rules.answer import Refusal

READERS = frozenset({"match", "risk", "signals"})
SOURCE = re.compile(r"^(--[a-z-]+=)?(sqlite|postgres(?:ql)?):(//+)(.+)$")
PIECE = 10_000


@contextmanager
def local_tables(words: Sequence[str]) -> Iterator[list[str]]:
    """The command's words with every table of a database replaced by a file that holds its rows."""
    if not words or words[0] not in READERS or not any(SOURCE.match(word) for word in words):
        yield list(words)
        return
    with tempfile.TemporaryDirectory(prefix="zhuangjian-") as folder:
        yield [_local(word, Path(folder) / str(number)) for number, word in enumerate(words)]


def _local(word: str, folder: Path) -> str:
    found = SOURCE.match(word)
    if found is None:
        return word
    option, kind, strokes, rest = found.groups()
    place, _, table = rest.rpartition("#")
    if not place or not table.strip():
        raise Refusal(
            f"没有写明读哪张表：{word}。请写成 sqlite:///数据.sqlite3#表名 或 postgresql://用户@主机/库#表名。",
            missing=["表名"],
        )
    folder.mkdir()
    target = folder / f"{re.sub(r'[^0-9A-Za-z_一-鿿-]', '_', table)}.csv"
    with target.open("w", encoding="utf-8", newline="") as handle:
        rows = (
            _sqlite(len(strokes) > 3, place, table) if kind == "sqlite" else _postgres(strokes + place, table)
        )
        out = csv.writer(handle)
        for row in rows:
            out.writerow([_cell(value) for value in row])
    return f"{option or ''}{target}"


def _cell(value: Any) -> Any:
    """As CSV has it: nothing for NULL, ISO days, true/false, JSON for what is nested."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    return value


def _sqlite(absolute: bool, place: str, table: str) -> Iterator[Sequence[Any]]:
    """Header, then rows. Three strokes before a relative path and four before an absolute one, as everywhere."""
    path = Path(f"/{place}" if absolute else place)
    if not path.is_file():
        raise Refusal(f"找不到数据库文件：{path}。")
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            known = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"
            _known(table, [name for (name,) in connection.execute(known)])
            cursor = connection.execute(f"SELECT * FROM {_quoted(table)}")
            yield [column[0] for column in cursor.description]
            yield from cursor
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise Refusal(f"读不出数据库 {path} 的表 {table}：{error}。请核对是不是 SQLite 数据库。") from None


def _postgres(place: str, table: str) -> Iterator[Sequence[Any]]:
    import psycopg

    try:
        with psycopg.connect(f"postgresql:{place}", connect_timeout=10) as connection:
            known = (
                "SELECT table_name FROM information_schema.tables WHERE table_schema = ANY (current_schemas(false))"
                " ORDER BY table_name"
            )
            _known(table, [name for (name,) in connection.execute(known)])
            with connection.cursor(name="zhuangjian_table") as cursor:
                cursor.itersize = PIECE
                cursor.execute(f"SELECT * FROM {_quoted(table)}")  # type: ignore[arg-type]
                yield [column.name for column in cursor.description or ()]
                yield from cursor
    except psycopg.Error as error:
        # The address holds a password; the driver's own words do not repeat it.
        raise Refusal(
            f"读不出 PostgreSQL 的表 {table}：{str(error).strip()}。请核对地址、账号和权限。"
        ) from None


def _known(table: str, names: Sequence[str]) -> None:
    if table not in names:
        shown = "、".join(names[:30]) + ("……" if len(names) > 30 else "")
        raise Refusal(f"数据库里没有表 {table}。现有的表：{shown or '没有'}。", missing=[table])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
