"""Whoever may not do a thing learns nothing from trying: they are told so before their input is read."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from tests.permission.doors import chosen
from tests.permission.expectations import CAST, sees
from tests.permission.province import story_of
from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.conduct.public_ids import id_of
from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.apps.ledger.models import Entry


def guesses(province):
    """Inputs that would find out whether a name, number, digest or row exists, if they were looked at."""
    known = {
        "username": province.people["leader"].username,
        "digest": "0" * 64,
        "number": "TE0001",
        "name": "测试市药品监督管理局",
        "party": "Zq",
        "credit_code": "91500000000000000X",
    }
    return [{}, {"nonsense": 1}, known, {name: f"{value}x" for name, value in known.items()}]


@pytest.mark.parametrize("name", CAST)
def test_a_refusal_to_those_who_may_not_is_the_same_whatever_they_send(province, name):
    person = Person.objects.get(username=name)
    client = Client(raise_request_exception=False)
    client.force_login(province.people[name])
    wrong, asked = [], 0
    before = Entry.objects.count()
    for action in sorted(ACTIONS.values(), key=lambda a: a.name):
        rows = [None] if action.creates else chosen(province, action.model._meta.label_lower, name)
        seen = [r for r in rows if r is None or sees(name, r._meta.label_lower, story_of(province, r))]
        row = next((r for r in seen if not action.may(person, r)), "none")
        if row == "none":
            continue
        address = f"/api/do/{action.name}" + ("" if row is None else f"/{id_of(row)}")
        answers = {
            (answer.status_code, answer.content)
            for answer in (
                client.post(address, json.dumps(given), "application/json") for given in guesses(province)
            )
        }
        asked += 1
        if len(answers) != 1 or next(iter(answers))[0] != 403:
            wrong.append(f"{action.name}: {answers}")
    assert not wrong, "\n".join(wrong)
    assert asked
    assert Entry.objects.count() == before


def test_a_head_does_not_extend_their_own_credential(world):
    from datetime import date

    from zhuangjian.apps.authorities.models import Credential
    from zhuangjian.apps.ledger.action import NotYours, perform

    own = Credential.objects.create(
        person=world.head,
        kind="enforcement",
        number="T-H",
        valid_from=date(2024, 1, 1),
        valid_to=date(2026, 1, 1),
    )
    longer = {"valid_from": date(2024, 1, 1), "valid_to": date(2030, 1, 1)}
    with pytest.raises(NotYours, match="其本人以外"):
        perform(ACTIONS["authorities.change_credential"], world.head, own, longer)
    given = {"kind": "inspector", "number": "T-H2", **longer}
    with pytest.raises(NotYours, match="其本人以外"):
        perform(ACTIONS["authorities.add_credential"], world.head, world.head, given)
    perform(ACTIONS["authorities.change_credential"], world.administrator, own, longer)
    own.refresh_from_db()
    assert own.valid_to == date(2030, 1, 1)
