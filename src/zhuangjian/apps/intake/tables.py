"""Source files as rows of text: CSV and TSV in UTF-8, UTF-16 or GB18030, and XLSX. Everything streams."""

from __future__ import annotations

import codecs
import csv
import hashlib
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from zhuangjian.apps.intake import limits
from zhuangjian.apps.intake.mapping import SourceMapping
from zhuangjian.engines.rules.answer import Refusal

HEAD_ROWS = 10
LONGEST_CELL = 20_000
csv.field_size_limit(1_000_000)
_NOT_TEXT = {
    b"%PDF": "PDF 文件",
    b"\xd0\xcf\x11\xe0": "旧版 .xls 或加密的工作簿",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"SQLite": "数据库文件",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
    b"\x1f\x8b": "压缩包",
}


@dataclass(frozen=True)
class RawRow:
    """One data row as it came. ``number`` is its row in the sheet (the first row of the file is 1)."""

    number: int
    values: Mapping[str, str]
    fault: str = ""


@dataclass(frozen=True)
class TableFile:
    """A file found to be a table of the wanted source."""

    path: Path
    name: str
    kind: str
    encoding: str
    delimiter: str
    head_number: int
    heads: tuple[str, ...]
    total: int
    digest: str

    def rows(self, after: int = 0) -> Iterator[RawRow]:
        """Data rows in order, blank ones left out, those up to row number ``after`` skipped."""
        for number, cells in _records(self.path, self.name, self.kind, self.encoding, self.delimiter):
            if number <= max(self.head_number, after) or not any(cells):
                continue
            yield _row(number, self.heads, cells)


def survey(
    path: Path, mapping: SourceMapping, name: str = "", tick: Callable[[], None] | None = None
) -> TableFile:
    """Read the whole file once and say how to read it; refuses, in Chinese, what is not a usable table."""
    shown = name or path.name
    _must_be_file(path, shown)
    kind, encoding = _kind(path, shown)
    delimiter = "" if kind == "xlsx" else _delimiter(path, encoding)
    records = _records(path, shown, kind, encoding, delimiter, limits.SURVEY_SECONDS, tick)
    head_number, heads = _head(records, mapping, shown)
    total = sum(1 for _, cells in records if any(cells))
    if not total:
        raise Refusal(f"文件“{shown}”只有表头，没有数据行。请确认导出的内容后重试。")
    return TableFile(path, shown, kind, encoding, delimiter, head_number, heads, total, digest_of(path))


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _must_be_file(path: Path, shown: str) -> None:
    if not path.exists():
        raise Refusal(f"找不到文件“{shown}”。请核对路径。")
    if not path.is_file():
        raise Refusal(f"“{shown}”不是文件。请给出 CSV、TSV 或 XLSX 文件。")
    if path.stat().st_size == 0:
        raise Refusal(f"文件“{shown}”是空的（0 字节）。请重新导出后再试。")


def _kind(path: Path, shown: str) -> tuple[str, str]:
    with path.open("rb") as file:
        start = file.read(8)
    for magic, words in _NOT_TEXT.items():
        if start.startswith(magic):
            raise Refusal(f"文件“{shown}”是{words}，不是可读的表格。请另存为 XLSX 或 CSV 后导入。")
    if start.startswith(b"PK"):
        if not zipfile.is_zipfile(path) or not _is_workbook(path):
            raise Refusal(f"文件“{shown}”是压缩包或已损坏的工作簿。请解压或在表格软件中另存为 XLSX。")
        limits.workbook(path, shown)
        return "xlsx", ""
    return "text", _encoding(path, start, shown)


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, UnicodeError, NotImplementedError):
        return False


def _encoding(path: Path, start: bytes, shown: str) -> str:
    wanted: tuple[str, ...]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        wanted = ("utf-16",)
    elif start.startswith(codecs.BOM_UTF8):
        wanted = ("utf-8-sig",)
    else:
        wanted = ("utf-8", "gb18030")
    for encoding in wanted:
        if _decodes(path, encoding):
            return encoding
    raise Refusal(
        f"文件“{shown}”的文字编码无法识别（既不是 UTF-8 也不是 GB18030）。请在表格软件中另存为“CSV UTF-8”。"
    )


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as file:
            while file.read(1 << 20):
                pass
    except UnicodeError:
        return False
    return True


def _delimiter(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, newline="") as file:
        sample = "".join(file.readline(limits.LONGEST_RECORD) for _ in range(3))
    return max("\t,;", key=sample.count)


