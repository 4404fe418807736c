"""How large a table may be. What is beyond is refused in words before it can occupy the machine."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

from zhuangjian.engines.rules.answer import Refusal

COLUMNS = 500
# The last row a worksheet can have is 1,048,576; registers as text may be longer.
ROWS = 5_000_000
SHEET_ROWS = 1_048_576
CELLS = 200_000_000
LONGEST_RECORD = 2_000_000
SURVEY_SECONDS = 300.0
ENTRIES = 2_000
UNPACKED = 2 * 2**30
# What the reader of workbooks holds in memory as a whole.
SHARED_STRINGS = 128 * 2**20
TICK = 2_000
PART = 32 * 2**20
TYPES = "[Content_Types].xml"
Record = tuple[int, list[str]]


def within(
    records: Iterable[Record],
    shown: str,
    *,
    seconds: float | None = None,
    tick: Callable[[], None] | None = None,
) -> Iterator[Record]:
    """The records, as long as they stay within the limits; a Refusal says which one they pass and where.

    ``tick`` is called every few thousand records.
    """
    end = None if seconds is None else time.monotonic() + seconds
    taken = 0
    for number, cells in records:
        taken += len(cells)
        if tick and not number % TICK:
            tick()
        if len(cells) > COLUMNS:
            while cells and not cells[-1]:
                cells.pop()
            if len(cells) > COLUMNS:
                raise Refusal(
                    f"文件“{shown}”第 {number} 行有 {len(cells)} 栏，最多 {COLUMNS} 栏。"
                    "请只保留需要的栏目（或核对分隔符与引号）后另存再导入。"
                )
        if number > ROWS:
            raise Refusal(f"文件“{shown}”超过 {ROWS} 行。请按地区或年份分成几个文件后分别导入。")
        if taken > CELLS:
            raise Refusal(
                f"文件“{shown}”到第 {number} 行已超过 {CELLS // 10_000} 万格（含空白格）。"
                "请删去空白的行与栏，或分成几个文件后分别导入。"
            )
        if end is not None and time.monotonic() > end:
            raise Refusal(
                f"文件“{shown}”读了 {seconds:.0f} 秒仍未读完（读到第 {number} 行），已停止，没有保存任何内容。"
                "请另存为 CSV，或分成几个文件后分别导入。"
            )
        yield number, cells


class Lines:
    """Lines of a text for the csv reader, without the character zero; a record may span several of them.

    ``taken`` counts the characters of the record being read: whoever gets a record sets it back to 0.
    """

    def __init__(self, file: io.TextIOBase, shown: str) -> None:
        self.file = file
        self.shown = shown
        self.number = 0
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        # No database stores the character zero; it comes from broken exports and carries nothing.
        while line := self.file.readline(LONGEST_RECORD + 1):
            self.number += 1
            self.taken += len(line)
            if self.taken > LONGEST_RECORD:
                raise Refusal(
                    f"文件“{self.shown}”第 {self.number} 行所在的记录超过 {LONGEST_RECORD} 字。"
                    "请核对换行与引号是否成对，在表格软件中另存为 CSV 后再导入。"
                )
            yield line.replace("\x00", "")


def workbook(path: Path, shown: str) -> None:
    """Refuse a workbook that unpacks to more than the limits. A reader never unpacks more than is declared here."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        texts = _shared_strings(archive)
    if len(parts) > ENTRIES:
        raise Refusal(
            f"工作簿“{shown}”里有 {len(parts)} 个部件，最多 {ENTRIES} 个。请只保留一张数据表后另存为 XLSX。"
        )
    if sum(part.file_size for part in parts) > UNPACKED:
        raise Refusal(
            f"工作簿“{shown}”解压后超过 {UNPACKED // 2**20} MB。请删去空白区域与图片，或另存为 CSV 后导入。"
        )
    for part in parts:
        if part.filename in texts:
            most = SHARED_STRINGS
        elif part.filename.startswith("xl/worksheets/") or not part.filename.endswith((".xml", ".rels")):
            continue
        else:
            most = PART
        if part.file_size > most:
            raise Refusal(
                f"工作簿“{shown}”的部件“{part.filename[:60]}”解压后有 {part.file_size // 2**20} MB，"
                f"最多 {most // 2**20} MB。请另存为 CSV 后导入。"
            )


def _shared_strings(archive: zipfile.ZipFile) -> set[str]:
    """The parts that hold the workbook's texts, wherever it says they lie."""
    usual = {"xl/sharedStrings.xml"}
    try:
        if archive.getinfo(TYPES).file_size > PART:
            return usual
        types = ElementTree.fromstring(archive.read(TYPES))  # noqa: S314  expat itself stops entities that swell
    except Exception:  # a damaged list of parts is refused by the reader
        return usual
    named = {
        str(one.get("PartName", "")).lstrip("/")
        for one in types.iter()
        if "sharedStrings" in str(one.get("ContentType", ""))
    }
    return usual | named
