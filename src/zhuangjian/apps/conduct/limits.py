"""The same limits on both databases: SQLite would keep a text longer than its column, PostgreSQL refuses it."""

from __future__ import annotations

from typing import Any

from django.db import models

from zhuangjian.engines.rules.answer import Refusal

RANGES = {
    "PositiveSmallIntegerField": (0, 32767),
    "SmallIntegerField": (-32768, 32767),
    "PositiveIntegerField": (0, 2147483647),
    "IntegerField": (-2147483648, 2147483647),
}


def refuse_what_does_not_fit(sender: type[models.Model], instance: Any, raw: bool = False, **_: Any) -> None:
    """Before any of our rows is saved: a Refusal naming the field whose value is too long or out of range."""
    if raw or not sender.__module__.startswith("zhuangjian."):
        return
    for field in sender._meta.concrete_fields:
        value = instance.__dict__.get(field.attname)
        if isinstance(value, str) and field.max_length and len(value) > field.max_length:
            raise Refusal(
                f"“{field.verbose_name}”最多 {field.max_length} 个字，现有 {len(value)} 个，没有保存，请缩短后重新提交。"
            )
        if isinstance(value, int) and (limits := RANGES.get(field.get_internal_type())):
            low, high = limits
            if not low <= value <= high:
                raise Refusal(
                    f"“{field.verbose_name}”应在 {low} 至 {high} 之间，现为 {value}，没有保存，请改正后重新提交。"
                )
