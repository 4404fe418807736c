"""A computed grade as a stored sheet: one part that the party reads, one for officials alone."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from zhuangjian.apps.risk.facts import INTERNAL
from zhuangjian.engines.risk.grade import Grade
from zhuangjian.engines.rules.words import chinese_date

TOGETHER = "投诉举报、不良反应、舆情等监测信息"
HIDDEN = {kind.value for kind in INTERNAL}
EVIDENCE = ("title", "occurred_on", "known_on", "base", "share", "points", "decay", "note")


DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def said(text: str) -> str:
    """A sentence of the engine with its days as people write them."""
    return DAY.sub(lambda found: chinese_date(date.fromisoformat(found[0])), text)


def _line(one: dict[str, Any]) -> dict[str, Any]:
    kept = {name: one[name] for name in EVIDENCE}
    return kept | {"decay": said(kept["decay"]), "note": said(kept["note"])}


def told_apart(found: Grade) -> tuple[dict[str, Any], dict[str, Any]]:
    """(what the party reads, what only officials do): the factors of reports are one line for the party."""
    body = found.to_dict()
    own, reports = [], []
    for factor in body["factors"]:
        line = factor | {"evidence": [_line(one) for one in factor["evidence"]]}
        (reports if factor["factor"] in HIDDEN else own).append(line)
    sheet = {
        "method_on": body["method_on"],
        "limits": body["limits"],
        "lower_limits": body["lower_limits"],
        "hold_days": body["hold_days"],
        "by_points": body["by_points"],
        "direct": [{k: v for k, v in one.items() if k != "signal"} for one in body["direct"]],
        "factors": own,
        "together": {"title": TOGETHER, "points": round(sum(one["points"] for one in reports), 2)},
        "missing": body["missing"],
        "visits": body["visits"],
    }
    return sheet, {"factors": reports, "not_counted": len(body["not_counted"])}


def reasons_of(found: Grade, most: int = 3) -> list[str]:
    """The factors that weigh most, in words, without telling single reports."""
    weighed = sorted(found.factors, key=lambda one: (-one.points, one.title))
    return [f"{one.title} {one.points:g} 分" for one in weighed[:most] if one.points]
