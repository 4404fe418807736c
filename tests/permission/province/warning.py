"""A consultation with a measure, and a letter that the maker received."""

from __future__ import annotations

from typing import Any

from tests.permission.province.base import Province

FIXED: dict[str, dict[str, Any]] = {
    "warning.consultation": {"stage": "planned", "agenda": [], "months": 3, "no": 1},
    "warning.measure": {"stage": "open"},
    "warning.alert": {"stage": "draft", "kind": "alert", "lines": [], "edition": "", "item": ""},
    "warning.recipient": {"stage": "sent", "kind": "alert", "lines": ["甲"], "answers": []},
}


def warning(province: Province) -> None:
    """A consultation of the province with a measure of the bureau, and a letter that the maker received."""
    w = province.world
    anchors: dict[str, Any] = {
        "authorities.authority": w.municipal,
        "authorities.person": province.people["programme_officer"],
        "registry.party": w.maker,
        "warning.measure.unit": w.bureau,
        "warning.recipient.authority": w.district,
    }
    for name in ("consultation", "measure", "alert", "recipient"):
        label = f"warning.{name}"
        anchors[label] = province.add(label, "maker" if name == "recipient" else "warning", anchors)
