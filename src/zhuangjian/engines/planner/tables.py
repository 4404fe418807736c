"""The same problem from tables: rows as a spreadsheet or a database gives them, headed in Chinese or by field name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, get_args, get_type_hints

from pydantic.fields import FieldInfo

from zhuangjian.engines.calendar import is_working_day
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import CredentialKind, InspectionType, PartyKind

from .problem import Away, Base, Credential, Flag, Frequency, Inspector, Party, Problem, Reason, Wish
from .reading import read_problem

Row = Mapping[str, Any]
SATURDAY = 5
MOST_WEEKS = 520
TABLES: dict[str, type[Any]] = {
    "bases": Base,
    "parties": Party,
    "inspectors": Inspector,
    "wishes": Wish,
    "frequencies": Frequency,
}
DETAILS: dict[str, type[Any]] = {"credentials": Credential, "away": Away}
_CODES: dict[str, str] = {
    term.label: str(term)
    for kind in (PartyKind, Flag, InspectionType, Reason, CredentialKind)
    for term in kind
}
_WORDS = {"是": True, "否": False, "true": True, "false": False}
_LIST = re.compile(r"[;；、|]")


def problem_from_tables(tables: Mapping[str, Iterable[Row]], settings: Row) -> Problem:
    """The problem of ``bases``, ``parties``, ``inspectors`` (and, if given, ``wishes``, ``frequencies``, ``draw``) rows.

    ``credentials`` and ``away`` rows name their ``inspector`` (人员编号). Cells hold several values divided by ``;`` or
    ``、``; empty cells take the default; closed lists may be written as codes or as Chinese terms. ``settings`` holds
    every other field (the days off work are the calendar's unless it names them) of :class:`~zhuangjian.engines.planner.problem.Problem`. Raises :class:`Refusal` naming table, row and column.
    """
    unknown = set(tables) - set(TABLES) - set(DETAILS) - {"draw"}
    if unknown:
        raise Refusal(f"没有名为“{min(unknown)}”的表；可用：{'、'.join([*TABLES, *DETAILS, 'draw'])}")
    data: dict[str, Any] = dict(settings)
    for name, kind in TABLES.items():
        if name in tables:
            data[name] = [_row(name, kind, n, row) for n, row in enumerate(tables[name], 2)]
    people = {str(row.get("id")): row for row in data.get("inspectors", [])}
    for name, kind in DETAILS.items():
        for n, row in enumerate(tables.get(name, ()), 2):
            owner, rest = _owner(name, n, row, people)
            owner.setdefault(name, []).append(_row(name, kind, n, rest))
    if "draw" in tables:
        data["random_share"] = [str(row.get("id") or row.get("对象编号") or "") for row in tables["draw"]]
    _keep_holidays(data)
    return read_problem(json.dumps(data, ensure_ascii=False, default=str), what="表格")


def _keep_holidays(data: dict[str, Any]) -> None:
    """Public holidays are no working days and make-up days are, as the calendar has them, unless the settings say which
    days are closed or worked."""
    if "closed_days" in data or "working_weekend_days" in data:
        return
    try:
        start, weeks = date.fromisoformat(str(data.get("start"))), int(data.get("weeks", 0))
    except (TypeError, ValueError):
        return  # said by whoever reads the problem
    if not 0 < weeks <= MOST_WEEKS:
        return
    days = [start + timedelta(days=n) for n in range(7 * weeks)]
    data["closed_days"] = [d.isoformat() for d in days if d.weekday() < SATURDAY and not is_working_day(d)]
    data["working_weekend_days"] = [
        d.isoformat() for d in days if d.weekday() >= SATURDAY and is_working_day(d)
    ]


def _owner(
    name: str, number: int, row: Row, people: Mapping[str, dict[str, Any]]
) -> tuple[dict[str, Any], Row]:
    key = str(row.get("inspector") or row.get("人员编号") or "")
    if key not in people:
        raise Refusal(f"表 {name} 第 {number} 行的人员“{key}”不在人员表中，请核对编号", missing=["人员编号"])
    return people[key], {k: v for k, v in row.items() if k not in ("inspector", "人员编号")}


def _row(name: str, kind: type[Any], number: int, row: Row) -> dict[str, Any]:
    columns, lists = _columns(kind)
    found: dict[str, Any] = {}
    for head, value in row.items():
        field = columns.get(str(head).strip())
        if field is None:
            raise Refusal(
                f"表 {name} 第 {number} 行：没有名为“{head}”的列，请核对表头", missing=["正确的表头"]
            )
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        found[field] = _value(value, field in lists)
    return found


def _columns(kind: type[Any]) -> tuple[dict[str, str], set[str]]:
    """Column names (field names and Chinese titles) by field, and the fields that hold several values."""
    columns: dict[str, str] = {}
    lists: set[str] = set()
    for field, hint in get_type_hints(kind, include_extras=True).items():
        columns[field] = field
        arguments: Sequence[Any] = get_args(hint)
        for extra in arguments[1:]:
            if isinstance(extra, FieldInfo) and extra.title:
                columns[extra.title] = field
        if "tuple" in str(arguments[0] if arguments else hint):
            lists.add(field)
    return columns, lists


def _value(value: Any, several: bool) -> Any:
    if not isinstance(value, str):
        return value
    text = value.strip()
    if several and (_LIST.search(text) or not text.isdigit()):
        return [_CODES.get(part.strip(), part.strip()) for part in _LIST.split(text) if part.strip()]
    return _WORDS.get(text.lower(), _CODES.get(text, text))
