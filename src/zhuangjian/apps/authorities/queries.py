"""Who may see authorities, people and their qualifications."""

from __future__ import annotations

from django.db.models import Q

from zhuangjian.apps.conduct.visibility import Scope, everybody_signed_in, visibility

visibility("authorities.authority")(everybody_signed_in)


@visibility("authorities.person")
def people(scope: Scope) -> Q:
    """Administrators see all accounts; officials their colleagues and those they direct; everybody themselves."""
    if scope.has("administrator"):
        return Q()
    own = Q(pk=scope.person_id)
    return own | Q(authority_id__in=scope.authorities) if scope.official else own


def _of_person(scope: Scope) -> Q:
    if scope.has("administrator"):
        return Q()
    own = Q(person_id=scope.person_id)
    return own | Q(person__authority_id__in=scope.authorities) if scope.official else own


for _label in ("personrole", "credential", "expertise"):
    visibility(f"authorities.{_label}")(_of_person)


@visibility("authorities.interest")
def interests(scope: Scope) -> Q:
    """Declared interests are personal: the person, and heads who compose teams from their people."""
    own = Q(person_id=scope.person_id)
    if scope.has("head", "programme_officer"):
        return own | Q(person__authority_id__in=scope.authorities)
    return own


@visibility("authorities.apitoken")
def tokens(scope: Scope) -> Q:
    """One's own tokens; administrators see whose tokens exist (never the tokens)."""
    return Q() if scope.has("administrator") else Q(person_id=scope.person_id)


@visibility("authorities.signinevent")
def sign_ins(scope: Scope) -> Q:
    """One's own sign-ins; administrators all of them."""
    return Q() if scope.has("administrator") else Q(person_id=scope.person_id)
