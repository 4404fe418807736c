"""A course and an examination."""

from __future__ import annotations

from typing import Any

from tests.permission.filling import MOMENT
from tests.permission.province.base import Province

FIXED: dict[str, dict[str, Any]] = {
    "training.course": {"stage": "published", "audience": "officials", "hours": 4},
    "training.session": {"stage": "planned", "capacity": 10, "ends_at": MOMENT},
    "training.enrolment": {"signed_in_at": None, "withdrawn_at": None},
    "training.hourentry": {"hours": 4, "corrects": None, "source": "credit"},
    "training.exam": {
        "stage": "open",
        "audience": "officials",
        "wanted": {"规范": 1},
        "attempts": 1,
        "minutes": 30,
    },
    "training.itemversion": {"stage": "draft", "options": ["甲", "乙"], "key": [0], "kind": "single"},
    "training.question": {"options": ["甲", "乙"], "order": [0, 1], "kind": "single", "chosen": None},
    "training.sitting": {"stage": "running", "ends_at": MOMENT, "finished_at": None, "passed": None},
    "training.certificate": {"withdrawn_at": None},
    "training.keypost": {"until": None},
}


def training(province: Province) -> None:
    """A course and an examination of the province for officials; the leader comes to one and sits the other."""
    w = province.world
    anchors: dict[str, Any] = {
        "authorities.authority": w.municipal,
        "authorities.person": province.people["leader"],
        "registry.party": w.maker,
    }
    for label in ("course", "session", "material", "enrolment", "hourentry", "exam", "item", "itemversion"):
        given = {"written_by": province.people["auditor"]} if label == "itemversion" else {}
        name = f"training.{label}"
        anchors[name] = province.add(name, "training", anchors, **given)
    for label in ("sitting", "question", "certificate"):
        anchors[f"training.{label}"] = province.add(f"training.{label}", "training", anchors)
    other = anchors | {"authorities.person": province.people["inspector"]}
    for label in ("enrolment", "hourentry", "sitting"):
        province.add(f"training.{label}", "another learner", other)
    province.add("training.keypost", "maker", anchors)
