"""Columns of a signal table as checked arrays: what the search for onsets, clusters and seasons works on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from zhuangjian.engines.calendar.beijing import beijing_day
from zhuangjian.engines.rules.answer import Refusal

if TYPE_CHECKING:
    import pyarrow as pa

Days = NDArray[np.datetime64]
NO_DAY = np.datetime64("NaT", "D")
SHOWN = 8

_PARTS = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ].*)?")
# A moment that says how far from Greenwich its clock is.
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*(?:Z|[+-]\d{2}:?\d{2})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TRUE, _FALSE = {"true", "t", "1", "yes", "y", "是"}, {"false", "f", "0", "no", "n", "否"}


def words(table: pa.Table, column: str, *, may_be_empty: bool = False) -> NDArray[np.object_]:
    """The column as text without surrounding blanks; None where empty. Refused: no such column, or nothing in it (unless
    ``may_be_empty``)."""
    codes, values = _coded(table, column)
    texts = [None if value is None else str(value).strip() or None for value in values]
    if not may_be_empty and not any(text is not None for text in texts):
        raise Refusal(f"列“{column}”全部为空。请检查是不是选错了列。")
    return np.asarray(np.array([*texts, None], dtype=object)[codes])


def days(table: pa.Table, column: str, *, may_be_empty: bool = False) -> Days:
    """The column as days (NaT where empty): dates, time stamps, or text such as 2026-11-21, 2026/11/21, 20261121,
    2026年11月21日. Refused: no such column, nothing in it (unless ``may_be_empty``), or something that is no day."""
    codes, values = _coded(table, column)
    wrong = sorted(
        {str(value) for value in values if value is not None and _day(value) is None and str(value).strip()}
    )
    if wrong:
        raise Refusal(
            f"列“{column}”有 {len(wrong)} 种读不出日期的写法，例如 {'、'.join(wrong[:SHOWN])}。"
            "请改成 2026-11-21 这样的日期。"
        )
    found = np.array([_day(value) or NO_DAY for value in [*values, None]], dtype="datetime64[D]")
    out = found[codes]
    if not may_be_empty and np.all(np.isnat(out)):
        raise Refusal(f"列“{column}”全部为空，没有一个日期。请检查是不是选错了列。")
    return out


def numbers(table: pa.Table, column: str) -> NDArray[np.float64]:
    """The column as numbers (NaN where empty). Refused: no such column, nothing in it, or something that is no finite
    number."""
    codes, values = _coded(table, column)
    parsed = [_number(value) for value in values]
    wrong = sorted(str(value) for value, number in zip(values, parsed, strict=True) if number is None)
    if wrong:
        raise Refusal(f"列“{column}”里不是数字的写法：{'、'.join(wrong[:SHOWN])}。请改成数字，空着表示没有。")
    out = np.array([*[np.nan if n is None else n for n in parsed], np.nan])[codes]
    if np.all(np.isnan(out)):
        raise Refusal(f"列“{column}”全部为空，没有一个数字。请检查是不是选错了列。")
    return np.asarray(out)


def flags(table: pa.Table, column: str, empty: bool) -> NDArray[np.bool_]:
    """The column as yes or no; ``empty`` where nothing is said. Refused: no such column, or words that are neither."""
    codes, values = _coded(table, column)
    parsed = [_flag(value, empty) for value in values]
    wrong = sorted(str(value) for value, flag in zip(values, parsed, strict=True) if flag is None)
    if wrong:
        raise Refusal(f"列“{column}”应写 true 或 false（是、否），读到：{'、'.join(wrong[:SHOWN])}。")
    return np.array([*[bool(flag) for flag in parsed], empty])[codes]


def where(table: pa.Table, condition: str) -> pa.Table:
    """The rows that meet ``COLUMN=VALUE`` (several values: ``COLUMN=A,B``). Refused when no row does."""
    column, sign, value = condition.partition("=")
    if not sign or not column.strip() or not value.strip():
        raise Refusal(f"条件写法不对：{condition}。请写成 列名=值，例如 kind=complaint。")
    wanted = {part.strip() for part in value.split(",") if part.strip()}
    there = words(table, column.strip())
    keep = np.array([word in wanted for word in there], dtype=bool)
    if not keep.any():
        present = sorted({str(word) for word in there if word is not None})
        raise Refusal(
            f"没有一行满足 {condition}。列“{column.strip()}”里有：{'、'.join(present[:SHOWN])}"
            f"{' 等' if len(present) > SHOWN else ''}。"
        )
    import pyarrow as pa

    return table.filter(pa.array(keep))


def one_day(text: str, option: str) -> np.datetime64:
    """A day typed by a user. Refused: no day."""
    found = _day(text)
    if found is None:
        raise Refusal(f"{option} 不是日期：{text}。请写成 2026-11-21。")
    return found


def need_columns(table: pa.Table, columns: Sequence[str | None], source: str) -> None:
    """Nothing when every named column is there; else a refusal that lists the columns there are."""
    absent = [column for column in columns if column and column not in table.column_names]
    if absent:
        raise Refusal(
            f"{source}没有列“{'、'.join(absent)}”。现有的列：{'、'.join(table.column_names)}。",
            missing=absent,
        )


def _coded(table: pa.Table, column: str) -> tuple[NDArray[np.int64], list[Any]]:
    """Distinct values, and for every row the index of its own (-1: empty)."""
    import pyarrow as pa
    import pyarrow.compute as pc

    need_columns(table, [column], "表里")
    coded = table.column(column).combine_chunks()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.chunk(0) if coded.num_chunks else pa.array([], coded.type)
    if not pa.types.is_dictionary(coded.type):
        coded = pc.dictionary_encode(coded)
    codes = pc.fill_null(coded.indices.cast(pa.int64()), -1).to_numpy(zero_copy_only=False)
    return codes, coded.dictionary.to_pylist()


def _day(value: object) -> np.datetime64 | None:
    if isinstance(value, datetime):
        return np.datetime64(beijing_day(value), "D")
    if isinstance(value, date):
        return np.datetime64(value, "D")
    if _INSTANT.fullmatch(str(value).strip()):
        try:
            return np.datetime64(beijing_day(datetime.fromisoformat(str(value).strip())), "D")
        except ValueError:
            return None
    match = _PARTS.fullmatch(str(value).strip()) or _COMPACT.fullmatch(str(value).strip())
    if match is None:
        return None
    try:
        return np.datetime64(date(*(int(part) for part in match.groups())), "D")
    except ValueError:
        return None


def _number(value: object) -> float | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return float("nan")
    try:
        number = float(str(value).strip())
    except ValueError:
        return None
    return number if np.isfinite(number) else None


def _flag(value: object, empty: bool) -> bool | None:
    text = "" if value is None else str(value).strip().lower()
    if not text:
        return empty
    return True if text in _TRUE else False if text in _FALSE else None
