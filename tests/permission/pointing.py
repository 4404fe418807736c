"""Rows that a person sees, made to point at rows that they do not see: for every foreign key, found from the models."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, models, transaction

from tests.permission.province import our_models
from zhuangjian.apps.conduct.visibility import RULES, everybody_signed_in

FIRST, SECOND = 9_000_017, 9_000_026
PAIR = (FIRST, SECOND)
ELSEWHERE = 9_000_053
SPARE = (9_000_035, 9_000_044)  # what rows of a pair point at where only one row may point there
ROWS = 6  # of a model tried for one key, of these
KEPT = 2  # are made to point
# What a row shows of its target although that is not open by itself, and why.
SHOWN_TARGETS = {
    "authorities.person": "who acted in a case is named to whoever sees the case",
}
SHOWN_KEYS = {
    "inspections.deficiency.finding": "the record handed over prints the checkpoint of each deficiency (CQ 14)",
    "registry.commission.principal": "who makes for whom is in the public registers; only the file behind is not",
    "registry.commission.manufacturer": "as the other side",
    "registry.commission.product": "as both sides",
    "registry.contact.party": "an administrator links accounts to enterprises by name",
}
TEXTS = {"stage": ("teamed", "cancelled"), "status": ("planned", "done")}


@dataclass
class Outcome:
    """What became of each key for one person: whose rows stay, whose go with their target, where nothing is hidden."""

    stay: list[tuple[Any, Any, Any]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    open: set[str] = field(default_factory=set)  # models of which the person sees every row
    rowless: set[str] = field(default_factory=set)


def named(model: Any, key: Any) -> str:
    """``app.model.field``."""
    return f"{model._meta.label_lower}.{key.name}"


def keys() -> list[tuple[Any, Any]]:
    """(model, foreign key) for each key whose target is not open to everybody."""
    return [
        (model, key)
        for model in our_models()
        for key in model._meta.concrete_fields
        if key.is_relation
        and named(model, key) not in SHOWN_KEYS
        and key.related_model._meta.label_lower not in SHOWN_TARGETS
        and _can_be_hidden(key.related_model)
    ]


def _can_be_hidden(model: Any) -> bool:
    # What was published is nobody's secret: its lists show it to the public and to every official.
    return (
        model._meta.label_lower != "disclosure.notice"
        and RULES.get(model._meta.label_lower, everybody_signed_in) is not everybody_signed_in
    )


def outcome(province: Any, person: Any) -> Outcome:
    """Every key tried for this person."""
    found = Outcome()
    pairs = {}
    for _, key in keys():
        if key.related_model not in pairs:
            pairs[key.related_model] = hidden_pair(province, person, key.related_model)
    for model, key in keys():
        name = named(model, key)
        if not model.objects.visible_to(person).exists():
            found.rowless.add(name)
        elif pairs[key.related_model] is None:
            found.open.add(key.related_model._meta.label_lower)
        else:
            rows = pointed(person, model, key)
            found.stay += [(model, key, row) for row in rows]
            if not rows:
                found.gone.add(name)
    return found


def hidden_pair(province: Any, person: Any, target: Any, pair: tuple[int, int] = PAIR) -> Any:
    """Two rows of the model that this person does not see, unlike each other; None where they see every row."""
    for number, pk in enumerate(pair):
        if not target._base_manager.filter(pk=pk).exists():
            _make(province, person, target, number, pk)
    return None if target.objects.visible_to(person).filter(pk__in=pair).exists() else pair


def _make(province: Any, person: Any, target: Any, number: int, pk: int) -> None:
    seen = target.objects.visible_to(person).values("pk")
    others = target._base_manager.exclude(pk__in=PAIR + SPARE).order_by("pk")
    sample = others.exclude(pk__in=seen).first()
    row = sample or others.first()
    row.pk = pk
    unique = {
        name
        for rule in target._meta.constraints
        if isinstance(rule, models.UniqueConstraint)
        for name in rule.fields
    }
    for one in target._meta.concrete_fields:
        if one.primary_key:
            continue
        if one.is_relation:
            alone = one.unique or one.name in unique
            if one.null:
                setattr(row, one.attname, None)
            elif (sample is None or alone) and (
                elsewhere := _elsewhere(province, person, one, SPARE if alone else PAIR, number)
            ):
                setattr(row, one.attname, elsewhere)
        elif one.unique:
            setattr(row, one.attname, _another(one, pk))
        elif one.name in TEXTS:
            setattr(row, one.attname, TEXTS[one.name][number])
        elif isinstance(one, (models.CharField, models.TextField)) and not one.choices:
            if one.name in unique or one.name in {"number", "name", "item", "text", "address", "title"}:
                setattr(
                    row,
                    one.attname,
                    f"隐匿{'甲乙'[number]}{pk if one.name in unique else ''}"[: one.max_length],
                )
        elif one.name in unique | {"no"} and isinstance(one, models.IntegerField):
            setattr(row, one.attname, 41 + number + 2 * (pk in SPARE))
    if target._meta.label_lower == "registry.party":
        row.region_code = province.world.maker.region_code  # of this province, in nobody's competence
    with transaction.atomic():
        target._base_manager.bulk_create([row])
    province.stories[target._meta.label_lower, row.pk] = "hidden"


def _elsewhere(province: Any, person: Any, key: Any, pair: tuple[int, int], number: int) -> Any:
    """What a row of somebody else's points at: an authority of another province, another account, a hidden row."""
    label = key.related_model._meta.label_lower
    if label == "authorities.authority":
        row, _ = key.related_model._base_manager.get_or_create(
            pk=ELSEWHERE,
            defaults={
                "name": "外省药监局",
                "short_name": "外省局",
                "kind": "municipal",
                "region_code": "650000",
            },
        )
        return row.pk
    if label == "authorities.person":
        return province.people["other_contact" if person.username == "contact" else "contact"].pk
    if not _can_be_hidden(key.related_model) or not hidden_pair(province, person, key.related_model, pair):
        return None
    return pair[number]


def _another(one: Any, pk: int) -> Any:
    """A value of a unique column that no other row has."""
    if one.null:
        return None
    if isinstance(one, models.IntegerField):
        return pk % 10_000
    return uuid4() if isinstance(one, models.UUIDField) else f"隐匿{pk}"[: one.max_length]


def pointed(person: Any, model: Any, key: Any) -> list[Any]:
    """Rows of ``model`` made to point at the first hidden row that this person still sees; none where the row
    goes with its target, or shows it by right (whoever has a task of a party sees the party)."""
    found: list[Any] = []
    for row in model.objects.visible_to(person).exclude(pk__in=PAIR + SPARE).order_by("pk")[:ROWS]:
        hold = transaction.savepoint()
        try:
            with transaction.atomic():
                point(model, key, row, FIRST)
            target = key.related_model.objects.visible_to(person).filter(pk=FIRST)
            if model.objects.visible_to(person).filter(pk=row.pk).exists() and not target.exists():
                found.append(row)
                if len(found) == KEPT:
                    break
                continue
        except IntegrityError:  # one to one: another row points there already
            pass
        transaction.savepoint_rollback(hold)
    return found


def point(model: Any, key: Any, row: Any, pk: int) -> None:
    """Make the row point there, past every rule."""
    model._base_manager.filter(pk=row.pk).update(**{key.attname: pk})
