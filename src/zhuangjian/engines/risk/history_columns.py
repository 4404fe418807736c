"""Arrow columns of any type into numbers, dates or text; dates and outcomes read strictly."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from zhuangjian.engines.calendar.beijing import beijing_day
from zhuangjian.engines.risk.history import Column, Floats, coded, digits
from zhuangjian.engines.rules.answer import Refusal

if TYPE_CHECKING:
    import pyarrow as pa

EPOCH = date(1970, 1, 1)
YES = {"1", "true", "t", "yes", "y", "是", "有", "1.0"}
NO = {"0", "false", "f", "no", "n", "否", "无", "0.0"}
DATE_FORMS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y%m%d",
    "%m/%d/%Y",
    "%Y年%m月%d日",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
)


def day_number(value: date) -> int:
    """Days since 1970-01-01."""
    return (value - EPOCH).days


def day_of(number: int) -> date:
    """The date of a day number."""
    return date.fromordinal(EPOCH.toordinal() + int(number))


def column_of(name: str, values: pa.ChunkedArray, *, after: bool = False) -> Column:
    """A typed column: numbers and booleans, dates and times, or text (everything else)."""
    import pyarrow as pa

    array = values.combine_chunks()
    kind = array.type
    if pa.types.is_dictionary(kind):
        array = array.cast(kind.value_type)
        kind = array.type
    length = len(array)
    none = np.full(length, -1, np.int64)
    if pa.types.is_boolean(kind):
        array = array.cast(pa.int8())
        kind = array.type
    if (
        pa.types.is_integer(kind)
        or pa.types.is_floating(kind)
        or pa.types.is_decimal(kind)
        or pa.types.is_null(kind)
    ):
        numbers = _numbers(array)
        return Column(name, "number", numbers, none, after=after, whole=_whole(numbers))
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return Column(name, "date", days_of(array), none, after=after)
    texts = as_text(array)
    days = _text_days(texts)
    if days is not None:
        return Column(name, "date", days, none, after=after)
    codes, levels = coded(texts)
    return Column(name, "text", np.full(length, np.nan), codes, levels, after=after)


def as_text(array: Any) -> list[str | None]:
    """Values as text: whole numbers without decimals, so that 60657.0 and "60657" are one value."""
    import pyarrow as pa

    if pa.types.is_floating(array.type) or pa.types.is_integer(array.type):
        numbers = _numbers(array)
        known = np.isfinite(numbers)
        texts: list[str | None] = [None] * len(numbers)
        for place, text in zip(np.flatnonzero(known).tolist(), digits(numbers[known]), strict=True):
            texts[place] = text
        return texts
    return [None if v is None else str(v) for v in array.to_pylist()]


def days_of(array: Any) -> Floats:
    """Dates or times as days since 1970, NaN where absent."""
    import pyarrow as pa

    days = local_time(array).cast(pa.timestamp("us")).cast(pa.date32(), safe=False).cast(pa.int32())
    return _numbers(days)


def local_time(array: Any) -> Any:
    """Moments with a time zone as the wall clock there: midnight in Shanghai is no part of the day before."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_timestamp(array.type) and array.type.tz:
        return pc.local_timestamp(array)
    return array


def date_column(name: str, values: pa.ChunkedArray) -> Floats:
    """The date column; a Refusal naming the first value that is no date."""
    import pyarrow as pa

    array = values.combine_chunks()
    if pa.types.is_date(array.type) or pa.types.is_timestamp(array.type):
        return days_of(array)
    texts = as_text(array)
    days = np.full(len(texts), np.nan)
    for place, text in enumerate(texts):
        if text is None or not text.strip():
            continue
        parsed = _one_day(text.strip())
        if parsed is None:
            raise Refusal(f"日期列“{name}”第 {place + 1} 行不是日期：{text}。请改为 2026-11-21 这样的格式。")
        days[place] = parsed
    return days


def target_column(name: str, values: pa.ChunkedArray) -> Floats:
    """The outcome as 1, 0 or NaN (absent); a Refusal naming values that are neither."""
    texts = as_text(_plain_bools(values.combine_chunks()))
    result = np.full(len(texts), np.nan)
    strange: set[str] = set()
    for place, text in enumerate(texts):
        word = (text or "").strip().lower()
        if word in YES:
            result[place] = 1.0
        elif word in NO:
            result[place] = 0.0
        elif word:
            strange.add(word)
    if strange:
        shown = "、".join(sorted(strange)[:5])
        raise Refusal(f"结果列“{name}”只能是 1/0、是/否、true/false，出现了：{shown}。请先换算成有无问题。")
    return result


def _plain_bools(array: Any) -> Any:
    import pyarrow as pa

    return array.cast(pa.int8()) if pa.types.is_boolean(array.type) else array


def _numbers(array: Any) -> Floats:
    import pyarrow as pa

    numbers = np.asarray(array.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False), np.float64)
    return np.where(np.isfinite(numbers), numbers, np.nan)


def _whole(numbers: Floats) -> bool:
    known = numbers[np.isfinite(numbers)]
    return bool(len(known) and (known == np.floor(known)).all())


def _text_days(texts: list[str | None]) -> Floats | None:
    """Days when every text is a date, else None."""
    days = np.full(len(texts), np.nan)
    seen = False
    for place, text in enumerate(texts):
        if text is None or not text.strip():
            continue
        if not (8 <= len(text.strip()) <= 26) or (text.strip().isdigit()):
            return None
        parsed = _one_day(text.strip())
        if parsed is None:
            return None
        days[place] = parsed
        seen = True
    return days if seen else None


def _one_day(text: str) -> int | None:
    try:
        return day_number(beijing_day(datetime.fromisoformat(text)))
    except ValueError:
        pass
    for form in DATE_FORMS:
        try:
            return day_number(datetime.strptime(text, form).date())  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None
