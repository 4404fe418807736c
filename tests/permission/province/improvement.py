"""The province's plan of action; what the bureau has to do and to report of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.permission.filling import DAY
from tests.permission.province.base import Province
from zhuangjian.engines.rules.improvement import plans_of_action

FIXED: dict[str, dict[str, Any]] = {
    "improvement.actionplan": {
        "key": "ln-2026-2028",
        "stage": "running",
        "starts_on": DAY,
        "ends_on": DAY,
        "body": plans_of_action("liaoning")[0].model_dump(mode="json"),
    },
    "improvement.goal": {"key": "posts", "figure": "posts_found", "hits": 1, "n": 2},
    "improvement.item": {"kind": "decision", "stage": "open", "key": "", "article": "LN 4(1)"},
    "improvement.report": {"stage": "due", "figures": []},
    "improvement.analysis": {"rows": [], "signals": []},
    "improvement.problem": {
        "stage": "open",
        "theme": "documents",
        "edition": "actual",
        "item": "13",
        "before_hits": 1,
        "before_n": 2,
    },
    "improvement.survey": {"questions": [], "closes_on": date(2100, 1, 1), "closed_at": None},
    "improvement.surveyanswer": {"answers": []},
}
NAMES = (
    *("actionplan", "goal", "member", "budget", "spending", "meeting", "item", "report"),
    *("analysis", "problem", "problemstep", "survey", "surveyanswer"),
)


def plan_of_action(province: Province) -> None:
    """The province's plan; what the bureau has to do and to report of it."""
    w = province.world
    anchors: dict[str, Any] = {
        "authorities.authority": w.municipal,
        "authorities.person": province.people["programme_officer"],
        "registry.party": w.maker,
        "improvement.problem.unit": w.bureau,
        "improvement.item.unit": w.bureau,
        "improvement.report.unit": w.bureau,
    }
    for name in NAMES:
        label = f"improvement.{name}"
        anchors[label] = province.add(label, "plan", anchors)
