"""What the stories are told with: the cast, the filler with its markers, and the rows by (model, story)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps

from tests.permission.filling import Filler


@dataclass
class Province:
    """The cast, the filler with its markers, and the rows by (model, story)."""

    world: Any
    filler: Filler
    people: dict[str, Any]
    rows: dict[tuple[str, str], list[Any]] = field(default_factory=dict)
    stories: dict[tuple[str, Any], str] = field(default_factory=dict)

    def add(self, label: str, story: str, anchors: dict[str, Any], **given: Any) -> Any:
        """One filled row."""
        row = self.filler.row(apps.get_model(label), story, anchors, **given)
        self.rows.setdefault((label, story), []).append(row)
        self.stories[label, row.pk] = story
        return row

    def of(self, label: str, story: str) -> Any:
        """The first row of a story."""
        return self.rows[label, story][0]


def our_models() -> list[Any]:
    """Every model of the house."""
    return [model for model in apps.get_models() if model.__module__.startswith("zhuangjian.")]
