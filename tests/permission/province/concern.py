"""What somebody reported to the district without an account, and who it was."""

from __future__ import annotations

from typing import Any

from tests.permission.province.base import Province

FIXED: dict[str, dict[str, Any]] = {
    "concern.concern": {"kind": "report", "stage": "taken", "named": True, "outcome": "", "about": None},
}


def concern(province: Province) -> None:
    """The district's officer handles it; it may be about the maker."""
    w = province.world
    anchors: dict[str, Any] = {
        "authorities.authority": w.district,
        "authorities.person": province.people["district_officer"],
        "concern.concern.handler": province.people["district_officer"],
    }
    anchors["concern.concern"] = province.add("concern.concern", "concern", anchors)
    province.add("concern.informant", "concern", anchors)
    province.add("concern.formuse", "concern", anchors)
