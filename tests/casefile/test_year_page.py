"""A year's files reviewed as a job from the page: who asked, and nobody else, gets scores, faults by article and tables."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.casefile.course import bare
from zhuangjian.apps.inspections.models import ReadLog
from zhuangjian.apps.inspections.reading import fold
from zhuangjian.apps.jobs.models import Job, JobState
from zhuangjian.apps.jobs.running import Worker
from zhuangjian.apps.ledger.models import Entry

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(answer: Any) -> str:
    return b"".join(answer).decode("utf-8-sig")


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Worker:
    # The beating of the real one has a connection of its own, which does not see this test's transaction.
    made = Worker()
    monkeypatch.setattr(made, "_beat", lambda pk, over: None)
    return made


def test_a_year_is_reviewed_in_a_job_and_shown_with_a_score_per_authority(
    region: str, world: Any, worker: Worker
) -> None:
    row = bare(world)
    client = signed_in(world.head)
    assert "评查一年的案卷" in text(client.get("/file-review/"))
    assert client.post("/do/casefile.review_year/", {"year": YEAR}).status_code == 302
    assert worker.one()
    job = Job.objects.visible_to(world.head).get()
    assert (job.state, job.done, job.total) == (JobState.DONE, 1, 1)
    page = text(client.get(job.result_url))
    for words in (row.number, world.bureau.name, world.maker.name):
        assert words in page
    if region == "chongqing":
        assert "95.0" in page
        assert "CQ 16" in page
    table = text(client.get(f"{job.result_url}?export=csv"))
    assert row.number in table
    assert client.get(f"{job.result_url}?export=xlsx").status_code == 200
    assert job.result_url in text(client.get("/file-review/"))
    assert Entry.objects.filter(action="casefile.review_year").count() == 1
    fold()
    assert ReadLog.objects.filter(inspection=row, what=f"{YEAR}年案卷评查").exists()
    # Nobody else has it, not even with the address.
    for name in ("bureau_head", "programme_officer", "leader", "auditor", "contact"):
        assert signed_in(world.people[name]).get(job.result_url).status_code == 404, name


def test_only_heads_and_programme_officers_have_a_year_reviewed(world: Any) -> None:
    for name, status in {
        "head": 200,
        "programme_officer": 200,
        "leader": 404,
        "auditor": 404,
        "contact": 404,
    }.items():
        assert signed_in(world.people[name]).get("/file-review/").status_code == status, name
    refused = signed_in(world.leader).post("/do/casefile.review_year/", {"year": YEAR})
    assert refused.status_code == 403
    assert not Job.objects.unrestricted().exists()
