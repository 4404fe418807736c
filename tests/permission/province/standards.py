"""What is written, asked, suggested and judged about checkpoints, an opinion on the rules, a proposal, an arrangement."""

from __future__ import annotations

from typing import Any

from tests.permission.province.base import Province

POINT = {"edition": "gmp-2022-actual", "item": "25"}
FIXED: dict[str, dict[str, Any]] = {
    "standards.guide": {**POINT, "stage": "published", "kind": "answer", "for_parties": False, "no": 1}
    | {"replaces": None},
    "standards.question": {**POINT, "stage": "asked"},
    "standards.wording": POINT,
    "standards.suggestion": {
        "chosen": "",
        "edition": "gmp-2022-actual",
        "model": "2026-1",
        "top": [],
        "drafts": [],
    },
    "standards.opinion": {"stage": "consulting", "theme": "warehouse", "lines": [], "texts": []}
    | {"kind": "opinion", "no": 1, "replaces": None, "ended_on": None},
    "standards.comment": {"outcome": "", "unit": None, "listed": False},
    "standards.arrangement": {"stage": "declared", "theme": "warehouse", "site": None},
    "standards.mockcase": {"stage": "open", "edition": "gmp-2022-actual", "items": ["25"]},
    "standards.marking": {"results": {"25": "conforming"}},
    "standards.proposal": {"stage": "open", "links": []},
}


def standards(province: Province) -> None:
    """What the province keeps; the leader wrote, asked and judged. The district checks what the maker declared."""
    w = province.world
    anchors: dict[str, Any] = {
        "authorities.authority": w.municipal,
        "authorities.person": province.people["leader"],
        "registry.party": w.maker,
        "standards.arrangement.authority": w.district,
        "inspections.inspection": province.of("inspections.inspection", "delivered"),
    }
    for name in FIXED:
        story = "maker" if name == "standards.arrangement" else "standards"
        given = (
            {"party": w.maker, "made_by": province.people["leader"]} if name == "standards.comment" else {}
        )
        anchors[name] = province.add(name, story, anchors, **given)
