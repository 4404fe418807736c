"""The sheets of a workbook as rows of text: what a merged range says is said in each of its rows."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from zhuangjian.apps.intake import limits
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.workbooks import Layout, Merged, layout_of, shown


@dataclass(frozen=True)
class SheetTop:
    """A sheet by its name, whether it is hidden, and its first rows."""

    title: str
    hidden: bool
    top: list[tuple[int, list[str]]]


@contextmanager
def _opened(path: Path, name: str) -> Iterator[Any]:
    from openpyxl import load_workbook

    damaged = Refusal(f"文件“{name}”是损坏的工作簿。请在表格软件中打开并另存为新的 XLSX。")
    # As an open file: by its name, a copy without the usual ending would be refused.
    with path.open("rb") as file:
        try:
            book = load_workbook(file, read_only=True, data_only=False)
        except Exception:  # the reader raises whatever the broken XML led to
            raise damaged from None
        try:
            yield book
        except Refusal:
            raise
        except Exception:  # likewise while it reads on
            raise damaged from None
        finally:
            book.close()


def tops(path: Path, name: str, rows: int) -> list[SheetTop]:
    """Every sheet with its first rows; at least one."""
    with _opened(path, name) as book:
        if not book.worksheets:
            raise Refusal(f"工作簿“{name}”里没有工作表。")
        found = []
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            merged = layout_of(path, sheet._worksheet_path).merged
            top = list(islice(_filled(_texts(sheet), merged), rows))
            found.append(SheetTop(sheet.title, sheet.sheet_state != "visible", top))
        return found


def layout(path: Path, name: str, title: str) -> Layout:
    """What a sheet hides and merges."""
    with _opened(path, name) as book:
        return layout_of(path, book[title]._worksheet_path)


def records(path: Path, name: str, title: str, merged: tuple[Merged, ...]) -> Iterator[tuple[int, list[str]]]:
    """The rows of one sheet. A formula is refused: its last result is no fact of a register."""
    with _opened(path, name) as book:
        sheet = book[title]
        sheet.reset_dimensions()
        yield from _filled(_texts(sheet, name), merged)


def _texts(sheet: Any, refusing: str = "") -> Iterator[tuple[int, list[str]]]:
    from openpyxl.utils import get_column_letter

    for number, cells in enumerate(sheet.iter_rows(), start=1):
        for place, cell in enumerate(cells, start=1):
            if refusing and cell.data_type == "f":
                raise Refusal(
                    f"工作簿“{refusing}”的 {get_column_letter(place)}{number} 单元格是公式，"
                    "公式的结果不能作为登记事实。请复制后“选择性粘贴—数值”，再导入。"
                )
        if number > limits.SHEET_ROWS:
            raise ValueError("more rows than a sheet can have")
        yield number, [_text(cell) for cell in cells]


def _text(cell: Any) -> str:
    value = cell.value
    return shown(value, cell.number_format) if isinstance(value, int | float) else shown(value)


def _filled(
    rows: Iterator[tuple[int, list[str]]], merged: tuple[Merged, ...]
) -> Iterator[tuple[int, list[str]]]:
    """The rows with the words of every range that is merged downwards in its first column."""
    waiting = deque(m for m in merged if m.bottom > m.top)
    open_: list[tuple[Merged, str]] = []
    for number, cells in rows:
        open_ = [(m, words) for m, words in open_ if m.bottom >= number]
        while waiting and waiting[0].top <= number:
            first = waiting.popleft()
            open_.append((first, cells[first.left - 1] if first.left <= len(cells) else ""))
        if any(cells):
            for m, words in open_:
                if words and number > m.top:
                    cells += [""] * (m.left - len(cells))
                    cells[m.left - 1] = cells[m.left - 1] or words
        yield number, cells
