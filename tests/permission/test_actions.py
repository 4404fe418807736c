"""Doors 3 and 4: acting through pages and through the API. Every action × every person × every row."""

from __future__ import annotations

import json
import re
from uuid import uuid4

import pytest
from django.test import Client

from tests.permission.doors import chosen, text_of
from tests.permission.expectations import CAST, NOBODY, sees
from tests.permission.far import keys_in
from tests.permission.province import story_of
from zhuangjian.apps.conduct.public_ids import id_of
from zhuangjian.apps.conduct.visibility import CASE_ROLES
from zhuangjian.apps.ledger.act import Act
from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.apps.ledger.models import Entry

OWN = set(CAST)
HEADS = {"head", "bureau_head", "institution_head", "district_head"}
OFFICIALS = set(CAST) - {"auditor", "administrator", "contact", "other_contact"}
CONTACTS = {"contact", "other_contact"}

# Who may ever be offered an action, by the longest beginning of its name. A new action that falls under no line fails.
OFFERED: dict[str, set[str]] = {
    "authorities.": {"administrator"},
    "authorities.add_credential": {"administrator"} | HEADS,
    "authorities.change_credential": {"administrator"} | HEADS,
    "authorities.set_expertise": {"administrator"} | HEADS,
    "authorities.declare_interest": OFFICIALS | {"auditor", "administrator"},
    "authorities.end_interest": OFFICIALS | {"auditor", "administrator"},
    "authorities.change_password": OWN,
    "authorities.begin_totp": OWN,
    "authorities.confirm_totp": OWN,
    "authorities.remove_totp": OWN,
    "authorities.create_token": OWN,
    "authorities.revoke_token": OWN,
    "programme.": {"programme_officer"} | HEADS,
    "planning.": {"programme_officer"} | HEADS,
    "draws.": {"programme_officer"} | HEADS,
    "programme.register_application": {"licensing_officer"},
    "programme.no_visit": {"licensing_officer"},
    "rectification.answer_revocation": {"licensing_officer"},
    "enforcement.": OFFICIALS,
    "review.": OFFICIALS,
    "outside.": OFFICIALS,
    "urgent.": OFFICIALS,
    "casefile.": {"programme_officer"} | HEADS,
    "improvement.": OFFICIALS,
    "improvement.answer_survey": CONTACTS,
    "review.confirm": OFFICIALS | CONTACTS,
    "cooperation.": OFFICIALS,
    "measures.": OFFICIALS,
    "measures.apply_lifting": CONTACTS,
    "measures.report_": CONTACTS,
    "inspections.": OFFICIALS,
    "inspections.hand_in": OFFICIALS | CONTACTS,
    "evidence.": OFFICIALS,
    "outing.": OFFICIALS,
    "documents.import_text": {"programme_officer", "administrator"},
    "documents.": OFFICIALS,
    "duties.record_ledger_audit": {"auditor"},
    "duties.record_account_review": {"administrator"},
    "ledger.examine_altered": {"auditor", "administrator"},
    "ledger.accept_sums": {"auditor", "administrator"},
    "disclosure.": OFFICIALS,
    "registry.": OFFICIALS,
    "registry.answer_interest": OFFICIALS | {"auditor", "administrator"},
    "registry.tie_contact": {"administrator"},
    "registry.end_contact": CONTACTS | {"administrator"},
    "risk.": OFFICIALS,
    "risk.object": CONTACTS,
    "intake.": {"programme_officer", "head"},
    "rectification.": OFFICIALS,
    "rectification.submit_": CONTACTS,
    "rules.": OFFICIALS,
    "standards.": OFFICIALS,
    "standards.comment": OFFICIALS | CONTACTS,
    "standards.declare": CONTACTS,
    "standards.end": OFFICIALS | CONTACTS,
    "benchmark.": OFFICIALS,
    "benchmark.apply": CONTACTS,
    "benchmark.accept": CONTACTS,
    "benchmark.renew": CONTACTS,
    "benchmark.step_back": CONTACTS,
    "benchmark.write_practice": CONTACTS,
    "benchmark.rewrite_practice": CONTACTS,
    "benchmark.join": CONTACTS,
    "concern.": OFFICIALS,
    "cogovernance.": OFFICIALS,
    "guidance.": OFFICIALS,
    "guidance.confirm": CONTACTS,
    "guidance.wish_pairing": CONTACTS,
    "guidance.answer_visit": CONTACTS,
    "guidance.report_restart": OFFICIALS | CONTACTS,
    "training.": OFFICIALS,
    "warning.": OFFICIALS,
    "warning.confirm": CONTACTS,
    "warning.answer_check": CONTACTS,
    "training.register": OFFICIALS | CONTACTS,
    "training.withdraw": OFFICIALS | CONTACTS,
    "training.sign_in": OFFICIALS | CONTACTS,
    "training.begin_exam": OFFICIALS | CONTACTS,
    "training.answer": OFFICIALS | CONTACTS,
    "training.finish": OFFICIALS | CONTACTS,
    "training.declare_post": CONTACTS,
    "training.end_post": CONTACTS,
}


