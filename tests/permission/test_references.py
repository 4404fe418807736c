"""What is hidden is hidden in what points to it: every foreign key of every model, found from the models.

A row that a person sees is made to point at a row that they do not see, first at one, then at another of another kind,
number, party and state. Every page, list, export and API answer must be the same, and name neither of their ids.
"""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, models, transaction
from django.test import Client

from tests.permission.crawling import crawl, differences
from tests.permission.province import our_models, story_of
from zhuangjian.apps.conduct.visibility import RULES, everybody_signed_in

FIRST, SECOND = 9_000_017, 9_000_026
# What a row shows of its target although that is not open by itself, and why.
SHOWN = {
    "authorities.person": "who acted in a case is named to whoever sees the case",
    "registry.commission": "who makes for whom is in the public registers; only the file behind the name is not",
    "inspections.deficiency": "the record handed over prints the checkpoint of each deficiency (CQ 14)",
    "registry.contact": "an administrator links accounts to enterprises by name",
}
DIFFERENT = {
    "stage": ("teamed", "cancelled"),
    "status": ("planned", "done"),
    "number": ("隐匿甲号", "隐匿乙号"),
    "name": ("隐匿甲公司", "隐匿乙公司"),
    "item": ("3", "4"),
    "no": (41, 42),
    "text": ("隐匿甲", "隐匿乙"),
    "address": ("隐匿甲路", "隐匿乙路"),
}
GENERIC = (("target_model", "target_id"), ("object_model", "object_id"))


def keys():
    """(model, foreign key) for each key whose target is not open to everybody."""
    for model in our_models():
        for field in model._meta.concrete_fields:
            if not field.is_relation or model._meta.label_lower in SHOWN:
                continue
            target = field.related_model._meta.label_lower
            if target not in SHOWN and RULES.get(target, everybody_signed_in) is not everybody_signed_in:
                yield model, field


def hidden_pair(province, person, target):
    """Two rows of the model that this person does not see, unlike each other; None where there cannot be any."""
    made = [pk for pk in (FIRST, SECOND) if target._base_manager.filter(pk=pk).exists()]
    if made:
        return made
    seen = target.objects.visible_to(person).values("pk")
    sample = target._base_manager.exclude(pk__in=seen).order_by("pk").first() or target._base_manager.first()
    for number, pk in enumerate((FIRST, SECOND)):
        row = target._base_manager.get(pk=sample.pk)
        row.pk = pk
        for field in target._meta.concrete_fields:
            if field.name in DIFFERENT and not field.is_relation:
                setattr(row, field.attname, DIFFERENT[field.name][number])
            elif field.unique and not field.primary_key:
                setattr(row, field.attname, _another(field, pk))
        try:
            with transaction.atomic():
                target._base_manager.bulk_create([row])
        except (IntegrityError, ValueError):
            return None
        made.append(row.pk)
        province.stories[target._meta.label_lower, pk] = "hidden"
    if target.objects.visible_to(person).filter(pk__in=made).exists():
        target._base_manager.filter(pk__in=made).delete()
        return None
    return made


def _another(field, pk):
    """A value of a unique column that no other row has."""
    if field.null:
        return None
    return uuid4() if isinstance(field, models.UUIDField) else f"隐匿{pk}"[: field.max_length]


def pointed(person, model, field, pk):
    """A row of ``model`` made to point at ``pk`` that this person still sees; None where seeing hangs on the target."""
    for row in model.objects.visible_to(person).order_by("pk")[:6]:
        hold = transaction.savepoint()
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=row.pk).update(**{field.attname: pk})
            target = field.related_model.objects.visible_to(person).filter(pk=pk)
            if model.objects.visible_to(person).filter(pk=row.pk).exists() and not target.exists():
                return row
        except IntegrityError:
            pass
        transaction.savepoint_rollback(hold)
    return None


@pytest.mark.parametrize("name", ["contact", "inspector2", "district_officer", "head"])
def test_a_row_tells_nothing_of_a_target_that_the_person_does_not_see(province, name):
    person = province.people[name]
    pointing = []
    for model, field in keys():
        pair = hidden_pair(province, person, field.related_model)
        row = pair and pointed(person, model, field, pair[0])
        if row:
            pointing.append((model, field, row, pair))
    assert pointing, "nothing of this person's points anywhere"
    client = Client(raise_request_exception=False)
    client.force_login(person)
    stories = {story_of(province, row) for _, _, row, _ in pointing} | {"maker", "shop"}
    answers = []
    for which in (0, 1):
        for model, field, row, pair in pointing:
            model._base_manager.filter(pk=row.pk).update(**{field.attname: pair[which]})
        answers.append(crawl(client, province, name, stories, searching=False))
    told = differences(*answers)
    told += [
        f"{address}: names {pk}"
        for found in answers
        for address, (_, text) in found.items()
        for pk in (FIRST, SECOND)
        if str(pk) in text and str(pk) not in address
    ]
    told += [f"{address}: {code}" for address, (code, _) in answers[0].items() if code >= 500]
    names = sorted({f"{model._meta.label}.{field.name}" for model, field, _, _ in pointing})
    assert not told, "\n".join([*sorted(set(told)), f"pointing: {names}"])


def test_every_generic_pair_is_decided_by_its_target():
    """Models that name a target by model and id are listed with how their rule hangs on it."""
    pairs = {
        model._meta.label_lower
        for model in our_models()
        for pair in GENERIC
        if set(pair) <= {field.name for field in model._meta.concrete_fields}
    }
    # Documents and duties are seen through their target; the ledger's entries are the auditors' alone, and what an
    # upgrade restated is nobody's.
    assert pairs == {"documents.document", "duties.duty", "ledger.entry", "ledger.restated"}


@pytest.mark.parametrize("label", ["documents.document", "duties.duty"])
@pytest.mark.parametrize("name", ["contact", "inspector2", "head", "expert"])
def test_a_document_or_duty_is_not_there_for_who_does_not_see_its_target(province, name, label):
    from django.apps import apps

    person = province.people[name]
    model = apps.get_model(label)
    for target in ("inspections.inspection", "programme.task", "rectification.rectification"):
        kind = apps.get_model(target)
        pair = hidden_pair(province, person, kind)
        if pair is None:
            continue
        row = model._base_manager.create(
            **_own(model, person, province), target_model=target, target_id=pair[0]
        )
        assert not model.objects.visible_to(person).filter(pk=row.pk).exists(), target


def _own(model, person, province):
    """Columns that would make the row the person's own but for its target."""
    sample = model._base_manager.order_by("pk").first()
    values = {
        f.attname: getattr(sample, f.attname)
        for f in model._meta.concrete_fields
        if not f.primary_key and f.name not in ("target_model", "target_id", "public_id")
    }
    if model._meta.label_lower == "duties.duty":
        party = person.contact_for.first()
        values |= {
            "person_id": None if party else person.pk,
            "done_at": None,
            "authority_id": None,
            "role": "",
        }
        values |= {"holder_party_id": party.party_id if party else None}
    return values
