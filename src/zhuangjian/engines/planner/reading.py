"""JSON in, typed input out; what cannot be understood is refused with place and remedy, in Chinese."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.lookup import number, pack_for, parameter

from .problem import Frequency, Problem, Rule, Rules

T = TypeVar("T")
_FAULTS = {
    "missing": "缺少此项",
    "extra_forbidden": "没有这个字段，请核对拼写",
    "unexpected_keyword_argument": "没有这个字段，请核对拼写",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "finite_number": "应为有限的数字",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "string_type": "应为文字",
    "string_too_short": "不能为空",
    "tuple_type": "应为列表",
    "mapping_type": "应为对象",
    "dict_type": "应为对象",
    "dataclass_type": "应为对象",
    "date_type": "应为日期 YYYY-MM-DD",
    "date_parsing": "应为日期 YYYY-MM-DD",
    "date_from_datetime_parsing": "应为日期 YYYY-MM-DD",
    "date_from_datetime_inexact": "应为日期 YYYY-MM-DD",
}
_LIMITS = {
    "greater_than": ("gt", "应大于"),
    "greater_than_equal": ("ge", "不应小于"),
    "less_than": ("lt", "应小于"),
    "less_than_equal": ("le", "不应大于"),
    "enum": ("expected", "只能是"),
    "literal_error": ("expected", "只能是"),
}


@dataclass(frozen=True, slots=True)
class Frequencies:
    """The rows of a pack's ``visit_frequencies``."""

    rows: tuple[Frequency, ...]


def read_problem(text: str | bytes, *, what: str = "排程问题") -> Problem:
    """The problem a JSON document holds, its missing legal numbers filled from the region's pack.

    Raises :class:`Refusal` for broken JSON, unknown or missing fields, wrong types, and ids that are not unique.
    """
    return completed(checked(read_as(Problem, text, what)))


def problem_from(data: Mapping[str, Any]) -> Problem:
    """The same from plain values, as rows of tables give them."""
    return read_problem(json.dumps(data, ensure_ascii=False, default=str))


def read_as(kind: type[T], text: str | bytes, what: str) -> T:
    """``text`` as a ``kind``, or a refusal that lists what is wrong and where."""
    try:
        return cast(T, _adapter(kind).validate_json(text))
    except ValidationError as error:
        raise _refusal(error, what) from None


def write_json(value: Any) -> bytes:
    """A typed value as compact JSON."""
    return _adapter(type(value)).dump_json(value)


def schema(kind: type[Any] = Problem) -> dict[str, Any]:
    """The JSON Schema of an input or output type."""
    return _adapter(kind).json_schema()


def checked(problem: Problem) -> Problem:
    """The problem itself when every id names one thing and the matrix is square; a refusal otherwise."""
    for what, ids in (
        ("驻地编号", (b.id for b in problem.bases)),
        ("对象编号", (p.id for p in problem.parties)),
        ("人员编号", (i.id for i in problem.inspectors)),
        ("任务编号", (w.id for w in problem.wishes)),
        ("抽取名单中的对象", iter(problem.random_share)),
    ):
        _unique(what, ids)
    both = {b.id for b in problem.bases} & {p.id for p in problem.parties}
    if both:
        raise Refusal(f"编号“{min(both)}”既是驻地又是对象，请改用不同编号", missing=["唯一的编号"])
    _matrix(problem)
    return problem


def completed(problem: Problem) -> Problem:
    """``problem`` with the numbers and frequencies it does not give, read from its region's pack."""
    rules = problem.rules
    if rules.merge_days and rules.enforcement_min and problem.frequencies:
        return problem
    pack = pack_for(problem.region)
    found: dict[str, Rule] = {}
    for name, given, key in (
        ("merge_days", rules.merge_days, "merge_interval_days"),
        ("enforcement_min", rules.enforcement_min, "team_enforcement_min"),
    ):
        if given:
            found[name] = given
        elif name == "merge_days" and key not in pack.parameters:
            # A region whose documents fix no interval orders no merging; same-day visits stay impossible.
            found[name] = Rule(0, f"{pack.head.title}：无合并间隔规定", "to_be_confirmed")
        else:
            value, source = number(pack, key, problem.start)
            found[name] = Rule(value, source.article, source.basis)
    frequencies = problem.frequencies or pack_frequencies(problem.region, problem.start)
    return replace(problem, rules=Rules(**found), frequencies=frequencies)


def pack_frequencies(region: str, on: date) -> tuple[Frequency, ...]:
    """Frequencies the region's pack publishes as ``visit_frequencies``; empty where none is published (CQ 30)."""
    pack = pack_for(region)
    if "visit_frequencies" not in pack.parameters:
        return ()
    found = parameter(pack, "visit_frequencies", on)
    text = json.dumps(found.value, ensure_ascii=False)
    rows = read_as(Frequencies, json.dumps({"rows": json.loads(text)}), "法规包检查频次").rows
    return tuple(replace(row, article=found.article, basis=found.basis) for row in rows)


_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def _adapter(kind: Any) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def _unique(what: str, ids: Iterable[str]) -> None:
    twice = sorted(key for key, count in Counter(ids).items() if count > 1)
    if twice:
        more = f"等{len(twice)}个" if len(twice) > 1 else ""
        raise Refusal(f"{what}“{twice[0]}”{more}重复，请保证每个只出现一次", missing=[f"唯一的{what}"])


def _matrix(problem: Problem) -> None:
    travel = problem.travel
    if travel.kind != "matrix":
        return
    size = len(travel.places)
    _unique("矩阵地点", travel.places)
    if len(travel.minutes) != size or any(len(row) != size for row in travel.minutes):
        raise Refusal(f"路程矩阵应为 {size} 行 {size} 列，请与 places 对齐", missing=["完整的路程矩阵"])
    wanted = {b.id for b in problem.bases} | {p.id for p in problem.parties}
    absent = sorted(wanted - set(travel.places))
    if absent:
        raise Refusal(f"路程矩阵缺少地点“{absent[0]}”等{len(absent)}个，请补齐", missing=["路程矩阵的地点"])


def _refusal(error: ValidationError, what: str) -> Refusal:
    faults = error.errors(include_url=False)
    lines = []
    for fault in faults[:20]:
        kind, context = fault["type"], fault.get("ctx", {})
        if kind == "json_invalid":
            return Refusal(
                f"{what}不是有效的 JSON（{context.get('error', '')}），请检查文件是否完整",
                missing=["有效的 JSON"],
            )
        if kind in _LIMITS:
            key, word = _LIMITS[kind]
            text = f"{word} {context.get(key, '')}".replace(" or ", " 或 ")
        else:
            text = _FAULTS.get(kind, f"内容无效（{kind}）")
        lines.append(f"{_place(fault['loc'])}：{text}")
    more = f"，另有 {len(faults) - 20} 处" if len(faults) > 20 else ""
    return Refusal(f"{what}有 {len(faults)} 处不合要求，例如 {lines[0]}{more}", missing=lines)


def _place(where: tuple[int | str, ...]) -> str:
    text = ""
    for part in where:
        text += f"[第{part + 1}项]" if isinstance(part, int) else (f".{part}" if text else part)
    return text or "整个文件"
