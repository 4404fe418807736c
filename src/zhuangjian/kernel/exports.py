"""Rows as a CSV or a workbook that opens correctly in the office's spreadsheet program."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice
from typing import Any
from urllib.parse import quote

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone

from zhuangjian.engines.rules.answer import Refusal

SHEET_ROWS = 1_048_576
WIDTH_ROWS = 500
WIDEST = 50
DATE_FORMAT = 'yyyy"年"m"月"d"日"'
# A spreadsheet program would run a text that begins like this as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """A file that gives back what is written to it, so that csv can stream."""

    def write(self, text: str) -> str:
        return text


def text_of(value: Any) -> str:
    """A value as exported: dates ISO, yes/no in Chinese, nothing as empty, formulas made harmless."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return str(value)
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def csv_response(title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """A CSV in UTF-8 with a byte-order mark, streamed row by row."""
    writer = csv.writer(_Echo())  # type: ignore[arg-type]

    def lines() -> Iterator[str]:
        yield "\ufeff"
        for row in chain([heads], rows):
            yield writer.writerow([text_of(v) for v in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = _attachment(f"{title}.csv")
    return response


def xlsx_response(title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> FileResponse:
    """A workbook with frozen, filterable heads; refused with advice when the sheet would be too long."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    # A sheet that is written as it goes wants its widths first: the first rows tell them.
    remaining = iter(rows)
    first = list(islice(remaining, WIDTH_ROWS))
    for column, width in enumerate(_widths(heads, first), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    head_cells = [WriteOnlyCell(sheet, value=text_of(h)) for h in heads]
    for cell in head_cells:
        cell.font = Font(bold=True)
    sheet.append(head_cells)
    for number, row in enumerate(chain(first, remaining), start=2):
        if number > SHEET_ROWS:
            raise Refusal("记录超过工作表能放下的行数，请先筛选，或导出为 CSV。")
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=_sheet_value(value))
            if isinstance(cell.value, str):
                cell.data_type = "s"
            elif isinstance(cell.value, date):
                cell.number_format = DATE_FORMAT
            cells.append(cell)
        sheet.append(cells)
    file = tempfile.SpooledTemporaryFile(max_size=8 * 1024 * 1024)  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{title}.xlsx",
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )


def _widths(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[int]:
    """Characters per column for the longest line in it, a Chinese one counting twice, at most ``WIDEST``."""
    widths = [_length(text_of(h)) for h in heads]
    for row in rows:
        for column, value in enumerate(row[: len(widths)]):
            dated = isinstance(value, date) and not isinstance(value, datetime)
            widths[column] = max(widths[column], 14 if dated else _length(text_of(value)))
    return [min(WIDEST, width + 2) for width in widths]


def _length(text: str) -> int:
    lines = text.splitlines() or [""]
    return max(sum(2 if ord(ch) > 0x2E7F else 1 for ch in line) for line in lines)


def _sheet_value(value: Any) -> Any:
    if isinstance(value, (int, float, date)) and not isinstance(value, (bool, datetime)):
        return value
    if value is None or isinstance(value, (bool, datetime)):
        return text_of(value)
    # Control characters are not allowed in a workbook.
    return "".join(ch for ch in str(value) if ch >= " " or ch in "\n\t")


def _attachment(name: str) -> str:
    return f"attachment; filename*=UTF-8''{quote(name)}"
