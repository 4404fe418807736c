"""YAML read together with the line of every value, so that a fault in the law's data can name its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from .answer import Refusal

Loc = tuple[str | int, ...]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_WORDS = {
    "missing": ("缺少必填项", "请补上这一项"),
    "extra_forbidden": ("有不认识的项", "请删去或改正项名"),
    "literal_error": ("取值不在允许范围内", "请改为允许的取值"),
    "enum": ("取值不在允许范围内", "请改为允许的取值"),
    "string_too_short": ("文字过短或为空", "请用中文写明"),
    "date_from_datetime_parsing": ("不是日期", "请写成 YYYY-MM-DD"),
    "date_type": ("不是日期", "请写成 YYYY-MM-DD"),
    "date_parsing": ("不是日期", "请写成 YYYY-MM-DD"),
    "int_parsing": ("不是整数", "请写整数"),
    "int_type": ("不是整数", "请写整数"),
    "greater_than_equal": ("数值过小", "请改为允许的数值"),
}


class SourceError(Refusal):
    """A rule pack or calendar file that cannot be used: says which file, which line, what to do (Chinese)."""

    def __init__(self, path: Path, line: int, what: str, remedy: str) -> None:
        self.path, self.line, self.what, self.remedy = path, line, what, remedy
        super().__init__(f"{path} 第 {line} 行：{what}。处理办法：{remedy}。")


@dataclass(frozen=True)
class Source:
    """One YAML file: its data, and the line (from 1) of every key and item by its path in the data."""

    path: Path
    data: Any
    lines: Mapping[Loc, int]

    def line(self, loc: Loc) -> int:
        """Line of ``loc``, or of the nearest thing around it that exists."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return self.lines.get(loc, 1)

    def fault(self, loc: Loc, what: str, remedy: str) -> SourceError:
        """The error to raise for the value at ``loc``."""
        return SourceError(self.path, self.line(loc), what, remedy)

    def from_validation(self, error: ValidationError, base: Loc = ()) -> SourceError:
        """The first fault that the typed model found, in Chinese, at its line."""
        first = error.errors()[0]
        loc = base + tuple(first["loc"])
        what, remedy = _WORDS.get(first["type"], ("取值不合要求", "请按同类条目的写法改正"))
        name = ".".join(str(part) for part in loc) or "整个文件"
        detail = "" if first["type"] == "missing" else f"（现为 {first['input']!r}；{first['msg']}）"
        return self.fault(loc, f"{name} {what}{detail}", remedy)


def read_yaml(path: Path) -> Source:
    """Read ``path``; raises :class:`SourceError` when it is absent, not YAML, or repeats a key."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SourceError(path, 1, "文件不存在", "请检查法规包目录是否完整") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(path, 1, f"文件读不出来（{error}）", "请存成 UTF-8 文本并检查权限") from None
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            raise SourceError(path, 1, "文件是空的", "请补上内容或删去文件")
        lines: dict[Loc, int] = {(): 1}
        _walk(path, node, (), lines)
        return Source(path, loader.construct_document(node), lines)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or error
        raise SourceError(path, line, f"不是合法的 YAML（{problem}）", "请检查缩进、冒号和引号") from None
    except ValueError as error:
        raise SourceError(path, 1, f"有无法识别的值（{error}）", "请检查日期是否存在") from None
    finally:
        loader.dispose()


def _walk(path: Path, node: yaml.Node, loc: Loc, lines: dict[Loc, int]) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name: str | int = int(key.value) if key.tag.endswith(":int") else key.value
            child = (*loc, name)
            if child in lines:
                raise SourceError(
                    path,
                    key.start_mark.line + 1,
                    f"{name} 重复出现（前一处在第 {lines[child]} 行）",
                    "同一名称只保留一处",
                )
            lines[child] = key.start_mark.line + 1
            _walk(path, value, child, lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            lines[(*loc, index)] = value.start_mark.line + 1
            _walk(path, value, (*loc, index), lines)