def _records(
    path: Path,
    shown: str,
    kind: str,
    encoding: str,
    delimiter: str,
    seconds: float | None = None,
    tick: Callable[[], None] | None = None,
) -> Iterator[tuple[int, list[str]]]:
    records = _sheet(path, shown) if kind == "xlsx" else _lines(path, shown, encoding, delimiter)
    return limits.within(records, shown, seconds=seconds, tick=tick)


def _lines(path: Path, shown: str, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding=encoding, newline="") as file:
        number = 0
        lines = limits.Lines(file, shown)
        try:
            for number, cells in enumerate(csv.reader(lines, delimiter=delimiter, strict=True), start=1):
                lines.taken = 0
                yield number, [cell.strip() for cell in cells]
        except csv.Error as error:
            words = {
                "unexpected end of data": "引号没有成对",
                "field larger than field limit (1000000)": "一格过长",
            }
            raise Refusal(
                f"文件“{shown}”第 {number + 1} 行读不出来（{words.get(str(error), '引号或分隔符有误')}）。"
                "请在表格软件中打开核对后另存为 CSV。"
            ) from None


def _sheet(path: Path, shown: str) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook
    from openpyxl.utils import get_column_letter

    damaged = Refusal(f"文件“{shown}”是损坏的工作簿。请在表格软件中打开并另存为新的 XLSX。")
    # As an open file: by its name, a copy without the usual ending would be refused.
    file = path.open("rb")
    try:
        book = load_workbook(file, read_only=True, data_only=False)
    except Exception:  # the reader raises whatever the broken XML led to
        file.close()
        raise damaged from None
    try:
        sheet = book.worksheets[0] if book.worksheets else None
        if sheet is None:
            raise Refusal(f"工作簿“{shown}”里没有工作表。")
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            for place, cell in enumerate(cells, start=1):
                if cell.data_type == "f":
                    raise Refusal(
                        f"工作簿“{shown}”的 {get_column_letter(place)}{number} 单元格是公式，"
                        "公式的结果不能作为登记事实。请复制后“选择性粘贴—数值”，再导入。"
                    )
            if number > limits.SHEET_ROWS:
                raise damaged
            yield number, [_cell_text(cell.value) for cell in cells]
    except Refusal:
        raise
    except Exception:  # likewise while it reads on
        raise damaged from None
    finally:
        book.close()
        file.close()


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).replace("\x00", "").strip()


def _head(
    records: Iterator[tuple[int, list[str]]], mapping: SourceMapping, shown: str
) -> tuple[int, tuple[str, ...]]:
    """The header is the first of the leading rows that has every needed column: titles may stand above it."""
    best: tuple[str, ...] = ()
    found_any = False
    for number, cells in records:
        if not any(cells):
            continue
        found_any = True
        heads = tuple(cells)
        if len(mapping.columns_of(heads)) > len(mapping.columns_of(best)) or not best:
            best = heads
        if not mapping.missing(heads):
            repeated = sorted(head for head, times in Counter(heads).items() if head and times > 1)
            if repeated:
                raise Refusal(f"文件“{shown}”有重复的栏目“{'、'.join(repeated[:10])}”。请删去或改名后重试。")
            return number, heads
        if number >= HEAD_ROWS:
            break
    if not found_any:
        raise Refusal(f"文件“{shown}”里没有内容。请重新导出后再试。")
    missing = mapping.missing(best)
    raise Refusal(
        f"文件“{shown}”不是“{mapping.title}”的表格：缺少栏目“{'、'.join(f.title for f in missing)}”。"
        f"请补上栏目，或在对照表中为它添加本文件所用的栏目名。",
        missing=[f"{f.title}（可用栏目名：{'、'.join(f.names)}）" for f in missing],
    )


def _row(number: int, heads: tuple[str, ...], cells: list[str]) -> RawRow:
    values = {head: cell[:LONGEST_CELL] for head, cell in zip(heads, cells, strict=False) if head}
    fault = ""
    extra = [c for c in cells[len(heads) :] if c]
    if extra:
        values["（表头以外）"] = " | ".join(extra)[:LONGEST_CELL]
        fault = f"本行有 {len(cells)} 格，表头只有 {len(heads)} 栏，内容可能错位"
    elif len(cells) < len(heads):
        fault = f"本行只有 {len(cells)} 格，表头有 {len(heads)} 栏，内容可能错位"
    elif any(len(c) > LONGEST_CELL for c in cells):
        fault = f"有一格超过 {LONGEST_CELL} 字"
    return RawRow(number, values, fault)
