"""Nobody reaches a row but through ``visible_to(person)``. No person, no rows; no rule, no rows.

What a person may not know of a row that they see is decided here too: a model's *veil* says what stands in the place of
a field, a *reference* is empty when its target is not visible. Rows from ``visible_to`` carry only what is shown, so
that pages, exports and the API cannot tell more, and lists filter and sort by what is shown (``kernel.shown.shown_name``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.query import ModelIterable
from django.db.models.sql import Query

from zhuangjian.apps.conduct.sight import KEPT, seen_ids, sees, sees_row
from zhuangjian.kernel.shown import SEEN

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
        "licensing_officer",
    }
)

OFFICIALS = CASE_ROLES
EVERY_DUTY = CASE_ROLES | {"enterprise_contact"}

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


def shows(model: type[models.Model], person: Any, pk: Any) -> bool:
    """Whether this person sees this one row: :func:`visible_q` of it, by a question that is compiled once."""
    scope = getattr(person, "scope", None)
    rule = RULES.get(model._meta.label_lower)
    if scope is None or rule is None or not getattr(person, "is_active", False):
        return False
    return sees_row(model._meta.label, scope, rule, pk)


def visible_ids(label: str, scope: Scope, where: Q | None = None) -> Any:
    """Ids of another model's rows inside the same scope (and under ``where``), for ``…__in=`` in a rule."""
    rule = RULES.get(label.lower())
    return seen_ids(label, scope, rule, where) if rule else ()


def sees_target(label: str, scope: Scope, column: str, where: Q | None = None) -> Q:
    """The row that ``column`` names is one the scope sees (and under ``where``); asked row by row, where a list of all
    would be long."""
    rule = RULES.get(label.lower())
    condition = sees(label, scope, rule, column, where) if rule else None
    return NOTHING if condition is None else Q(condition)


Veil = Callable[[Scope], Mapping[str, Any]]
VEILS: dict[str, Veil] = {}
REFERENCES: dict[str, set[str]] = {}


def veil(label: str) -> Callable[[Veil], Veil]:
    """Register what stands in the place of a model's fields: ``scope -> {column: expression}``, empty for who may know
    them all. Rows that are told alike must be given the same values."""

    def keep(rule: Veil) -> Veil:
        VEILS[label.lower()] = rule
        return rule

    return keep


def references(label: str, *names: str) -> None:
    """Foreign keys of a model that are empty for whoever does not see their target."""
    REFERENCES.setdefault(label.lower(), set()).update(names)


def shown_fields(model: type[models.Model], scope: Scope) -> dict[str, Any]:
    """Column -> what is shown in its place inside this scope; only columns for which that may differ."""
    label = model._meta.label_lower
    found: dict[str, Any] = {}
    for name in sorted(REFERENCES.get(label, ())):
        key: Any = model._meta.get_field(name)
        found[key.attname] = Case(
            When(sees_target(key.related_model._meta.label, scope, key.attname), then=F(key.attname)),
            default=None,
        )
    if label in VEILS:
        found |= VEILS[label](scope)
    return found


class AsShown(ModelIterable):
    """Rows with what is shown in place of what is stored; such a row cannot be saved (see ``conduct.apps``)."""

    def __iter__(self) -> Iterator[Any]:
        names = [n.removeprefix(SEEN) for n in self.queryset.query.annotation_select if n.startswith(SEEN)]
        for row in super().__iter__():
            hidden = []
            for name in names:
                if name in row.__dict__ and row.__dict__[name] != (shown := row.__dict__[f"{SEEN}{name}"]):
                    setattr(row, name, shown)
                    hidden.append(name)
            row.veiled = tuple(hidden)
            yield row


def refuse_veiled(instance: Any, **_: Any) -> None:
    """Keep what one person is shown from being stored as if it were so."""
    if getattr(instance, "veiled", ()):
        raise RuntimeError(f"{instance._meta.label} was read as somebody sees it: {instance.veiled}")


def as_shown(person: Any, row: Any) -> Any:
    """A stored row as this person sees it, for words about it; the row itself for the system (None)."""
    return row if person is None else type(row).objects.visible_to(person).get(pk=row.pk)


def _seen_by(rows: Any, scope: Scope) -> Any:
    rule = RULES.get(rows.model._meta.label_lower)
    rows = rows.filter(rule(scope) if rule else NOTHING)
    shown = shown_fields(rows.model, scope)
    if shown:
        rows = rows.annotate(**{f"{SEEN}{name}": value for name, value in shown.items()})
        rows._iterable_class = AsShown
    return rows


@lru_cache(KEPT)
def _kept_query(model: type[models.Model], scope: Scope, region: str) -> Any:
    return _seen_by(models.QuerySet(model), scope).query


def _as_new(rows: models.QuerySet[Any]) -> bool:
    """Whether nothing was asked of the rows yet, so that the kept query says all."""
    query = rows.query
    return (
        type(query) is Query
        and rows._iterable_class is ModelIterable  # type: ignore[attr-defined]
        and not query.alias_map
        and not query.where
        and not query.annotations
        and not query.select_related
        and not query.order_by
        and not query.extra
        and query.default_ordering
        and query.standard_ordering
        and query.deferred_loading == (frozenset(), True)
        and not (query.is_sliced or query.distinct or query.combinator or query.values_select)
    )


class VisibleQuerySet(models.QuerySet):
    """``Model.objects.visible_to(person)`` is the way in; actions and engines' adapters use ``unrestricted()``."""

    def visible_to(self, person: Any) -> VisibleQuerySet:
        """Rows this person may see, as far as they may know them."""
        if not getattr(person, "is_active", False) or getattr(person, "scope", None) is None:
            return self.filter(NOTHING)
        if not _as_new(self):
            return _seen_by(self, person.scope)
        kept = _kept_query(self.model, person.scope, settings.REGION)
        rows = self._chain()  # type: ignore[attr-defined]
        rows.query = kept.chain()
        if any(name.startswith(SEEN) for name in kept.annotations):
            rows._iterable_class = AsShown
        return rows

    def unrestricted(self) -> VisibleQuerySet:
        """All rows, for code that has already decided who may: actions, commands, the ledger. Never for a door."""
        return self.all()


VisibleManager = models.Manager.from_queryset(VisibleQuerySet)
