"""A member of the committee with a conflict, and the guidance of the maker with one visit."""

from __future__ import annotations

from typing import Any

from tests.permission.filling import MOMENT
from tests.permission.province.base import Province

FIXED: dict[str, dict[str, Any]] = {
    "guidance.expert": {"field": "trade", "ended_because": ""},
    "guidance.expertconflict": {"ended_on": None},
    "guidance.guidance": {
        "stage": "running",
        "moment": "chosen",
        "points": [],
        "emphasis": [],
        "before": [],
        "after": [],
        "computed": "general",
        "group": "general",
    },
    "guidance.pairinglist": {"stage": "open", "year": 2026},
    "guidance.pairing": {
        "stage": "candidate",
        "year": 2026,
        "points": [],
        "computed": True,
        "guidance": None,
        # The enterprise sees it because it asked for it.
        "wished_at": MOMENT,
    },
    "guidance.guidancevisit": {"kind": "on_site", "answered_at": None},
}


def guidance(province: Province) -> None:
    """The province keeps the committee; its bureau guides the maker."""
    w = province.world
    anchors: dict[str, Any] = {
        "authorities.authority": w.municipal,
        "authorities.person": province.people["programme_officer"],
        "registry.party": w.maker,
        "guidance.guidance.authority": w.bureau,
    }
    anchors["guidance.pairinglist"] = province.add("guidance.pairinglist", "committee", anchors)
    for name in ("expert", "expertconflict", "guidance", "guidancevisit", "pairing"):
        label = f"guidance.{name}"
        anchors[label] = province.add(label, "committee" if name == "expert" else "maker", anchors)
