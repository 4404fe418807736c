"""Who may see batches, source rows and quarantine: those who keep the registry."""

from __future__ import annotations

from django.db.models import Q

from zhuangjian.apps.conduct.visibility import NOTHING, Scope, visibility


@visibility("intake.batch")
def batches(scope: Scope) -> Q:
    """Programme officers and heads keep the registry."""
    return Q() if scope.has("programme_officer", "head") else NOTHING
