"""A draw of the bureau, with its frozen list."""

from __future__ import annotations

from typing import Any

from tests.permission.filling import DAY
from tests.permission.province.base import Province
from zhuangjian.engines.draw import Sheet, chunks, freeze

FIXED: dict[str, dict[str, Any]] = {
    "draws.draw": {"stage": "drawn", "seed_on": DAY, "opened_at": None, "list_digest": "0" * 64},
}


def draws(province: Province, programme: Any) -> None:
    w = province.world
    anchors: dict[str, Any] = {
        "authorities.authority": w.municipal,
        "authorities.person": province.people["leader"],
        "registry.party": w.maker,
        "programme.programme": programme,
    }
    draw = province.add("draws.draw", "draw", anchors, unit=w.bureau, void_at=None)
    anchors["draws.draw"] = draw
    listed = freeze(Sheet(["编号"], [["甲"], ["乙"]]), 1)
    province.add(
        "draws.drawfile", "draw", anchors, kind="list", content="".join(map(bytes.decode, chunks(listed)))
    )
    anchors["draws.drawn"] = province.add("draws.drawn", "draw", anchors, task=None, left_at=None)
    province.add("draws.drawnofficer", "draw", anchors, left_at=None)
