"""What comes in through a door: text that cannot be kept is refused, and faults are told in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from zhuangjian.engines.rules.answer import Refusal

# Databases refuse NUL, documents (XML) every other control character; the last one stands for bytes that were no UTF-8.
BAD_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffd\ufffe\uffff]")
LARGEST = 2**63 - 1
DEPTH = 20

FAULTS = {
    "missing": "必须填写",
    "string_too_short": "必须填写",
    "extra_forbidden": "不认识的字段",
    "date_from_datetime_parsing": "不是有效日期（例：2026-11-21）",
    "date_parsing": "不是有效日期（例：2026-11-21）",
    "date_from_datetime_inexact": "不是有效日期（例：2026-11-21）",
    "date_type": "不是有效日期（例：2026-11-21）",
    "datetime_parsing": "不是有效时间（例：2026-11-21T09:30）",
    "datetime_from_date_parsing": "不是有效时间（例：2026-11-21T09:30）",
    "datetime_object_invalid": "不是有效时间（例：2026-11-21T09:30）",
    "datetime_type": "不是有效时间（例：2026-11-21T09:30）",
    "timezone_aware": "时间应带时区",
    "int_parsing": "应为整数",
    "int_parsing_size": "数字过大",
    "int_from_float": "应为整数",
    "int_type": "应为整数",
    "float_parsing": "应为数字",
    "float_type": "应为数字",
    "finite_number": "应为有限的数字",
    "literal_error": "不在可选范围内",
    "enum": "不在可选范围内",
    "bool_parsing": "应为是或否",
    "bool_type": "应为是或否",
    "string_too_long": "文字过长",
    "string_unicode": "含有无法识别的字符",
    "string_pattern_mismatch": "格式不正确",
    "too_short": "至少填写一项",
    "too_long": "项数过多",
    "uuid_parsing": "不是有效的编号",
    "uuid_type": "不是有效的编号",
    "list_type": "应为列表",
    "string_type": "应为文字",
    "dict_type": "应为对照表",
    "model_type": "应为对照表",
    "model_attributes_type": "应为对照表",
}
LIMITS = {
    "greater_than": ("gt", "应大于"),
    "greater_than_equal": ("ge", "不能小于"),
    "less_than": ("lt", "应小于"),
    "less_than_equal": ("le", "不能大于"),
}


def field_fault(model: type[BaseModel], error: Any) -> str:
    """One of pydantic's errors as ``字段：哪里不对``."""
    fault = _fault(error)
    if error["type"] == "string_pattern_mismatch" and len(error["loc"]) == 1:
        # The description says what the pattern asks for.
        described = model.model_fields[error["loc"][0]].description
        fault = f"{fault}（{described}）" if described else fault
    return f"{field_name(model, error['loc'])}：{fault}"


def _fault(error: Any) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind in LIMITS:
        name, words = LIMITS[kind]
        return f"{words} {context.get(name)}"
    if kind in {"literal_error", "enum"}:
        return f"不在可选范围内（应为 {context.get('expected', '')}）".replace(" or ", " 或 ")
    if kind == "string_too_long":
        return f"文字过长，最多 {context.get('max_length')} 个字"
    if kind in FAULTS:
        return FAULTS[kind]
    told = str(context.get("error", ""))
    return told if re.search("[\u4e00-\u9fff]", told) else "格式不正确"


def field_name(model: Any, path: Iterable[Any]) -> str:
    """The Chinese titles along a path, such as ``检查项目·第2项·结果``."""
    names = []
    current = model
    for part in path:
        if isinstance(part, int):
            names.append(f"第{part + 1}项")
            continue
        field = getattr(current, "model_fields", {}).get(part) if isinstance(part, str) else None
        names.append(field.title if field and field.title else str(part)[:60])
        current = _inner_model(field) if field else current
    return "·".join(names) or "提交内容"


def _inner_model(field: Any) -> Any:
    for part in (field.annotation, *getattr(field.annotation, "__args__", ())):
        if isinstance(part, type) and issubclass(part, BaseModel):
            return part
    return None


def refuse_bad_text(title: str, model: type[BaseModel], data: Mapping[str, Any]) -> None:
    """Raise a Refusal naming every field with characters, numbers or nesting that cannot be kept."""
    faults = [f"{field_name(model, path)}：{words}" for path, words in _bad_parts(data, ()) if words]
    if faults:
        raise Refusal(f"“{title}”填写有误，请改正后重新提交，您填写的其他内容不受影响。", missing=faults)


def _bad_parts(value: Any, path: tuple[Any, ...]) -> Iterable[tuple[tuple[Any, ...], str]]:
    if isinstance(value, str):
        if BAD_TEXT.search(value):
            yield path, "含有不可见的控制字符或无法识别的字符（文字应为 UTF-8 编码）"
    elif isinstance(value, int):
        if not -LARGEST <= value <= LARGEST:
            yield path, "数字过大"
    elif len(path) > DEPTH:
        yield path[:3], "层次过深"
    elif isinstance(value, BaseModel):
        yield from _bad_parts(value.__dict__, path)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if isinstance(key, str) and BAD_TEXT.search(key):
                yield (*path, "字段名"), "含有不可见的控制字符"
            else:
                yield from _bad_parts(item, (*path, key))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from _bad_parts(item, (*path, index))
