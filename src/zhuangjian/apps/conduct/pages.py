"""Small helpers that every app's pages use."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models
from django.http import Http404

from zhuangjian.apps.conduct.public_ids import called

M = TypeVar("M", bound=models.Model)


def case_role_or_404(person: Any) -> None:
    """404 for who handles no cases and speaks for no enterprise: such lists are not theirs to open."""
    if not person.scope.official and not person.scope.parties:
        raise Http404("找不到这一页，或您无权查看。")


def visible_or_404(model: type[M], person: Any, key: Any, *related: str) -> M:
    """The row called ``key`` (see ``public_ids``) if the person may see it; else 404, the same as for a row that does not exist."""
    rows = model.objects.visible_to(person)  # type: ignore[attr-defined]
    row = (rows.select_related(*related) if related else rows).filter(**called(model, key)).first()
    if row is None:
        raise Http404("找不到这一页，或您无权查看。")
    return row