def offered(name: str) -> set[str]:
    """The people of the cast to whom an action may be offered at all."""
    lines = [start for start in OFFERED if name.startswith(start)]
    assert lines, f"{name}: say in tests/permission/test_actions.py who may be offered it"
    return OFFERED[max(lines, key=len)]


def test_every_action_has_a_chinese_title_a_model_and_titled_fields():
    for name, action in ACTIONS.items():
        assert any("\u4e00" <= c <= "\u9fff" for c in action.title), name
        assert action.model._meta.label_lower, name
        for field, info in action.Input.model_fields.items():
            extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
            if field != "expected_version" and extra.get("widget") != "hidden":
                assert info.title, f"{name}.{field}"


@pytest.mark.parametrize("name", CAST)
def test_nobody_is_offered_an_action_outside_their_role(province, name):
    from zhuangjian.apps.authorities.models import Person

    person = Person.objects.get(username=name)
    wrong = []
    for action in ACTIONS.values():
        if name in offered(action.name):
            continue
        rows = [None] if action.creates else action.model._base_manager.all()
        for row in rows:
            seen = row is None or sees(name, row._meta.label_lower, story_of(province, row))
            if seen and action.allowed(person, row):
                wrong.append(f"{action.name} on {row}")
    assert not wrong, "\n".join(sorted(set(wrong)))


def tried(client: Client, action: type[Act], pk: object, door: str) -> object:
    """The answer to an empty attempt through one of the two doors."""
    if door == "page":
        # As the page's own script posts: the answer is a part without the frame.
        data = {"target": str(pk)} if pk is not None else {}
        return client.post(f"/do/{action.name}/", data, headers={"HX-Request": "true"})
    address = f"/api/do/{action.name}" + ("" if pk is None else f"/{pk}")
    return client.post(address, json.dumps({}), "application/json")


@pytest.mark.parametrize("door", ["page", "api"])
@pytest.mark.parametrize("name", CAST)
def test_an_empty_attempt_on_any_row_is_answered_as_the_table_says(province, name, door):
    """An invisible row is answered as one that does not exist; nobody does what is not theirs; nothing breaks."""
    client = Client(raise_request_exception=False)
    client.force_login(province.people[name])
    wrong = []
    for action in sorted(ACTIONS.values(), key=lambda a: a.name):
        rows = [None] if action.creates else tried_rows(province, action, name)
        for row in rows if door == "page" else rows[-1:]:
            story = "" if row is None else story_of(province, row)
            seen = row is None or sees(name, row._meta.label_lower, story)
            before = Entry.objects.count()
            answer = tried(client, action, id_of(row) if row else None, door)
            place = f"{action.name} ({story}): {answer.status_code}"
            entered = Entry.objects.count() != before
            wrong += [f"{place}: holds the database's key {key}" for key in keys_in(text_of(answer))]
            if not seen and answer.status_code != 404:
                wrong.append(f"{place} for a row that is not visible")
            if seen and answer.status_code not in {200, 204, 302, 403, 409, 422}:
                wrong.append(place)
            if entered and name not in offered(action.name):
                wrong.append(f"{place} did something")
            if entered and answer.status_code >= 400:
                wrong.append(f"{place} refused and yet entered")
            if entered:
                client.force_login(province.people[name])
    assert not wrong, "\n".join(sorted(set(wrong)))


def tried_rows(province, action, name) -> list:
    """One row that the person sees, one that they do not."""
    rows = chosen(province, action.model._meta.label_lower, name)
    seen = [row for row in rows if sees(name, row._meta.label_lower, story_of(province, row))]
    return seen[:1] + [row for row in rows if row not in seen][:1]


def test_an_invisible_row_is_answered_word_for_word_like_one_that_does_not_exist(province):
    client = Client()
    client.force_login(province.people["inspector2"])
    hidden = province.of("inspections.inspection", "for_cause_planned")
    for door in ("page", "api"):
        there = tried(client, ACTIONS["inspections.arrive"], hidden.public_id, door)
        absent = tried(client, ACTIONS["inspections.arrive"], uuid4(), door)
        assert there.status_code == absent.status_code == 404
        assert without_tokens(there.content) == without_tokens(absent.content)


def without_tokens(content: bytes) -> bytes:
    return re.sub(rb'value="[A-Za-z0-9]{64}"', b"", content)


@pytest.mark.parametrize("door", ["page", "api"])
@pytest.mark.parametrize("name", NOBODY)
def test_without_an_active_account_nothing_can_be_done(province, name, door):
    client = Client(raise_request_exception=False)
    if name == "inactive":
        client.force_login(province.people[name])
    before = Entry.objects.count()
    for action in ACTIONS.values():
        row = None if action.creates else action.model._base_manager.first()
        answer = tried(client, action, id_of(row) if row else None, door)
        assert answer.status_code == 401, action.name
    assert Entry.objects.count() == before


def test_the_roles_that_see_cases_are_the_seven_of_officials():
    assert len(CASE_ROLES) == 7
    assert CASE_ROLES.isdisjoint({"auditor", "administrator", "enterprise_contact"})
