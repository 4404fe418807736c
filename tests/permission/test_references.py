"""What is hidden is hidden in what points to it: every foreign key of every model × every person, from the models.

A row that a person sees is made to point at a row that they do not see, first at one, then at another of another kind,
number, party and state. Every page, list, export and API answer must be the same, and name neither of their ids.
"""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client

from tests.permission.crawling import crawl, differences
from tests.permission.expectations import CAST, POLICIES
from tests.permission.pointing import PAIR, hidden_pair, keys, named, outcome, point
from tests.permission.province import our_models, story_of

GENERIC = (("target_model", "target_id"), ("object_model", "object_id"))
# One of each kind of person reads everything twice; who is of the same kind as one of these once, for the words alone.
COMPARED = ("head", "inspector2", "expert", "district_officer", "administrator", "contact")
# Where a person may see the rows that were made: who keeps the registers, and who verifies.
NOWHERE = ("/nowhere",)
REGISTERS = ("/intake/", "/api/intake", "/api/authorities")
ASKED = (
    "/benchmark/events/",
    "/api/benchmark-events",
    "/improvement/surveys/",
    "/api/surveys",
    "/standards/opinions/",
    "/api/production-opinions",
)
# The committee serves all units: every official sees every member. What is told the public is for every official too.
COMMITTEE = (
    "/guidance/experts/",
    "/api/guidance-experts",
    "/cogovernance/",
    "/api/public-texts",
    # Officials and enterprises are all invited.
    "/benchmark/events/",
    "/api/benchmark-events",
)
TELLS_ALL = dict.fromkeys(POLICIES["officials"], COMMITTEE) | {
    "programme_officer": (*REGISTERS, *COMMITTEE),
    "head": (*REGISTERS, *COMMITTEE),
    "auditor": ("/api/ledger/verify", "/ledger/"),
    # Every enterprise is asked, and may say what it thinks of a draft.
    "contact": ASKED,
    "other_contact": ASKED,
}
# One of the forms of obstruction is called by the word that marks the hidden rows here.
FORM_OF_OBSTRUCTION = "隐匿证据"
# Keys of which no person sees a row, so that there is nothing to show.
NEVER_SEEN = {"registry.searchtext.party"}
# Whoever keeps the registers sees all of them, and nobody else sees any: a row goes with its target.
KEEPERS = ("programme_officer", "head")
# A run names no party: every official sees it, and who assesses signals is an official. Both learners are of the bureau;
# who runs it, or the province, sees what either did.
RUN = (*KEEPERS, "bureau_head")
SEES_ALL = {
    "benchmark.event": set(POLICIES["survey"]),
    "cogovernance.piece": set(POLICIES["officials"]),
    "intake.batch": KEEPERS,
    "intake.sourcerow": KEEPERS,
    "risk.run": set(POLICIES["officials"]),
    "risk.warningrun": set(POLICIES["officials"]),
    "guidance.expert": set(POLICIES["officials"]),
    "guidance.pairinglist": set(POLICIES["survey"]),
    "improvement.survey": ("contact", "other_contact"),
    "standards.opinion": ("contact", "other_contact"),
    "training.sitting": RUN,
    "training.hourentry": RUN,
    "training.item": KEEPERS,
    "training.itemversion": KEEPERS,
}
AMONG_KEEPERS = {
    "benchmark.attendance.event",
    "guidance.pairing.listing",
    "cogovernance.piece.replaces",
    "guidance.expertconflict.expert",
    "intake.batchchange.batch",
    "intake.quarantine.row",
    "intake.quarantine.batch",
    "intake.sourcerow.batch",
    "risk.signalcase.run",
    "risk.warningscore.run",
}


@pytest.mark.parametrize("name", CAST)
def test_a_row_tells_nothing_of_a_target_that_the_person_does_not_see(province, name):
    person = province.people[name]
    found = outcome(province, person)
    told = [
        f"{named(model, key)}: rows as this person sees them name a hidden row"
        for model, key, row in found.stay
        if getattr(model.objects.visible_to(person).get(pk=row.pk), key.attname) is not None
    ]
    client = Client(raise_request_exception=False)
    client.force_login(person)
    stories = {story_of(province, row) for _, _, row in found.stay} | {"maker", "shop"}
    answers = []
    for pk in PAIR if name in COMPARED else PAIR[:1]:
        for model, key, row in found.stay:
            point(model, key, row, pk)
        answers.append(crawl(client, province, name, stories, searching=False))
    told += [
        words
        for words in differences(answers[0], answers[-1])
        if not words.startswith(TELLS_ALL.get(name, NOWHERE))
    ]
    told += [
        f"{address}: names {words}"
        for seen in answers
        for address, (_, text) in seen.items()
        for words in ("隐匿", *map(str, PAIR))
        if words in text.replace(FORM_OF_OBSTRUCTION, "")
        and words not in address
        and not address.startswith(TELLS_ALL.get(name, NOWHERE))
    ]
    told += [f"{address}: {code}" for address, (code, _) in answers[0].items() if code >= 500]
    names = sorted({named(model, key) for model, key, _ in found.stay})
    assert not told, "\n".join([*sorted(set(told)), f"pointing: {names}"])


def test_every_foreign_key_was_tried_with_a_hidden_target_for_somebody(province):
    """No key passes because nobody of the cast has a row of its model, or because nothing could be hidden."""
    tried = set()
    for name in CAST:
        hold = transaction.savepoint()
        found = outcome(province, province.people[name])
        tried |= {named(model, key) for model, key, _ in found.stay} | found.gone
        transaction.savepoint_rollback(hold)
        for label in found.open:
            assert name in SEES_ALL[label], f"{name} sees every {label}"
    assert {named(model, key) for model, key in keys()} - tried == NEVER_SEEN | AMONG_KEEPERS


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
