"""Matters that others may not know of at all (CQ 34): whatever names one to somebody is a read of it (CQ 22).

Lists, choices in a form, duties and refusals name such a matter by its public id without opening it. Looking for the
ids in the answer itself leaves no door out.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.db.models import Q

from zhuangjian.apps.conduct.reads import note

ID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SECRET: dict[str, Q] = {}


def secret(label: str, which: Q) -> None:
    """Register which rows of a model not everybody with sight of such rows may know of."""
    SECRET[label.lower()] = which


def note_named(person: Any, content: bytes, already: Collection[str], door: str) -> None:
    """Write down a read of every secret row that ``content`` names, but for those ``already`` written down."""
    found = {name.decode() for name in ID.findall(content)}.difference(already)
    if not found:
        return
    for label, which in SECRET.items():
        rows = list(apps.get_model(label)._base_manager.filter(which, public_id__in=found))
        if rows:
            note(person, rows, "列表", door)


def note_secret(person: Any, label: str, keys: Collection[int], door: str) -> None:
    """Write down a read of those of a model's rows with these keys that are secret."""
    which = SECRET.get(label.lower())
    rows = list(apps.get_model(label)._base_manager.filter(which, pk__in=keys)) if which is not None else []
    if rows:
        note(person, rows, "列表", door)
