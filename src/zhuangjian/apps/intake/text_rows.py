"""CSV, TSV and JSON Lines as rows of text."""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from zhuangjian.apps.intake import limits
from zhuangjian.engines.rules.answer import Refusal

csv.field_size_limit(1_000_000)
SAMPLE_ROWS = 60


def encoding_of(path: Path, start: bytes, shown: str) -> str:
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


def is_json_lines(path: Path, encoding: str) -> bool:
    """Whether the file's first line that is not blank is a JSON object."""
    with path.open(encoding=encoding, newline="") as file:
        for line in islice(iter(lambda: file.readline(limits.LONGEST_RECORD), ""), 20):
            if line.strip():
                return line.lstrip().startswith("{")
    return False


def delimiter_of(path: Path, encoding: str, fits: Callable[[list[str]], int]) -> str:
    """What divides the cells: the mark by which some leading row ``fits`` best, and by which most rows are as wide as
    that one. Marks inside quotes or inside the cells of longer rows do not count."""
    with path.open(encoding=encoding, newline="") as file:
        lines = [file.readline(limits.LONGEST_RECORD) for _ in range(SAMPLE_ROWS)]

    def worth(mark: str) -> tuple[int, int, int]:
        try:
            rows = [row for row in csv.reader(lines, delimiter=mark) if any(row)]
        except csv.Error:
            return (-1, 0, 0)
        head = max(rows[:10], key=fits, default=[])
        return fits(head), len(head) > 1, sum(len(row) == len(head) for row in rows)

    return max("\t,;|", key=worth)


def lines(path: Path, shown: str, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
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


def json_heads(path: Path, shown: str, encoding: str) -> tuple[str, ...]:
    """Every name that some record of the file has, in the order of appearance."""
    heads: dict[str, None] = {}
    for _, record in _objects(path, shown, encoding):
        heads.update(dict.fromkeys(record))
        if len(heads) > limits.COLUMNS:
            raise Refusal(f"文件“{shown}”有超过 {limits.COLUMNS} 个不同的名称。请只保留需要的项后再导入。")
    return tuple(heads)


def json_records(
    path: Path, shown: str, encoding: str, heads: tuple[str, ...]
) -> Iterator[tuple[int, list[str]]]:
    """The records of a JSON Lines file as rows of text under these heads."""
    for number, record in _objects(path, shown, encoding):
        yield number, [_plain(record.get(head)) for head in heads]


def _objects(path: Path, shown: str, encoding: str) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open(encoding=encoding, newline="") as file:
        source = limits.Lines(file, shown)
        for line in source:
            source.taken = 0
            if not line.strip():
                continue
            try:
                # Numbers as they are written: an identifier is not rounded.
                record = json.loads(line, parse_float=str, parse_int=str, parse_constant=str)
            except (ValueError, RecursionError):
                record = None
            if not isinstance(record, dict):
                raise Refusal(f"文件“{shown}”第 {source.number} 行不是一个 JSON 对象。请每行写一个 {{…}}。")
            yield source.number, {" ".join(name.split()): value for name, value in record.items()}


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value).replace("\x00", "").strip()
