"""Visibility of the ledger itself: auditors read it; its inner tables are for nobody."""

from __future__ import annotations

from django.db.models import Q

from zhuangjian.apps.conduct.visibility import NOTHING, Scope, visibility


@visibility("ledger.entry")
def entries(scope: Scope) -> Q:
    """The whole ledger is for auditors only; others see the entries of an object through that object's page."""
    return Q() if scope.has("auditor") else NOTHING


@visibility("ledger.node")
def nodes(scope: Scope) -> Q:
    """Nodes carry no content, but serve nobody outside a receipt."""
    return Q() if scope.has("auditor") else NOTHING


@visibility("ledger.request")
def requests(scope: Scope) -> Q:
    """Request keys are internal."""
    return NOTHING


@visibility("ledger.restated")
@visibility("ledger.sum")
@visibility("ledger.delta")
def vouchers(scope: Scope) -> Q:
    """Restated digests and sums over tables are read by the ledger's own checks only."""
    return NOTHING
