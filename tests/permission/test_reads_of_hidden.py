"""Whoever is shown anything of a matter that others may not know of leaves a read of it (CQ 22, 34).

That every page, list, table and API answer does so is looked at where they are all asked (``hidden.Shown`` in
``test_pages`` and ``test_api``).
"""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from tests.permission.doors import noted, text_of
from tests.permission.hidden import HIDDEN
from zhuangjian.apps.conduct import reads
from zhuangjian.apps.duties.models import Duty


@pytest.mark.parametrize("address", ["/?export=csv", "/?export=xlsx", "/api/duties"])
def test_a_table_of_duties_that_is_taken_away_leaves_a_read_of_every_case_in_it(province, address):
    person = province.people["leader"]
    cases = [province.of("inspections.inspection", story) for story in ("routine", "delivered")]
    sample = Duty._base_manager.filter(person=person).first()
    for case in cases:
        sample.pk, sample.public_id = None, uuid4()
        sample.target_model, sample.target_id = "inspections.inspection", case.pk
        sample.save()
    client = Client()
    client.force_login(person)
    text_of(client.get(address))
    assert {str(case.public_id) for case in cases} <= {one for read in noted() for one in read.ids}


def test_a_list_that_names_nothing_hidden_leaves_no_read_of_its_rows(province):
    client = Client()
    client.force_login(province.people["inspector2"])
    assert client.get("/inspections/").status_code == client.get("/").status_code == 200
    assert noted() == []


def test_a_list_that_names_something_hidden_is_not_shown_when_that_cannot_be_written_down(
    province, monkeypatch
):
    client = Client(raise_request_exception=False)
    client.force_login(province.people["bureau_head"])
    hidden = province.of("inspections.inspection", HIDDEN)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(reads.os, "fsync", full)
    answer = client.get("/inspections/")
    assert answer.status_code == 503
    assert str(hidden.public_id) not in answer.content.decode()
