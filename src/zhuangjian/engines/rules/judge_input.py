"""The findings file of the command line and the API: JSON text to findings, or a refusal saying where it is wrong."""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass
from typing import Any

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.judge_settle import Finding

KEYS = ("items", "obstruction", "false_data", "scope")
SHAPE = '格式应为 {"items": [{"no": "25", "result": "nonconforming"}], "obstruction": false}'


@dataclass(frozen=True, slots=True)
class FindingsFile:
    """Arguments for ``judge`` as read from a file; ``scope`` None means the whole checklist."""

    findings: tuple[Finding, ...]
    obstruction: bool
    false_data: bool
    scope: tuple[str | int, ...] | None


def read_findings(content: bytes, name: str) -> FindingsFile:
    """The findings in ``content``. ``name`` is used in messages.

    Raises Refusal with file, place and what to do for bad encoding, bad JSON, a key given twice, wrong types.
    Keys that describe rather than decide (notes, texts) are allowed and ignored.
    """
    try:
        data = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_no_key_twice)
    except UnicodeDecodeError as error:
        raise Refusal(
            f"文件 {name} 不是 UTF-8 编码（第 {error.start + 1} 字节处），请另存为 UTF-8。"
        ) from None
    except json.JSONDecodeError as error:
        raise Refusal(
            f"文件 {name} 第 {error.lineno} 行第 {error.colno} 列不是有效的 JSON，请改正。{SHAPE}。"
        ) from None
    except _KeyTwice as error:
        raise Refusal(f"文件 {name} 中键“{error}”在同一处出现两次，请只保留一个。") from None
    except RecursionError:
        raise Refusal(f"文件 {name} 嵌套过深，不是检查结果文件。{SHAPE}。") from None
    return parse_findings(data, name)


def parse_findings(data: Any, name: str) -> FindingsFile:
    """The same from data already read (the API's body)."""
    if not isinstance(data, dict):
        raise Refusal(f"{name}：最外层应是一个对象。{SHAPE}。")
    for key in data:
        close = difflib.get_close_matches(str(key).lower(), KEYS, n=1, cutoff=0.75)
        if key not in KEYS and close:
            raise Refusal(f"{name}：没有“{key}”这一键，是否要写“{close[0]}”？请改正。")
    if "items" not in data:
        raise Refusal(f"{name}：缺少 items。没有发现问题时请写空列表。{SHAPE}。", missing=["items"])
    if not isinstance(data["items"], list):
        raise Refusal(f"{name}：items 应是列表。{SHAPE}。")
    return FindingsFile(
        tuple(_finding(row, f"{name}：items 第 {i} 个") for i, row in enumerate(data["items"], 1)),
        _flag(data, "obstruction", name),
        _flag(data, "false_data", name),
        _scope(data.get("scope"), name),
    )


class _KeyTwice(Exception):
    pass


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise _KeyTwice(key)
        result[key] = value
    return result


def _finding(row: Any, where: str) -> Finding:
    if not isinstance(row, dict):
        raise Refusal(f"{where}应是对象，含 no 和 result。{SHAPE}。")
    lacking = [key for key in ("no", "result") if key not in row]
    if lacking:
        raise Refusal(f"{where}缺少 {'、'.join(lacking)}，请补上。", missing=lacking)
    no, result, item_class = row["no"], row["result"], row.get("class")
    if isinstance(no, bool) or not isinstance(no, (str, int)):
        raise Refusal(f'{where}的 no 应是编号（如 "25"），现为 {_shown(no)}。')
    if not isinstance(result, str):
        raise Refusal(f"{where}的 result 应是文字，现为 {_shown(result)}。")
    if item_class is not None and not isinstance(item_class, str):
        raise Refusal(f"{where}的 class 应是文字，现为 {_shown(item_class)}。")
    return Finding(no, result, item_class)


def _flag(data: dict[str, Any], key: str, name: str) -> bool:
    value = data.get(key, False)
    if not isinstance(value, bool):
        raise Refusal(f"{name}：{key} 只能是 true 或 false，现为 {_shown(value)}。")
    return value


def _scope(value: Any, name: str) -> tuple[str | int, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list) or any(
        isinstance(n, bool) or not isinstance(n, (str, int)) for n in value
    ):
        raise Refusal(f'{name}：scope 应是检查项目编号的列表，例如 ["1", "25"]。')
    return tuple(value)


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:40]
