"""What one piece of taking changed in the registry, kept so that it can be taken back exactly.

Made rows by key, changed columns with what stood there before and after, deleted rows whole. Search words and licensed
units are not kept: they follow from the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models

from zhuangjian.apps.registry.models import Jurisdiction, Licence, LicenceUnit, Party

# What stands in no journal: derived from the rest, or a clock's.
LEFT_OUT = {"updated_at"}
CHUNK = 400


@dataclass
class Journal:
    """``made``: keys by model. ``changed``: (before, after) by model, key and column. ``gone``: whole rows by model.
    ``competent``: the stored competence of parties before it was settled anew."""

    made: dict[str, list[int]] = field(default_factory=dict)
    changed: dict[str, dict[str, dict[str, list[Any]]]] = field(default_factory=dict)
    gone: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    competent: dict[str, list[list[Any]]] = field(default_factory=dict)
    _before: list[tuple[models.Model, dict[str, Any]]] = field(default_factory=list)

    def will_write(self, rows: Iterable[models.Model]) -> None:
        """Keep what stands in rows that are stored already and will be written."""
        self._before = []
        for model, found in _by_model(rows).items():
            for before in _stored(model, list(found), columns(model)):
                self._before.append((found[before["pk"]], before))

    def has_written(self) -> None:
        """Note what changed in them. Only now is it known: a row may point to one that had no key before."""
        for row, before in self._before:
            pairs = {n: [_plain(before[n]), _plain(getattr(row, n))] for n in columns(type(row))}
            kept = {n: pair for n, pair in pairs.items() if pair[0] != pair[1]}
            if kept:
                self._note(type(row), before["pk"], kept)
        self._before = []

    def will_set(self, model: type[models.Model], keys: list[int], name: str, value: date) -> None:
        """Note that a column of these rows will be this day where it is earlier."""
        for before in _stored(model, keys, [name]):
            if before[name] is None or before[name] < value:
                self._note(model, before["pk"], {name: [_plain(before[name]), _plain(value)]})

    def will_go(self, rows: Iterable[models.Model]) -> None:
        """Note rows that will be deleted."""
        for row in rows:
            whole = {"id": row.pk, **{n: _plain(getattr(row, n)) for n in columns(type(row))}}
            self.gone.setdefault(row._meta.label_lower, []).append(whole)

    def will_settle(self, parties: Iterable[int]) -> None:
        """Note the competence of parties that will be settled anew."""
        keys = list(parties)
        self.competent = {str(key): [] for key in keys}
        rows = Jurisdiction.objects.unrestricted().filter(party_id__in=keys).order_by("pk")
        for party, *rest in rows.values_list("party_id", "authority_id", "article", "reason"):
            self.competent[str(party)].append(rest)

    def has_made(self, rows: Iterable[models.Model]) -> None:
        """Note rows that were stored for the first time."""
        for model, found in _by_model(rows).items():
            if model is not LicenceUnit:
                self.made.setdefault(model._meta.label_lower, []).extend(found)

    def _note(self, model: type[models.Model], key: int, kept: dict[str, list[Any]]) -> None:
        known = self.changed.setdefault(model._meta.label_lower, {}).setdefault(str(key), {})
        for name, (before, after) in kept.items():
            known[name] = [known[name][0] if name in known else before, after]

    def to_dict(self) -> dict[str, Any]:
        """JSON form."""
        return {
            "made": self.made,
            "changed": self.changed,
            "gone": self.gone,
            "competent": self.competent,
        }


class Conflict(Exception):
    """Something else has changed, or refers to, what is to be taken back."""

    def __init__(self, label: str, key: int, words: str) -> None:
        super().__init__(words)
        self.label, self.key, self.words = label, key, words


def take_back(journal: dict[str, Any], order: Iterable[type[models.Model]]) -> set[int]:
    """Undo one journal; the parties whose search words must be made anew. Raises Conflict, and then everything of the
    transaction must be rolled back. ``order`` is that of writing."""
    touched: set[int] = set()
    for label, rows in journal["changed"].items():
        touched |= _restore(apps.get_model(label), rows)
    models_ = list(order)
    for model in reversed(models_):
        keys = journal["made"].get(model._meta.label_lower, [])
        touched |= _parties_of(model, keys)
        _delete(model, keys)
    for model in models_:
        _bring_back(model, journal["gone"].get(model._meta.label_lower, []))
    _settle_back(journal["competent"])
    return touched


def columns(model: type[models.Model]) -> list[str]:
    """The columns of a model that a journal keeps, by attribute."""
    return [f.attname for f in model._meta.concrete_fields if not f.primary_key and f.attname not in LEFT_OUT]


def _by_model(rows: Iterable[models.Model]) -> dict[type[models.Model], dict[int, models.Model]]:
    found: dict[type[models.Model], dict[int, models.Model]] = {}
    for row in rows:
        found.setdefault(type(row), {})[int(row.pk)] = row
    return found


def _stored(model: type[models.Model], keys: list[int], names: list[str]) -> Iterable[dict[str, Any]]:
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        yield from model._base_manager.filter(pk__in=part).order_by("pk").values("pk", *names)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _restore(model: type[models.Model], rows: dict[str, dict[str, list[Any]]]) -> set[int]:
    touched: set[int] = set()
    names = sorted({name for kept in rows.values() for name in kept})
    for now in list(_stored(model, [int(key) for key in rows], names)):
        kept = rows[str(now["pk"])]
        for name, (_, after) in kept.items():
            if _plain(now[name]) != after:
                title = model._meta.get_field(name).verbose_name
                raise Conflict(model._meta.label_lower, now["pk"], f"的“{title}”此后又有改动")
        values = {name: _python(model, name, before) for name, (before, _) in kept.items()}
        model._base_manager.filter(pk=now["pk"]).update(**values)
        if model is Party:
            touched.add(now["pk"])
        if model is Licence and "scope_text" in kept:
            _units_anew(now["pk"])
    missing = {int(key) for key in rows} - set(
        model._base_manager.filter(pk__in=[int(key) for key in rows]).values_list("pk", flat=True)
    )
    if missing:
        raise Conflict(model._meta.label_lower, min(missing), "此后已删去")
    return touched


def _python(model: type[models.Model], name: str, value: Any) -> Any:
    found = model._meta.get_field(name)
    return value if isinstance(found, models.JSONField) else found.to_python(value)


def _units_anew(licence: int) -> None:
    from zhuangjian.apps.registry.scopes import units_of

    row = Licence._base_manager.get(pk=licence)
    LicenceUnit._base_manager.filter(licence=row).delete()
    for unit in units_of(row.scope_text):
        LicenceUnit.objects.create(
            licence=row, unit=unit.name, categories=unit.categories, remark=unit.remark
        )


def _parties_of(model: type[models.Model], keys: list[int]) -> set[int]:
    """Parties that have a name which will be gone."""
    if model._meta.label_lower != "registry.partyname":
        return set()
    return set(model._base_manager.filter(pk__in=keys).values_list("party_id", flat=True))


# Rows that go with what they are about.
_DERIVED = {"registry.searchtext", "registry.jurisdiction", "registry.licenceunit"}


def _delete(model: type[models.Model], keys: list[int]) -> None:
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        for relation in model._meta.related_objects:
            if relation.related_model._meta.label_lower in _DERIVED:
                continue
            held = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": part})
            found = held.values_list(relation.field.attname, flat=True).first()
            if found is not None:
                words = f"已有{relation.related_model._meta.verbose_name}与它相关"
                raise Conflict(model._meta.label_lower, int(found), words)
        model._base_manager.filter(pk__in=part).delete()


def _bring_back(model: type[models.Model], rows: list[dict[str, Any]]) -> None:
    for row in rows:
        model._base_manager.create(**{name: _python(model, name, value) for name, value in row.items()})


def _settle_back(competent: dict[str, list[list[Any]]]) -> None:
    keys = [int(key) for key in competent]
    for start in range(0, len(keys), CHUNK):
        Jurisdiction._base_manager.filter(party_id__in=keys[start : start + CHUNK]).delete()
    Jurisdiction.objects.bulk_create(
        [
            Jurisdiction(party_id=int(party), authority_id=authority, article=article, reason=reason)
            for party, rows in competent.items()
            for authority, article, reason in rows
        ]
    )
