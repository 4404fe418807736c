"""The maker's application, scored by a reviewer who does not see the maker otherwise."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.permission.province.base import Province

FIXED: dict[str, dict[str, Any]] = {
    "benchmark.candidacy": {
        "origin": "applied",
        "stage": "scoring",
        "criteria": [],
        "evidence": [],
        "means": [],
        "until": date(2999, 1, 1),
        "reminded_on": None,
        "national": "",
    },
    "benchmark.practice": {"stage": "asked", "theme": "风险管理"},
    "benchmark.event": {"kind": "visit", "stage": "planned", "held_on": date(2999, 1, 1)},
    "benchmark.attendance": {"came": None},
    "benchmark.support": {"kind": "policy", "done_on": None},
    "benchmark.mark": {"interest": False, "points": []},
}


def benchmark(province: Province) -> None:
    """The province selects; the bureau nominated."""
    w = province.world
    anchors: dict[str, Any] = {
        "authorities.authority": w.municipal,
        "authorities.person": province.people["programme_officer"],
        "registry.party": w.maker,
        "benchmark.candidacy.nominated_by": w.bureau,
        "benchmark.mark.member": province.people["reviewer"],
    }
    anchors["benchmark.candidacy"] = province.add("benchmark.candidacy", "maker", anchors)
    province.add("benchmark.mark", "maker", anchors)
    province.add("benchmark.practice", "maker", anchors)
    anchors["benchmark.event"] = province.add("benchmark.event", "exchange", anchors)
    province.add("benchmark.attendance", "maker", anchors)
    anchors["benchmark.support.owner"] = w.bureau
    province.add("benchmark.support", "exchange", anchors)
