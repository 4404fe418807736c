"""What was published, for the public and for officials."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from zhuangjian.apps.conduct.visibility import NOTHING, Scope, references, visibility
from zhuangjian.apps.disclosure.models import Publication


@visibility("disclosure.publication")
def publications(scope: Scope) -> Q:
    """Officials see all publications, withdrawn ones too; others use :func:`published`."""
    return Q() if scope.official else NOTHING


references("disclosure.publication", "inspection")


def published() -> Any:
    """What everybody may read without signing in; holds copies of publishable facts only."""
    return Publication.objects.unrestricted().filter(withdrawn_at=None)
