"""What was published, for the public and for officials."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from zhuangjian.apps.conduct.visibility import NOTHING, Scope, references, visibility
from zhuangjian.apps.disclosure.models import Notice, NoticeKind, Publication


@visibility("disclosure.publication")
def publications(scope: Scope) -> Q:
    """Officials see all publications, withdrawn ones too; others use :func:`published`."""
    return Q() if scope.official else NOTHING


references("disclosure.publication", "inspection")


@visibility("disclosure.notice")
def notices(scope: Scope) -> Q:
    """Officials see all, withdrawn ones too; others use :func:`published_notices`."""
    return Q() if scope.official else NOTHING


references("disclosure.notice", "inspection", "measure", "lifting", "obstruction", "penalty")


def published() -> Any:
    """What everybody may read without signing in; holds copies of publishable facts only."""
    return Publication.objects.unrestricted().filter(withdrawn_at=None)


def published_notices() -> Any:
    """Measures, liftings, obstructions and penalties that everybody may read without signing in; copies of publishable
    facts only, and of penalties only until their time is over."""
    return _in_time().filter(withdrawn_at=None)


def taken_down() -> Any:
    """Penalties that were taken down before their time: the public is told of each that it was, and why."""
    return _in_time().filter(kind=NoticeKind.PENALTY).exclude(withdrawn_at=None)


def _in_time() -> Any:
    return Notice.objects.unrestricted().filter(Q(until=None) | Q(until__gte=timezone.localdate()))
