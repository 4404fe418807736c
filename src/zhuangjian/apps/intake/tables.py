"""Source files as rows of text: CSV and TSV in UTF-8, UTF-16 or GB18030, XLSX, and JSON Lines. Everything streams."""

from __future__ import annotations

import hashlib
import zipfile
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from zhuangjian.apps.intake import limits, sheet_rows, text_rows
from zhuangjian.apps.intake.heads import HEAD_ROWS, Head, find_head, refuse_unnamed
from zhuangjian.apps.intake.mapping import SourceMapping
from zhuangjian.apps.intake.text_rows import delimiter_of, encoding_of, is_json_lines, json_heads
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.workbooks import Layout, Merged

LONGEST_CELL = 20_000
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
    """A file found to be a table of the wanted source. ``sheet``, ``layout`` and ``others`` (the sheets not read, hidden
    ones marked) are those of a workbook."""

    path: Path
    name: str
    kind: str
    encoding: str = ""
    delimiter: str = ""
    head_number: int = 0
    heads: tuple[str, ...] = ()
    total: int = 0
    digest: str = ""
    sheet: str = ""
    layout: Layout = field(default_factory=Layout)
    others: tuple[tuple[str, bool], ...] = ()

    def records(
        self, seconds: float | None = None, tick: Callable[[], None] | None = None
    ) -> Iterator[tuple[int, list[str]]]:
        """Every row as it stands, from the first one."""
        if self.kind == "xlsx":
            found = sheet_rows.records(self.path, self.name, self.sheet, self.layout.merged)
        elif self.kind == "jsonl":
            found = text_rows.json_records(self.path, self.name, self.encoding, self.heads)
        else:
            found = text_rows.lines(self.path, self.name, self.encoding, self.delimiter)
        return limits.within(found, self.name, seconds=seconds, tick=tick)

    def rows(self, after: int = 0) -> Iterator[RawRow]:
        """Data rows in order, blank ones left out, those up to row number ``after`` skipped."""
        for number, cells, across in self._across(self.records()):
            if number <= max(self.head_number, after) or not any(cells):
                continue
            row = self._row(number, cells)
            if across and not row.fault:
                row = replace(row, fault=f"合并单元格 {across} 横跨几栏，不能确定内容属于哪一栏")
            yield row

    def _across(self, records: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str], str]]:
        """Each row with the merged range over several columns that it lies in, if any."""
        waiting = deque(m for m in self.layout.merged if m.right > m.left)
        across: list[Merged] = []
        for number, cells in records:
            while waiting and waiting[0].top <= number:
                across.append(waiting.popleft())
            across = [m for m in across if m.bottom >= number]
            yield number, cells, across[0].ref if across else ""

    def _row(self, number: int, cells: list[str]) -> RawRow:
        if self.kind != "text":
            # Programs leave the empty cells at the end of a workbook's row out.
            cells = cells + [""] * (len(self.heads) - len(cells))
        return _row(number, self.heads, cells)


def survey(
    path: Path, mapping: SourceMapping, name: str = "", tick: Callable[[], None] | None = None
) -> TableFile:
    """Read the whole file once and say how to read it; refuses, in Chinese, what is not a usable table."""
    shown = name or path.name
    _must_be_file(path, shown)
    kind, encoding = _kind(path, shown)
    table = TableFile(path, shown, kind, encoding)
    if kind == "xlsx":
        table = _with_sheet(table, mapping)
    elif kind == "jsonl":
        heads = json_heads(path, shown, encoding)
        find_head([(0, list(heads))], mapping, shown)
        table = replace(table, heads=heads)
    else:
        fits = lambda cells: len(mapping.columns_of(cells))  # noqa: E731
        table = replace(table, delimiter=delimiter_of(path, encoding, fits))
    return _counted(table, mapping, tick)


def _counted(table: TableFile, mapping: SourceMapping, tick: Callable[[], None] | None) -> TableFile:
    records = table.records(limits.SURVEY_SECONDS, tick)
    top: list[tuple[int, list[str]]] = []
    if table.kind != "jsonl":
        for record in records:
            top.append(record)
            if record[0] > HEAD_ROWS:
                break
        head = find_head(top, mapping, table.name)
        table = replace(table, head_number=head.number, heads=head.heads)
    unnamed = _unnamed(table.heads, mapping)
    total = 0
    first = (record for record in top if record[0] > table.head_number)
    for number, cells in chain(first, records):
        total += _counts(number, cells, unnamed, table)
    if not total:
        raise Refusal(f"文件“{table.name}”只有表头，没有数据行。请确认导出的内容后重试。")
    return replace(table, total=total, digest=digest_of(table.path))


def _counts(number: int, cells: list[str], unnamed: list[int], table: TableFile) -> bool:
    for place in unnamed:
        if place < len(cells) and cells[place]:
            refuse_unnamed(table.heads, place, number, table.name)
    return any(cells)


def _unnamed(heads: tuple[str, ...], mapping: SourceMapping) -> list[int]:
    """Columns without a name right of one that is read: their content may belong to it."""
    read = set(mapping.columns_of(heads).values())
    return [place for place in range(1, len(heads)) if not heads[place] and heads[place - 1] in read]


def _with_sheet(table: TableFile, mapping: SourceMapping) -> TableFile:
    """The one sheet that people see and that fits; a Refusal names the sheets when none or several do."""
    tops = sheet_rows.tops(table.path, table.name, HEAD_ROWS + 1)
    fitting = [top for top in tops if _fits(top.top, mapping, table.name)]
    seen = [top for top in fitting if not top.hidden]
    if len(seen) > 1:
        raise Refusal(
            f"工作簿“{table.name}”里有 {len(seen)} 张表都是“{mapping.title}”："
            f"{'、'.join(f'“{top.title}”' for top in seen)}。请各存为一个文件分别导入，或删去不要的表。"
        )
    if not seen and fitting:
        raise Refusal(
            f"工作簿“{table.name}”里只有隐藏的工作表“{fitting[0].title}”是“{mapping.title}”。"
            "请取消隐藏、核对内容后再导入。"
        )
    if not seen:
        shown = [top for top in tops if not top.hidden] or tops
        best = max(shown, key=lambda top: max((len(mapping.columns_of(c)) for _, c in top.top), default=0))
        if len(tops) == 1:
            find_head(best.top, mapping, table.name)
        try:
            find_head(best.top, mapping, table.name)
        except Refusal as refusal:
            names = "、".join(f"“{top.title}”{'（隐藏）' if top.hidden else ''}" for top in tops)
            raise Refusal(
                f"{refusal.message}工作簿里的表：{names}。", missing=list(refusal.missing)
            ) from None
    (chosen,) = seen
    return replace(
        table,
        sheet=chosen.title,
        layout=sheet_rows.layout(table.path, table.name, chosen.title),
        others=tuple((top.title, top.hidden) for top in tops if top is not chosen),
    )


def _fits(top: list[tuple[int, list[str]]], mapping: SourceMapping, name: str) -> Head | None:
    try:
        return find_head(top, mapping, name)
    except Refusal:
        return None


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _must_be_file(path: Path, shown: str) -> None:
    if not path.exists():
        raise Refusal(f"找不到文件“{shown}”。请核对路径。")
    if not path.is_file():
        raise Refusal(f"“{shown}”不是文件。请给出 CSV、TSV、XLSX 或 JSON Lines 文件。")
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
    encoding = encoding_of(path, start, shown)
    return ("jsonl" if is_json_lines(path, encoding) else "text"), encoding


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, UnicodeError, NotImplementedError):
        return False


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
