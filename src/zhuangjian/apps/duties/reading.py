"""A duty tells of the case it is in: lists of duties are reads of what is secret, exports of every case (CQ 22, 34)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps

from zhuangjian.apps.conduct.reads import note
from zhuangjian.apps.conduct.secret import note_secret
from zhuangjian.apps.duties.models import Duty
from zhuangjian.kernel.area import with_papers


def _cases(duties: Iterable[Duty]) -> dict[str, set[int]]:
    """Model -> keys of the cases and tasks that the duties are in."""
    found: dict[str, set[int]] = {}
    cases = {*with_papers(), "programme.task"}
    for duty in duties:
        if duty.target_model in cases:
            found.setdefault(duty.target_model, set()).add(duty.target_id)
    return found


def listed(person: Any, duties: Iterable[Duty]) -> None:
    """A page is about to show these duties."""
    for label, keys in _cases(duties).items():
        note_secret(person, label, keys, "网页")


def taken(person: Any, duties: Sequence[Duty], door: str = "导出") -> None:
    """A table of these duties is taken away."""
    for label, keys in _cases(duties).items():
        rows = list(apps.get_model(label)._base_manager.filter(pk__in=keys).order_by("pk"))
        note(person, rows, "事项", door)
