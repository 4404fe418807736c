"""Who may see which party, and with it everything that hangs on the party."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q

from zhuangjian.apps.conduct.visibility import NOTHING, Scope, references, sees_target, visibility
from zhuangjian.engines.rules.lookup import pack_for
from zhuangjian.kernel.area import areas


@visibility("registry.party")
def parties(scope: Scope) -> Q:
    """Officials see the parties within their authorities' competence (CQ 4), the provincial authority also those
    outside the province or of unknown place, which it deals with by letters (CQ 43); a contact sees its own party."""
    if scope.official:
        reach = _in_competence(scope) | (_is_provincial(scope) & ~Q(region_code__startswith=home_prefix()))
        for area in areas().values():
            for further in area.reach:
                # Asked of the one party: a list of all that a unit ever inspected grows with the years.
                reach |= Q(Exists(further(scope).filter(party_id=OuterRef("pk"))))
        return reach
    return Q(pk__in=scope.parties) if scope.parties else NOTHING


def competent_for(scope: Scope, party: Any) -> bool:
    """Whether the party is in the competence of the person's authorities, not only seen through a task or a team."""
    from zhuangjian.apps.registry.models import Party

    reach = _in_competence(scope) | (_is_provincial(scope) & ~Q(region_code__startswith=home_prefix()))
    return Party._base_manager.filter(reach, pk=party.pk).exists()


def _in_competence(scope: Scope) -> Q:
    from zhuangjian.apps.registry.models import Jurisdiction

    # Asked for each row looked at: a list of everything within competence is long to make for one row of it. The sum
    # keeps the database from seeking each of forty authorities in the index: a party has two or three.
    of_party = Jurisdiction._base_manager.filter(party=OuterRef("pk"))
    return Q(Exists(of_party.alias(whose=F("authority_id") + 0).filter(whose__in=scope.authorities)))


def _is_provincial(scope: Scope) -> Q:
    from zhuangjian.apps.authorities.models import Authority

    return Q(Exists(Authority._base_manager.filter(pk=scope.authority_id or 0, kind="municipal")))


def home_prefix() -> str:
    """First digits of the division codes of this deployment's province."""
    return pack_for(settings.REGION).head.division_prefix


def _of_party(scope: Scope) -> Q:
    return sees_target("registry.party", scope, "party_id")


for _label in (
    "partyname",
    "partycorrection",
    "partykindrow",
    "site",
    "keyperson",
    "licence",
    "product",
    "jurisdiction",
):
    visibility(f"registry.{_label}")(_of_party)


def _of_licence(scope: Scope) -> Q:
    return sees_target("registry.party", scope, "licence__party_id")


for _label in ("licenceunit", "licenceedition"):
    visibility(f"registry.{_label}")(_of_licence)


@visibility("registry.searchtext")
def search_texts(scope: Scope) -> Q:
    """An index, for nobody to read; searching reaches parties, which have their own rule."""
    return NOTHING


@visibility("registry.commission")
def commissions(scope: Scope) -> Q:
    """Both sides of a commission see it, each through its own party."""
    return sees_target("registry.party", scope, "principal_id") | sees_target(
        "registry.party", scope, "manufacturer_id"
    )


@visibility("registry.signal")
def signals(scope: Scope) -> Q:
    """Signals are internal: officials only, within competence (CQ 22)."""
    return _of_party(scope) if scope.official else NOTHING


@visibility("registry.interestanswer")
def interest_answers(scope: Scope) -> Q:
    """As the declaration that they belong to: the person, and heads who compose teams from their people."""
    own = Q(interest__person_id=scope.person_id)
    if scope.has("head", "programme_officer"):
        return own | Q(interest__person__authority_id__in=scope.authorities)
    return own


@visibility("registry.contact")
def contacts(scope: Scope) -> Q:
    """Administrators manage them; officials see those of their parties; a contact sees its own party's."""
    return Q() if scope.has("administrator") else _of_party(scope)


references("registry.signal", "product")
references("registry.interestanswer", "party")
