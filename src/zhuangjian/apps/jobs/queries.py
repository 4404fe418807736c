"""Whose jobs are whose."""

from __future__ import annotations

from django.db.models import Q

from zhuangjian.apps.conduct.visibility import Scope, visibility


@visibility("jobs.job")
def jobs(scope: Scope) -> Q:
    """One's own, nobody else's."""
    return Q(person_id=scope.person_id)
