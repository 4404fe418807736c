"""Grades, objections, warnings and signals of every party."""

from __future__ import annotations

from typing import Any

from tests.permission.filling import MOMENT
from tests.permission.province.base import Province

FIXED: dict[str, dict[str, Any]] = {
    "risk.run": {"kind": "grades", "summary": {}, "basis": "house", "finished_at": MOMENT, "total": 3},
    "risk.warningrun": {"stage": "promoted", "promoted_at": MOMENT, "proof": {}, "mean_auc": 0.6},
    "risk.warningscore": {"probability": 0.2, "low": 0.1, "high": 0.3, "reasons": []},
    "risk.partygrade": {
        "grade": "C",
        "computed": "C",
        "manual": "",
        "move": "stayed",
        "below": {},
        "sheet": {"factors": [], "together": {"title": "监测信息", "points": 0}},
        "internal": {"factors": []},
    },
    "risk.gradechange": {"before": "B", "after": "C", "noted_at": None},
    "risk.objection": {"stage": "open", "against": "C", "outcome": "", "after": "", "answered_at": None},
    "risk.signalcase": {"stage": "new", "dimension": "maker"},
    "risk.signalstep": {"kind": "guidance"},
}


def risk(province: Province, story: str, anchors: dict[str, Any]) -> None:
    """Every party has a grade that it objects to; reports about the shop stand out, which the district assesses."""
    w = province.world
    unit = {"maker": w.bureau, "shop": w.district}.get(story, w.municipal)
    known = anchors | {"authorities.authority": unit}
    if story == "maker":
        province.add("risk.run", "reference", known)
        province.add("risk.warningrun", "reference", known)
    known["risk.run"] = province.of("risk.run", "reference")
    known["risk.warningrun"] = province.of("risk.warningrun", "reference")
    province.add("risk.warningscore", story, known)
    known["risk.partygrade"] = province.add("risk.partygrade", story, known, authority=unit)
    province.add("risk.gradechange", story, known, authority=unit)
    province.add("risk.objection", story, known, authority=unit)
    if story == "shop":
        for name in ("signalcase", "signalevidence", "signalstep"):
            known[f"risk.{name}"] = province.add(f"risk.{name}", story, known)
