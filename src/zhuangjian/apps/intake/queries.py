"""Who may see batches, source rows, quarantine and mappings: those who keep the registry."""

from __future__ import annotations

from django.db.models import Q

from zhuangjian.apps.conduct.visibility import NOTHING, Scope, visibility

KEEPERS = ("programme_officer", "head")


def _keepers(scope: Scope) -> Q:
    """Programme officers and heads keep the registry."""
    return Q() if scope.has(*KEEPERS) else NOTHING


for _label in ("batch", "sourcerow", "quarantine", "mappingversion"):
    visibility(f"intake.{_label}")(_keepers)
