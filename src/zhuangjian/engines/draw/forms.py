"""From tables to the inputs of a draw: exclusions, quotas, people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from zhuangjian.engines.draw.identity import clean, lookalike
from zhuangjian.engines.draw.lists import Exclusion
from zhuangjian.engines.draw.officers import Officer
from zhuangjian.engines.draw.strata import Key
from zhuangjian.engines.draw.tables import Table
from zhuangjian.engines.rules.answer import Refusal

_ID: Final = ("id", "编号", "ID")
_REASON: Final = ("reason", "理由", "原因", "排除理由", "排除原因")
_QUOTA: Final = ("quota", "名额", "数量")
_PERIOD: Final = re.compile(r"\s*(\S+?)\s*(?:/|~|～|至)\s*(\S*)\s*")
_MARKS: Final = re.compile(r"[、，,;；|\n]")
_YES: Final = {"是": True, "yes": True, "y": True, "true": True, "1": True, "√": True}
_NO: Final = {"否": False, "no": False, "n": False, "false": False, "0": False, "": False}
_UNDECLARED: Final = "未申报"


def exclusions(table: Table, id_column: str) -> list[Exclusion]:
    """The exclusions in a table with an id column (``id``, 编号, or named as in the list) and one of reasons (``reason``, 理由)."""
    one = table.place(table.pick(*_ID, clean(id_column)))
    why = table.place(table.pick(*_REASON))
    for row, line in zip(table.rows, table.lines, strict=True):
        if not clean(row[one]) or not clean(row[why]):
            what = "编号" if not clean(row[one]) else "理由"
            raise Refusal(
                f"排除清单 {table.name} 第 {line} 行没有{what}；每一项排除都须写明编号和理由", missing=[what]
            )
    return [Exclusion(row[one], row[why]) for row in table.rows]


def quotas(table: Table, strata: Sequence[str]) -> dict[Key, int]:
    """Quota by stratum, from a table with the stratum columns and one of numbers (``quota``, 名额)."""
    places = [table.place(name) for name in strata]
    number = table.place(table.pick(*_QUOTA))
    found: dict[Key, int] = {}
    for row, line in zip(table.rows, table.lines, strict=True):
        key = tuple(clean(row[place]) for place in places)
        if key in found:
            raise Refusal(f"名额表 {table.name} 第 {line} 行与前面重复：“{'·'.join(key)}”；每层只写一行")
        found[key] = _number(row[number], f"名额表 {table.name} 第 {line} 行的名额")
    return found


def officers(table: Table) -> list[Officer]:
    """People, from columns ``id name enforcement lead expert expertise interests load limit`` or their Chinese names.

    ``enforcement`` holds periods such as ``2025-01-01/2027-12-31``; ``interests`` holds ``party:kind``; several are
    separated by ；. 未申报 in ``interests`` means that nothing was declared yet, an empty cell that there are none.
    """
    cells = {
        name: table.place(table.pick(*names)) if set(names) & set(table.columns) else None
        for name, names in _OFFICER.items()
    }
    for name in ("id", "enforcement", "interests"):
        table.pick(*_OFFICER[name])
    people = []
    for row, line in zip(table.rows, table.lines, strict=True):
        cell = {name: clean(row[place]) if place is not None else "" for name, place in cells.items()}
        people.append(_officer(cell, f"人员名单 {table.name} 第 {line} 行"))
    return people


_OFFICER: Final = {
    "id": _ID,
    "name": ("name", "姓名"),
    "enforcement": ("enforcement", "执法证有效期"),
    "lead": ("lead", "可任组长"),
    "expert": ("expert", "专家"),
    "expertise": ("expertise", "专长"),
    "interests": ("interests", "利害关系"),
    "load": ("load", "已有次数"),
    "limit": ("limit", "次数上限"),
}


def _officer(cell: dict[str, str], where: str) -> Officer:
    interests = (
        None
        if cell["interests"] == _UNDECLARED
        else tuple(_interest(one) for one in _several(cell["interests"]))
    )
    return Officer(
        cell["id"],
        cell["name"],
        tuple(_period(one, where) for one in _several(cell["enforcement"])),
        _truth(cell["lead"], f"{where}的“可任组长”"),
        _truth(cell["expert"], f"{where}的“专家”"),
        frozenset(_several(cell["expertise"])),
        interests,
        _number(cell["load"] or "0", f"{where}的已有次数"),
        _number(cell["limit"], f"{where}的次数上限") if cell["limit"] else None,
    )


def _several(text: str) -> list[str]:
    return [clean(one) for one in _MARKS.split(text) if clean(one)]


def _interest(text: str) -> tuple[str, str]:
    party, _, kind = text.replace("：", ":").partition(":")
    return clean(party), clean(kind) or "other"


def _period(text: str, where: str) -> tuple[str, str]:
    match = _PERIOD.fullmatch(text)
    if not match:
        raise Refusal(f"{where}的执法证有效期“{text}”应写作 2025-01-01/2027-12-31（长期有效的，斜杠后留空）")
    return match[1], match[2]


def _truth(text: str, where: str) -> bool:
    shape = lookalike(text)
    known = {**_YES, **_NO}
    if shape not in known:
        raise Refusal(f"{where}写的是“{text}”，应为 是 或 否")
    return known[shape]


def _number(text: str, where: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", clean(text)):
        raise Refusal(f"{where}是“{text}”，应为不小于 0 的整数")
    return int(clean(text))
