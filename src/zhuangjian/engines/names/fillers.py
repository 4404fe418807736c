"""Words that stand in a cell without being its content: error values of spreadsheets, and fillers."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ERROR: Final = re.compile(
    r"#\s*(n/a|n/d|getting_data|[^#\s]{1,20}[!?])|#{3,}|err:\s*\d{3}|\(error\)", re.IGNORECASE
)
_FILLERS: Final = frozenset(
    [
        "null",
        "(null)",
        "[null]",
        "<null>",
        "\\n",
        "nil",
        "nan",
        "none",
        "undefined",
        "n.a.",
        "tbd",
        "tba",
        "test",
        "xxx",
        "xx",
        "...",
        "…",
        ".",
        "?",
        "??",
        "*",
        "**",
        "***",
        "同上",
        "同前",
        "同左",
        "同右",
        "〃",
        "々",
        "ditto",
        "待定",
        "待补",
        "待补充",
        "待核实",
        "待查",
        "待办",
        "暂无",
        "暂缺",
        "未知",
        "未填",
        "未填写",
        "未提供",
        "未取得",
        "未办理",
        "办理中",
        "正在办理",
        "正在办理中",
        "申请中",
        "空白",
        "略",
        "测试",
        "无数据",
        "缺失",
    ]
)
_ZERO: Final = re.compile(r"[-+]?0+(\.0+)?")


def error_value(text: str) -> bool:
    """Whether a spreadsheet wrote this because it had no value: ``#N/A``, ``#REF!``, ``####``, ``Err:502`` …"""
    return bool(_ERROR.fullmatch(_plain(text)))


def filler(text: str, *, zero: bool = True) -> bool:
    """Whether somebody or some program wrote this in place of a value: ``NULL``, ``nan``, ``同上``, with ``zero`` also 0."""
    plain = _plain(text)
    return plain in _FILLERS or (zero and bool(_ZERO.fullmatch(plain)))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().strip("\"'“”‘’`").casefold()
