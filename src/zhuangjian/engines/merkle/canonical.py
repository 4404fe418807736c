"""One value, one byte string: the form of a record that is hashed.

A record must hash the same after it went through a database: PostgreSQL turns ``1e17`` into an integer and
``1.50`` into ``1.5``, so every number is written as its shortest plain decimal.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from json.encoder import encode_basestring
from typing import Any
from uuid import UUID

from zhuangjian.engines.rules.answer import Refusal


def canonical_bytes(value: Any) -> bytes:
    """``value`` as UTF-8 JSON: keys sorted by code point, no spaces, strings in Unicode NFC.

    Dates are ISO strings; date-times must carry a zone and are written in UTC ending in ``Z``; enums count as
    their value, tuples as lists, UUIDs as strings. Raises ``Refusal`` naming the place for NaN and infinity, a
    date-time without zone, keys that are no strings or collide after NFC, broken Unicode, and any other type.
    """
    try:
        text = _usual(value)
    except _Unusual:
        text = "".join(_write(value, "$"))
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Refusal("内容里有不完整的字符（孤立的代理码位），不能写入台账；请检查来源文件的编码") from error


class _Unusual(Exception):
    """Something that only :func:`_write` knows how to write, or to refuse."""


def _usual(value: Any) -> str:
    """What :func:`_write` gives, for values of text, whole numbers, lists and mappings alone: nearly all, and faster."""
    kind = type(value)
    if kind is str:
        return _string(value)
    if kind is dict:
        for key in value:
            if type(key) is not str or not unicodedata.is_normalized("NFC", key):
                raise _Unusual
        return f"{{{','.join([f'{encode_basestring(key)}:{_usual(value[key])}' for key in sorted(value)])}}}"
    if value is None:
        return "null"
    if kind is bool:
        return "true" if value else "false"
    if kind is int:
        return str(value)
    if kind is list or kind is tuple:
        return f"[{','.join(map(_usual, value))}]"
    raise _Unusual


def _write(value: Any, place: str) -> Iterator[str]:
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, Mapping):
        yield from _write_mapping(value, place)
    elif isinstance(value, (list, tuple)):
        yield "["
        for index, item in enumerate(value):
            if index:
                yield ","
            yield from _write(item, f"{place}[{index}]")
        yield "]"
    else:
        yield _scalar(value, place)


def _write_mapping(value: Mapping[Any, Any], place: str) -> Iterator[str]:
    normal: dict[str, Any] = {}
    for key, item in value.items():
        if isinstance(key, Enum):
            key = key.value
        if not isinstance(key, str):
            raise Refusal(f"{place} 的键 {key!r} 不是文字；台账内容的键只能是文字")
        name = unicodedata.normalize("NFC", key)
        if name in normal:
            raise Refusal(f"{place} 有两个写法不同但相同的键“{name}”；请只保留一个")
        normal[name] = item
    yield "{"
    for index, name in enumerate(sorted(normal)):
        if index:
            yield ","
        yield _string(name)
        yield ":"
        yield from _write(normal[name], f"{place}.{name}")
    yield "}"


def _scalar(value: Any, place: str) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (float, Decimal)):
        return _number(value, place)
    if isinstance(value, datetime):
        return _string(_instant(value, place))
    if isinstance(value, date):
        return _string(value.isoformat())
    if isinstance(value, UUID):
        return _string(str(value))
    raise Refusal(f"{place} 是 {type(value).__name__}，不能写入台账；请先变成文字、数字、日期、列表或对照表")


def _string(value: str) -> str:
    return encode_basestring(unicodedata.normalize("NFC", value))


def _number(value: float | Decimal, place: str) -> str:
    if not math.isfinite(value):
        raise Refusal(f"{place} 是 {value}，不是有限的数；请改为空值或真实的数")
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    if exact == 0:
        return "0"
    text = format(exact, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _instant(value: datetime, place: str) -> str:
    if value.utcoffset() is None:
        raise Refusal(f"{place} 的时间没有时区；请给出带时区的时间")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
