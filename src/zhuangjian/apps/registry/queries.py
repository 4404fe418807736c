"""Who may see which party, and with it everything that hangs on the party."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from zhuangjian.apps.conduct.visibility import NOTHING, Scope, visibility, visible_ids

# Further subqueries of party ids that an official reaches, added by the apps above (tasks assigned, teams …).
PARTY_REACH: list[Callable[[Scope], Any]] = []


@visibility("registry.party")
def parties(scope: Scope) -> Q:
    """Officials see the parties within their authorities' competence (CQ 4); a contact sees its own party."""
    if scope.official:
        reach = Q(pk__in=_in_competence(scope))
        for further in PARTY_REACH:
            reach |= Q(pk__in=further(scope))
        return reach
    return Q(pk__in=scope.parties) if scope.parties else NOTHING


def _in_competence(scope: Scope) -> Any:
    from zhuangjian.apps.registry.models import Jurisdiction

    return Jurisdiction._base_manager.filter(authority_id__in=scope.authorities).values("party_id")


def _of_party(scope: Scope) -> Q:
    return Q(party_id__in=visible_ids("registry.party", scope))


for _label in ("partyname", "partykindrow", "site", "keyperson", "licence", "product", "jurisdiction"):
    visibility(f"registry.{_label}")(_of_party)


@visibility("registry.licenceunit")
def licence_units(scope: Scope) -> Q:
    """Through the licence's party."""
    return Q(licence__party_id__in=visible_ids("registry.party", scope))


@visibility("registry.commission")
def commissions(scope: Scope) -> Q:
    """Both sides of a commission see it, each through its own party."""
    ids = visible_ids("registry.party", scope)
    return Q(principal_id__in=ids) | Q(manufacturer_id__in=ids)


@visibility("registry.signal")
def signals(scope: Scope) -> Q:
    """Signals are internal: officials only, within competence (CQ 22)."""
    return _of_party(scope) if scope.official else NOTHING


@visibility("registry.contact")
def contacts(scope: Scope) -> Q:
    """Administrators manage them; officials see those of their parties; a contact sees its own party's."""
    return Q() if scope.has("administrator") else _of_party(scope)
