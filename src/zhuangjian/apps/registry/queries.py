"""Who may see which party, and with it everything that hangs on the party."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Exists, Q

from zhuangjian.apps.conduct.visibility import NOTHING, Scope, visibility, visible_ids
from zhuangjian.engines.rules.lookup import pack_for

# Further subqueries of party ids that an official reaches, added by the apps above (tasks assigned, teams …).
PARTY_REACH: list[Callable[[Scope], Any]] = []


@visibility("registry.party")
def parties(scope: Scope) -> Q:
    """Officials see the parties within their authorities' competence (CQ 4), the provincial authority also those
    outside the province or of unknown place, which it deals with by letters (CQ 43); a contact sees its own party."""
    if scope.official:
        reach = Q(pk__in=_in_competence(scope)) | (
            _is_provincial(scope) & ~Q(region_code__startswith=home_prefix())
        )
        for further in PARTY_REACH:
            reach |= Q(pk__in=further(scope))
        return reach
    return Q(pk__in=scope.parties) if scope.parties else NOTHING


def _in_competence(scope: Scope) -> Any:
    from zhuangjian.apps.registry.models import Jurisdiction

    return Jurisdiction._base_manager.filter(authority_id__in=scope.authorities).values("party_id")


def _is_provincial(scope: Scope) -> Q:
    from zhuangjian.apps.authorities.models import Authority

    return Q(Exists(Authority._base_manager.filter(pk=scope.authority_id, kind="municipal")))


@cache
def home_prefix() -> str:
    """First digits of the division codes of this deployment's province."""
    return pack_for(settings.REGION).head.division_prefix


def _of_party(scope: Scope) -> Q:
    return Q(party_id__in=visible_ids("registry.party", scope))


for _label in ("partyname", "partykindrow", "site", "keyperson", "licence", "product", "jurisdiction"):
    visibility(f"registry.{_label}")(_of_party)


def _of_licence(scope: Scope) -> Q:
    return Q(licence__party_id__in=visible_ids("registry.party", scope))


for _label in ("licenceunit", "licenceedition"):
    visibility(f"registry.{_label}")(_of_licence)


@visibility("registry.searchtext")
def search_texts(scope: Scope) -> Q:
    """An index, for nobody to read; searching reaches parties, which have their own rule."""
    return NOTHING


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
