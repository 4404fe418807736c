"""An operator sees which rule stops people: by act, article and stage, never whom, nor on which case."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests.inspections import course
from zhuangjian.apps.authorities.refusals import told
from zhuangjian.apps.ledger import refused
from zhuangjian.apps.ledger.action import ACTIONS, Conflict, NotYours, noted, perform
from zhuangjian.engines.rules.answer import Refusal

ROW = {"item": "1", "result": "conforming"}


@pytest.fixture(autouse=True)
def nothing_noted(home: Path) -> Any:
    shutil.rmtree(home / refused.FOLDER, ignore_errors=True)
    yield
    shutil.rmtree(home / refused.FOLDER, ignore_errors=True)


def _stops() -> set[tuple[str, str, str, str, int]]:
    return {(row["act"], row["article"], row["stage"], row["kind"], row["times"]) for row in told(1)}


def test_a_refusal_is_counted_by_act_article_stage_and_kind(world):
    row = course.arrived(world, plan={"announced": True})
    for _ in range(2):
        with pytest.raises(Refusal, match="首次会议"):
            course.do("inspections.findings", world.inspector, row, rows=[ROW])
    with pytest.raises(NotYours):
        course.do("inspections.findings", world.inspector2, row, rows=[ROW])
    with pytest.raises(Conflict), noted(ACTIONS["inspections.opening"], world.leader, row):
        raise Conflict("别人先办理了")
    article = ACTIONS["inspections.findings"].article
    assert ("inspections.findings", "CQ 12", "on_site", "refused", 2) in _stops()
    assert ("inspections.findings", article, "on_site", "not_yours", 1) in _stops()
    assert sum(times for *_, kind, times in _stops() if kind == "conflict") == 1
    assert [row["times"] for row in told(1)] == [2, 1, 1]


def test_what_the_system_itself_is_refused_is_nobodys(world):
    with pytest.raises(Refusal):
        perform(ACTIONS["inspections.findings"], None, None, {})
    assert told(1) == []


def test_nothing_of_the_case_the_person_or_what_was_typed_is_kept(world, home):
    row = course.arrived(world, plan={"announced": True})
    with pytest.raises(Refusal):
        course.do("inspections.findings", world.inspector, row, rows=[{**ROW, "text": "秘密的检查发现"}])
    kept = "".join(path.read_text() for path in (home / refused.FOLDER).iterdir())
    assert json.loads(kept).keys() == {"act", "article", "stage", "kind"}
    for word in (
        "秘密的检查发现",
        row.party.name,
        world.inspector.name,
        str(row.public_id),
        row.number or "—",
    ):
        assert word not in kept


def test_a_refusal_is_noted_without_asking_the_database(world, django_assert_num_queries):
    row = course.arrived(world)
    act = ACTIONS["inspections.findings"]
    with django_assert_num_queries(0), pytest.raises(Refusal), noted(act, world.inspector, row):
        raise Refusal("不行")
    assert told(1)[0]["stage_label"] == row.get_stage_display()


def test_a_log_that_cannot_be_written_changes_nothing_for_the_person(world, home):
    (home / refused.FOLDER).write_text("in the way")
    try:
        with pytest.raises(Refusal, match="首次会议"):
            course.do(
                "inspections.findings",
                world.inspector,
                course.arrived(world, plan={"announced": True}),
                rows=[ROW],
            )
    finally:
        (home / refused.FOLDER).unlink()


def test_a_full_day_is_written_no_further(home, monkeypatch):
    stop = refused.Stop("inspections.findings", "CQ 12", "on_site", "refused")
    refused.note(stop)
    size = next((home / refused.FOLDER).iterdir()).stat().st_size
    monkeypatch.setattr(refused, "DAY_LIMIT", size + 1)
    refused.note(stop)
    refused.note(stop)
    assert [row.times for row in refused.stopped(1)] == [2]


@pytest.mark.parametrize(("ago", "counted"), [(6, 1), (7, 0)])
def test_seven_days_are_today_and_the_six_before(home, ago, counted):
    refused.note(refused.Stop("inspections.findings", "CQ 12", "on_site", "refused"))
    written = next((home / refused.FOLDER).iterdir())
    written.rename(written.with_name(f"{timezone.localdate() - timedelta(days=ago):%Y%m%d}.log"))
    assert len(refused.stopped(7)) == counted


def test_torn_lines_and_other_files_are_passed_over(home):
    refused.note(refused.Stop("inspections.findings", "CQ 12", "on_site", "refused"))
    written = next((home / refused.FOLDER).iterdir())
    written.write_text(written.read_text() + '{"act": "insp')
    (written.parent / "notes.log").write_text("x")
    assert [row.times for row in refused.stopped(1)] == [1]


def test_the_page_and_the_api_are_the_administrators_alone(world, client):
    row = course.arrived(world, plan={"announced": True})
    with pytest.raises(Refusal):
        course.do("inspections.findings", world.inspector, row, rows=[ROW])
    for person in (world.head, world.auditor, world.inspector, world.contact):
        client.force_login(person)
        assert client.get("/administration/refusals/").status_code == 404
        assert client.get("/api/authorities/refusals").status_code == 403
    client.force_login(world.administrator)
    page = client.get("/administration/refusals/?days=7").content.decode()
    assert ACTIONS["inspections.findings"].title in page
    assert "CQ 12" in page
    (only,) = client.get("/api/authorities/refusals?days=7").json()
    assert (only["act"], only["article"], only["times"]) == ("inspections.findings", "CQ 12", 1)
    assert client.get("/api/authorities/refusals?days=0").status_code == 422


def test_a_page_without_refusals_says_so(world, client):
    client.force_login(world.administrator)
    assert "没有不予受理的记录" in client.get("/administration/refusals/?days=x").content.decode()
