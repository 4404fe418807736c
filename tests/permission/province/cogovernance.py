"""A text for the public and an event of the province."""

from __future__ import annotations

from typing import Any

from tests.permission.province.base import Province

FIXED: dict[str, dict[str, Any]] = {
    "cogovernance.piece": {"kind": "education", "stage": "published", "no": 1, "replaces": None},
    "cogovernance.event": {"stage": "planned", "occasion": "其他"},
}


def cogovernance(province: Province) -> None:
    """The leader wrote and arranged it, so that everybody named may approve."""
    anchors: dict[str, Any] = {
        "authorities.authority": province.world.municipal,
        "authorities.person": province.people["leader"],
    }
    for name in FIXED:
        province.add(name, "cogovernance", anchors)
