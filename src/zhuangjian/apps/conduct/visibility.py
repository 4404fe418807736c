"""Nobody reaches a row but through ``visible_to(person)``. No person, no rows; no rule, no rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Q

NOTHING = Q(pk__in=())


@dataclass(frozen=True)
class Scope:
    """What a person is, as far as seeing rows is concerned; built once per request by ``Person.scope``.

    ``authorities`` are the ids whose business the person may see (their own; for a provincial-level authority
    also its bureaus, institutions and districts), ``parties`` the ids an enterprise contact speaks for.
    """

    person_id: int
    roles: frozenset[str] = frozenset()
    authority_id: int | None = None
    authorities: frozenset[int] = frozenset()
    parties: frozenset[int] = frozenset()
    extra: dict[str, Any] = field(default_factory=dict, compare=False)

    def has(self, *roles: str) -> bool:
        """Whether the person holds any of the roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def official(self) -> bool:
        """An officer who sees cases: not auditor-only, not administrator-only, not an enterprise."""
        return (
            self.authority_id is not None
            and bool(self.roles & CASE_ROLES)
            and self.roles.isdisjoint(WITHOUT_CASES)
        )


CASE_ROLES = frozenset(
    {
        "programme_officer",
        "head",
        "inspector",
        "reviewer",
        "district_officer",
        "enforcement_officer",
    }
)

# Whoever keeps accounts or audits sees no case, and an enterprise never sees as an official does, whatever other
# role a faulty row may give them.
WITHOUT_CASES = frozenset({"administrator", "auditor", "enterprise_contact"})

Rule = Callable[[Scope], Q]
RULES: dict[str, Rule] = {}


def visibility(label: str) -> Callable[[Rule], Rule]:
    """Register the rule for a model: ``@visibility("registry.party")`` over ``scope -> Q``."""

    def keep(rule: Rule) -> Rule:
        RULES[label.lower()] = rule
        return rule

    return keep


def everybody_signed_in(scope: Scope) -> Q:
    """For reference rows without case content (authorities, calendars …)."""
    return Q()


def visible_q(model: type[models.Model], person: Any) -> Q:
    """The filter for this person on this model; matches nothing without a signed-in, active person or a rule."""
    scope = getattr(person, "scope", None)
    rule = RULES.get(model._meta.label_lower)
    if scope is None or rule is None or not getattr(person, "is_active", False):
        return NOTHING
    return rule(scope)


def visible_ids(label: str, scope: Scope) -> models.QuerySet[Any]:
    """Ids of another model's rows inside the same scope, as a subquery for use in a rule."""
    from django.apps import apps

    model = apps.get_model(label)
    rule = RULES.get(label.lower())
    return model._base_manager.filter(rule(scope) if rule else NOTHING).values("pk")


class VisibleQuerySet(models.QuerySet):
    """``Model.objects.visible_to(person)`` is the way in; actions and engines' adapters use ``unrestricted()``."""

    def visible_to(self, person: Any) -> VisibleQuerySet:
        """Rows this person may see."""
        return self.filter(visible_q(self.model, person))

    def unrestricted(self) -> VisibleQuerySet:
        """All rows, for code that has already decided who may: actions, commands, the ledger. Never for a door."""
        return self.all()


VisibleManager = models.Manager.from_queryset(VisibleQuerySet)
