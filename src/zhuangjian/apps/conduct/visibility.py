"""Nobody reaches a row but through ``visible_to(person)``. No person, no rows; no rule, no rows.

What a person may not know of a row that they see is decided here too: a model's *veil* says what stands in the place of
a field, a *reference* is empty when its target is not visible. Rows from ``visible_to`` carry only what is shown, so
that pages, exports and the API cannot tell more, and lists filter and sort by what is shown (:func:`shown_name`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.constants import LOOKUP_SEP
from django.db.models.query import ModelIterable

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


def sees_target(label: str, scope: Scope, column: str) -> Q:
    """The row that ``column`` names is one the scope sees; asked row by row, where a list of all would be long."""
    return Q(Exists(visible_ids(label, scope).filter(pk=OuterRef(column))))


SEEN = "seen_"
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


def shown_fields(model: type[models.Model], person: Any) -> dict[str, Any]:
    """Column -> what this person is shown in its place; only columns for which that may differ."""
    scope = getattr(person, "scope", None)
    if scope is None:
        return {}
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


def shown_name(rows: models.QuerySet[Any], lookup: str) -> tuple[str, Q]:
    """``lookup`` over what these rows show in place of the stored field, and what must hold to look behind it."""
    first, *rest = lookup.split(LOOKUP_SEP)
    annotated = rows.query.annotations
    if f"{SEEN}{first}" in annotated:
        return LOOKUP_SEP.join((f"{SEEN}{first}", *rest)), Q()
    key = f"{SEEN}{first}_id"
    if key in annotated:
        if not rest or rest in (["in"], ["exact"], ["isnull"], ["pk"], ["id"]):
            return LOOKUP_SEP.join((key, *(part for part in rest if part not in ("pk", "id")))), Q()
        return lookup, Q((f"{key}__isnull", False))
    return lookup, Q()


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


class VisibleQuerySet(models.QuerySet):
    """``Model.objects.visible_to(person)`` is the way in; actions and engines' adapters use ``unrestricted()``."""

    def visible_to(self, person: Any) -> VisibleQuerySet:
        """Rows this person may see, as far as they may know them."""
        rows = self.filter(visible_q(self.model, person))
        shown = shown_fields(self.model, person)
        if not shown:
            return rows
        rows = rows.annotate(**{f"{SEEN}{name}": value for name, value in shown.items()})
        rows._iterable_class = AsShown  # type: ignore[attr-defined]
        return rows

    def unrestricted(self) -> VisibleQuerySet:
        """All rows, for code that has already decided who may: actions, commands, the ledger. Never for a door."""
        return self.all()


VisibleManager = models.Manager.from_queryset(VisibleQuerySet)
