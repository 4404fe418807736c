"""Lists as offices keep them: CSV and TSV in any of the usual encodings, and XLSX."""

from __future__ import annotations

import csv
import io
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any, Final

from zhuangjian.engines.draw.identity import clean
from zhuangjian.engines.draw.lists import Sheet
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.workbooks import layout_of, unescaped

_MANGLED: Final = re.compile(r"\d(\.\d+)?[eE]\+\d+")
# Lines below a list that are none of its entries.
_NO_ENTRY: Final = re.compile(
    r"(合计|总计|小计|共计|累计|总数|平均|汇总|备注|说明|注|制表|填表|审核|复核|单位负责人|total|subtotal|sum|average|notes?)"
    r"([人日期时间]{0,3}[:：（(].*)?",
    re.IGNORECASE,
)
_EXACT: Final = 10**15
_END: Final = (
    "\x00end\x00"  # a line of our own after the last: it only stays alone when every quote was closed
)
_BINARY: Final = (b"%PDF", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Table:
    """A file's header and its rows that are not blank, each with its line number."""

    name: str
    columns: list[str]
    rows: list[tuple[str, ...]]
    lines: Sequence[int]

    def place(self, column: str) -> int:
        """Where ``column`` stands. Raises ``Refusal`` listing the columns there are, or when it stands twice."""
        found = [place for place, name in enumerate(self.columns) if name == clean(column)]
        if not found:
            there = "、".join(filter(None, self.columns))
            raise Refusal(f"文件 {self.name} 没有“{column}”这一列；现有的列：{there}", missing=[column])
        if len(found) > 1:
            raise Refusal(f"文件 {self.name} 有 {len(found)} 个“{column}”列；请改名后重试")
        return found[0]

    def pick(self, *columns: str) -> str:
        """The first of ``columns`` that exists. Raises ``Refusal`` naming them when none does."""
        for column in columns:
            if column in self.columns:
                return column
        there = "、".join(filter(None, self.columns))
        raise Refusal(
            f"文件 {self.name} 缺少“{columns[0]}”列（也可写作 {'、'.join(columns[1:]) or columns[0]}）；现有的列：{there}",
            missing=[columns[0]],
        )


def listing(table: Table, id_column: str, keep: Sequence[str] = ()) -> Sheet:
    """The id column followed by ``keep`` (each once). Raises ``Refusal`` for unknown columns and ids that a spreadsheet spoilt."""
    names = list(dict.fromkeys([clean(id_column), *map(clean, keep)]))
    places = [table.place(name) for name in names]
    rows = table.rows
    if places != list(range(len(table.columns))):
        rows = [tuple([row[place] for place in places]) for row in rows]
    for row, line in zip(rows, table.lines, strict=True):
        if _NO_ENTRY.fullmatch("".join(row[0].split())):
            raise Refusal(
                f"文件 {table.name} 第 {line} 行的编号是“{clean(row[0])}”，像合计或说明，不是名单中的一家；请删去这一行后重试"
            )
        if "+" in row[0] and _MANGLED.fullmatch(clean(row[0])):
            raise Refusal(
                f"文件 {table.name} 第 {line} 行的编号“{row[0]}”已被电子表格改成科学计数法；请把该列设为文本后重新导出"
            )
    return Sheet(names, rows, table.lines)


def read_table(path: Path, only: Sequence[str] = ()) -> Table:
    """The table in a file: UTF-8 (with or without mark), UTF-16 with mark or GB18030 text, or the first sheet of an .xlsx.

    With ``only``, just those columns, in that order. Raises ``Refusal`` naming file and line for anything else, for
    unknown columns, for a row longer than the header and for broken quoting.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4)
        rows = _sheet(path) if head.startswith(b"PK\x03\x04") else _text(path, head)
        return _table(path.name, rows, only)
    except OSError as error:
        raise Refusal(f"文件 {path} 读不出来：{error.strerror or error}", missing=[str(path)]) from None


def _table(name: str, rows: Iterable[tuple[int, list[str]]], only: Sequence[str]) -> Table:
    columns: list[str] = []
    kept: list[tuple[str, ...]] = []
    lines = array("L")
    for line, row in rows:
        if not clean("".join(row)):
            continue
        if not columns:
            columns = [clean(cell) for cell in row]
            width = len(columns)
            header = Table(name, columns, [], [])
            places = [header.place(column) for column in only] or range(width)
            continue
        if len(row) > width and clean("".join(row[width:])):
            raise Refusal(
                f"文件 {name} 第 {line} 行有 {len(row)} 格，表头只有 {width} 格；请核对该行的分隔符与引号"
            )
        if len(row) != width:
            row = (row + [""] * width)[:width]
        kept.append(tuple([row[place] for place in places]))
        lines.append(line)
    if not columns:
        raise Refusal(f"文件 {name} 是空的；第一行应为列名，其后每行一家", missing=["名单"])
    return Table(name, [columns[place] for place in places], kept, lines)


def _text(path: Path, head: bytes) -> Iterator[tuple[int, list[str]]]:
    if head.startswith(_BINARY):
        raise Refusal(f"文件 {path.name} 不是文本，也不是 .xlsx；请另存为 .xlsx 或 CSV（UTF-8）")
    marked = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    encoding = _encoding(path, ("utf-16",) if marked else ("utf-8-sig", "gb18030"))
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline()
        while first and not clean(first):
            first = file.readline()
        file.seek(0)
        reader = csv.reader(chain(file, [_END]), delimiter=_delimiter(first, path), skipinitialspace=True)
        started, last, ended = 1, 1, False
        try:
            for row in reader:
                last, started = started, reader.line_num + 1
                ended = row == [_END]
                if not ended and not (row and row[-1].endswith(_END)):
                    yield last, row
        except csv.Error as error:
            raise Refusal(
                f"文件 {path.name} 第 {reader.line_num} 行读不下去（{error}）；请核对引号与编码"
            ) from None
        if not ended:
            raise Refusal(f"文件 {path.name} 从第 {last} 行起有引号没有配对，其后的内容无法分行；请补上引号")


def _encoding(path: Path, encodings: Sequence[str]) -> str:
    for encoding in encodings:
        try:
            with path.open(encoding=encoding, newline="") as file:
                while file.read(1 << 20):
                    pass
            return encoding
        except UnicodeError:
            continue
    raise Refusal(f"文件 {path.name} 的编码无法识别（试过 {'、'.join(encodings)}）；请另存为 CSV（UTF-8）")


def _delimiter(header: str, path: Path) -> str:
    if path.suffix.lower() in (".tsv", ".tab"):
        return "\t"
    bare = re.sub(r'"[^"]*"', "", header)
    return next((mark for mark in "\t,;" if mark in bare), ",")


def _sheet(path: Path) -> Iterator[tuple[int, list[str]]]:
    from python_calamine import (  # only needed for this kind of file
        CalamineError,
        CalamineWorkbook,
        SheetVisibleEnum,
    )

    try:
        content = io.BytesIO(path.read_bytes())
        book = CalamineWorkbook.from_filelike(content)
        seen = [one.name for one in book.sheets_metadata if one.visible is SheetVisibleEnum.Visible]
        if not seen:
            raise Refusal(f"文件 {path.name} 里没有看得见的工作表；请取消隐藏后重试")
        rows = book.get_sheet_by_name(seen[0]).to_python(skip_empty_area=False)
    except (CalamineError, ValueError) as error:
        raise Refusal(f"文件 {path.name} 不是完好的 .xlsx：{error}；请用电子表格软件打开后另存一次") from None
    formats = _as_shown(content, path.name, seen[0])
    for line, row in enumerate(rows, 1):
        shown = formats.get(line, {})
        yield (
            line,
            [
                f"{int(value):0{shown[place]}d}"
                if place in shown and isinstance(value, (int, float)) and value == int(value) and value >= 0
                else unescaped(_cell(value, path.name, line))
                for place, value in enumerate(row)
            ],
        )


def _as_shown(content: io.BytesIO, name: str, title: str) -> dict[int, dict[int, int]]:
    """Refuses hidden rows with content, which nobody saw who looked at the list; gives by line and place (from 0) how
    many digits a cell shows with zeros in front."""
    from openpyxl import load_workbook

    content.seek(0)
    book = load_workbook(content, read_only=True)
    try:
        sheet: Any = book[title]
        hidden = layout_of(content, sheet._worksheet_path).hidden_rows
        sheet.reset_dimensions()
        zeros = [n for n, text in _formats(book) if set(text) == {"0"} and len(text) > 1]
        if not hidden and not zeros:
            return {}
        secret = set(hidden)
        found: dict[int, dict[int, int]] = {}
        for line, cells in enumerate(sheet.iter_rows(), 1):
            if line in secret and any(cell.value not in (None, "") for cell in cells):
                raise Refusal(
                    f"文件 {name} 第 {line} 行是隐藏的（共 {len(secret)} 行）；请取消隐藏核对，或删去隐藏的行后重试"
                )
            for place, cell in enumerate(cells):
                if isinstance(cell.value, (int, float)) and set(cell.number_format) == {"0"}:
                    found.setdefault(line, {})[place] = len(cell.number_format)
        return found
    finally:
        book.close()


def _formats(book: Any) -> list[tuple[int, str]]:
    return [(n, str(text)) for n, text in enumerate(book._number_formats)]


def _cell(value: Any, name: str, line: int) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        if abs(value) >= _EXACT:
            raise Refusal(
                f"文件 {name} 第 {line} 行有超过 15 位的数字单元格，电子表格已丢失末几位；请把该列设为文本并重新录入"
            )
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)
