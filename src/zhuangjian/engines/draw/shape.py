"""The shape of the published file, so that verification never trips over what is not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Maybe:
    """``shape`` or null."""

    shape: Any


TEAM: Final = {"id": str, "members": [str], "leader": str, "lacking": [str]}
SELECTED: Final = {"id": str, "stratum": [str], "rank": int, "score": str}
ROUND: Final = {
    "round": int,
    "kind": str,
    "ranked_in": int,
    "reason": str,
    "withdrawn": str,
    "officer": str,
    "selected": [SELECTED],
    "teams": [TEAM],
    "previous": str,
    "digest": str,
}
OFFICER: Final = {
    "id": str,
    "name": str,
    "enforcement": [[str]],
    "lead": bool,
    "expert": bool,
    "expertise": [str],
    "interests": Maybe([{"party": str, "kind": str}]),
    "load": int,
    "limit": Maybe(int),
}
TEAM_RULES: Final = {
    "days": [str],
    "enforcement": int,
    "article": str,
    "size": [int],
    "expertise": [str],
    "expertise_by": str,
    "conflict_by": [str],
}
FROZEN: Final = {
    "title": str,
    "columns": [str],
    "items": [[str]],
    "excluded": [{"row": [str], "reason": str}],
    "strata": {"by": [str], "method": str, "quotas": [{"key": [str], "eligible": int, "quota": int}]},
    "count": int,
    "source": {"kind": str, "description": str, "authorities": [str], "dice": int},
    "team": Maybe(TEAM_RULES),
    "officers": [OFFICER],
}
DOCUMENT: Final = {
    "format": str,
    "version": int,
    "rules": [str],
    "frozen": FROZEN,
    "frozen_digest": str,
    "commitments": [{"authority": str, "commitment": str}],
    "reveals": [{"authority": str, "secret": str}],
    "seed": Maybe({"value": str, "text": str}),
    "rounds": [ROUND],
    "result": Maybe({"round": int, "selected": [str], "teams": [TEAM]}),
    "seal": str,
}
_NAMES: Final = {str: "文字", int: "整数", bool: "是否"}


def misshapen(value: Any, shape: Any = DOCUMENT, place: str = "文件") -> str:
    """What first does not fit ``shape`` and where, in Chinese; an empty string when all fits."""
    if isinstance(shape, Maybe):
        return "" if value is None else misshapen(value, shape.shape, place)
    if isinstance(shape, dict):
        return _object(value, shape, place)
    if isinstance(shape, list):
        return _list(value, shape[0], place)
    return "" if type(value) is shape else f"{place} 应为{_NAMES[shape]}"


def _object(value: Any, shape: dict[str, Any], place: str) -> str:
    if type(value) is not dict:
        return f"{place} 应为对象"
    wrong = [*(key for key in shape if key not in value), *(key for key in value if key not in shape)]
    if wrong:
        return f"{place} {'缺少' if wrong[0] in shape else '多出'} {wrong[0]!a}"
    return next(filter(None, (misshapen(value[key], shape[key], f"{place}.{key}") for key in shape)), "")


def _list(value: Any, shape: Any, place: str) -> str:
    if type(value) not in (list, tuple):
        return f"{place} 应为列表"
    if shape is str and all(type(one) is str for one in value):
        return ""
    if shape == [str] and all(
        type(row) in (list, tuple) and all(type(x) is str for x in row) for row in value
    ):
        return ""
    found = (misshapen(one, shape, f"{place}[{number}]") for number, one in enumerate(value))
    return next(filter(None, found), "")
