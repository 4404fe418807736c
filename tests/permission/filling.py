"""One row of any model, made from its fields alone, so that a new model joins the matrix by itself.

Every text field carries a marker that names the row's model and the story it belongs to. Whatever a page, an export or
an API answer shows can then be told apart, and nobody has to write a test for it.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from datetime import date, datetime, timedelta, timezone
from typing import Any
from uuid import uuid4

from django.db import models

DAY = date(2026, 11, 2)
MOMENT = datetime(2026, 11, 2, 9, 30, tzinfo=timezone(timedelta(hours=8)))
MARKER = re.compile(r"Zq(\d+)x")
MARKED = (models.CharField, models.TextField)


class Filler:
    """Makes rows and remembers which marker stands for which (model, story)."""

    def __init__(self, fixed: dict[str, dict[str, Any]]) -> None:
        self.fixed = fixed
        self.marks: dict[int, tuple[str, str]] = {}
        # By model: what rows of one are numbered does not change with how many another has.
        self.counters: dict[str, Any] = defaultdict(lambda: itertools.count(1))

    def mark(self, label: str, story: str) -> str:
        """The marker for a model's rows of a story."""
        for number, known in self.marks.items():
            if known == (label, story):
                return f"Zq{number}x"
        number = len(self.marks) + 1
        self.marks[number] = (label, story)
        return f"Zq{number}x"

    def shown(self, text: str) -> set[tuple[str, str]]:
        """The (model, story) pairs whose markers stand in a text."""
        return {self.marks[int(number)] for number in MARKER.findall(text) if int(number) in self.marks}

    def row(self, model: type[models.Model], story: str, anchors: dict[str, Any], **given: Any) -> Any:
        """A row of ``model``; its references are the anchors, by model label."""
        label = model._meta.label_lower
        names = {field.name for field in model._meta.concrete_fields}
        values = {k: v for k, v in self.fixed.get(label, {}).items() if k in names} | given
        for field in model._meta.concrete_fields:
            if (
                field.name in values
                or field.attname in values
                or (field.primary_key and not field.is_relation)
            ):
                continue
            if field.is_relation:
                target = anchors.get(
                    f"{label}.{field.name}", anchors.get(field.related_model._meta.label_lower)
                )
                if target is not None and (not field.null or f"{label}.{field.name}" in anchors):
                    values[field.name] = target
                elif not field.null:
                    raise LookupError(
                        f"{label}.{field.name} needs an anchor {field.related_model._meta.label_lower}"
                    )
            elif isinstance(field, MARKED) and not field.choices:
                values[field.name] = self._text(field, label, story)
            elif not field.null and not field.has_default() and not _automatic(field):
                values[field.name] = self._value(field)
        known = _made_by_itself(model, values)
        return known if known is not None else model._base_manager.create(**values)

    def _text(self, field: Any, label: str, story: str) -> str:
        text = self.mark(label, story)
        if field.unique or any(field.name in c.fields for c in _unique(field.model)):
            text = f"{text}n{next(self.counters[label])}"
        return text[: field.max_length] if field.max_length else text

    def _value(self, field: Any) -> Any:
        if field.choices:
            return field.choices[0][0]
        if isinstance(field, models.DateTimeField):
            return MOMENT
        if isinstance(field, models.DateField):
            return DAY
        if isinstance(field, models.JSONField):
            return {}
        if isinstance(field, models.UUIDField):
            return uuid4()
        if isinstance(field, models.BooleanField):
            return False
        if isinstance(field, (models.IntegerField, models.FloatField, models.DecimalField)):
            return next(self.counters[field.model._meta.label_lower])
        raise LookupError(f"no value known for {field}")


def _made_by_itself(model: type[models.Model], values: dict[str, Any]) -> Any:
    """A row that the house makes together with the one it belongs to (an index over a party)."""
    for field in model._meta.concrete_fields:
        if isinstance(field, models.OneToOneField) and values.get(field.name) is not None:
            return model._base_manager.filter(**{field.name: values[field.name]}).first()
    return None


def _automatic(field: Any) -> bool:
    return getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)


def _unique(model: type[models.Model]) -> list[Any]:
    return [c for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)]
