"""A page says whom it was made for, and what it sends is refused when somebody else is signed in."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from zhuangjian.web.owner import owner_of

pytestmark = pytest.mark.django_db
GIVEN = {"name": "程序"}


@pytest.fixture
def pages(world):
    clients = {}
    for name in ("leader", "inspector"):
        clients[name] = Client(enforce_csrf_checks=False)
        clients[name].force_login(getattr(world, name))
    return clients


def act(client, person, **more):
    return client.post("/do/authorities.create_token/", {**GIVEN, "target": person.pk, **more})


def test_every_form_and_page_names_its_owner_and_not_by_number_or_name(pages, world):
    page = pages["leader"].get("/account/").content.decode()
    owner = owner_of(world.leader)
    assert f'data-owner="{owner}"' in page
    forms = page.count('action="/do/')
    assert forms
    assert page.count(f'name="page_owner" value="{owner}"') == forms
    assert len(owner) == 32
    assert world.leader.username not in owner
    assert owner != owner_of(world.inspector)
    assert "data-owner" not in Client().get("/login/").content.decode()


def test_what_anothers_page_sends_is_refused_by_field_and_by_header(pages, world):
    other = owner_of(world.leader)
    person, client = world.inspector, pages["inspector"]
    assert act(client, person, page_owner=other).status_code == 409
    refused = client.post(
        "/do/authorities.create_token/",
        {**GIVEN, "target": person.pk},
        headers={"X-Page-Owner": other, "Accept": "application/json"},
    )
    assert refused.status_code == 409
    assert refused.json()["another_person"] is True
    assert not person.tokens.exists()
    assert act(client, person, page_owner=owner_of(person)).status_code < 400
    assert person.tokens.count() == 1


def test_the_checklist_is_refused_from_anothers_page(pages, world):
    from tests.inspections import course

    row = course.on_site(world)
    given = {"result-1": "conforming", "text-1": "", "page_owner": owner_of(world.leader)}
    assert pages["inspector"].post(f"/inspections/{row.public_id}/checklist/", given).status_code == 409
    assert not row.findings.exists()
    assert pages["leader"].post(f"/inspections/{row.public_id}/checklist/", given).status_code < 400
    assert row.findings.get().found_by == world.leader


def test_who_signs_out_takes_along_the_words_meant_for_them(world):
    client = Client()
    client.force_login(world.leader)
    act(client, world.leader)
    client.post("/logout/")
    client.force_login(world.inspector)
    assert not re.search("已办理", client.get("/").content.decode())
