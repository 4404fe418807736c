"""Whoever is shown anything of a matter that others may not know of leaves a read of it, on every page and list (CQ 22, 34)."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from tests.permission.doors import addresses, pages, text_of
from tests.permission.test_api import filled, routes
from tests.permission.test_reads import noted
from zhuangjian.apps.conduct import reads
from zhuangjian.apps.duties.models import Duty

HIDDEN = "for_cause_planned"
# What of the hidden inspection has words of its own.
OF_IT = ("inspections.", "programme.task", "evidence.", "documents.document", "duties.duty")


@pytest.mark.parametrize("name", ["head", "programme_officer", "bureau_head", "leader", "expert"])
def test_whatever_shows_a_matter_hidden_from_others_leaves_a_read_of_it(province, name):
    person = province.people[name]
    client = Client(raise_request_exception=False)
    client.force_login(person)
    asked = [address for pattern in pages() for address, _ in addresses(pattern, province, name)]
    asked += [address for path in routes("get") for address, _ in filled(path, province, name)]
    task, case = (province.of(label, HIDDEN) for label in ("programme.task", "inspections.inspection"))
    names = {str(task.public_id), str(case.public_id)}
    marks = {
        f"Zq{number}x"
        for number, (label, story) in province.filler.marks.items()
        if label.startswith(OF_IT) and story in (HIDDEN, "duty of expert")
    }
    wrong, shown, after = [], 0, len(noted())
    asked = list(dict.fromkeys(asked))
    for address in asked:
        answer = client.get(address)
        # A table leaves its reads as it is taken.
        text = text_of(answer) if answer.status_code == 200 else ""
        before, now = after, noted()
        after = len(now)
        if "export=csv" in text:
            asked += [f"{address}?export=csv", f"{address}?export=xlsx"]
        if not any(mark in text for mark in marks | names):
            continue
        shown += 1
        if not any(r.person == person.pk and names & set(r.ids) for r in now[before:]):
            wrong.append(
                f"{address}: {[province.filler.marks[int(m[2:-1])] for m in sorted(marks) if m in text]}"
            )
    assert not wrong, "\n".join(wrong)
    assert shown > 3


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
