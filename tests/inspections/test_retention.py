"""A closed file is kept as long as the pack says, that day included, and comes due on the next; nothing is destroyed."""

from __future__ import annotations

import shutil
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.inspections import course
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.retention import KINDS, come_due, kept_of, kind_of
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.loader import PACKS, load_pack, region_names
from zhuangjian.engines.rules.retention import anniversary, kept, last_ended
from zhuangjian.engines.rules.source import SourceError

TODAY = date(2036, 3, 1)


@pytest.mark.parametrize("region", region_names())
@pytest.mark.parametrize(("kind", "years"), [(kind, 30 if "handed" in kind else 10) for kind in KINDS])
def test_every_region_says_of_every_kind_how_long_and_that_it_is_not_confirmed(region, kind, years):
    found = kept(load_pack(region), kind, date(2026, 3, 1), TODAY)
    assert found.until == date(2026 + years, 3, 1)
    assert found.basis == "to_be_confirmed"
    assert found.then in ("review", "hand_over")


@pytest.mark.parametrize("region", region_names())
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("today", [TODAY, date(2056, 2, 28), date(2056, 2, 29), date(2057, 3, 1)])
def test_the_last_day_that_has_come_due_is_the_one_before_the_first_that_has_not(region, kind, today):
    pack = load_pack(region)
    last = last_ended(pack, kind, today)
    assert last is not None
    before, after = kept(pack, kind, last, today).until, kept(pack, kind, last + timedelta(1), today).until
    assert before is not None
    assert after is not None
    assert before < today <= after


def test_a_file_that_ended_on_a_leap_day_is_kept_to_the_last_of_february():
    assert anniversary(date(2024, 2, 29), 10) == date(2034, 2, 28)
    assert anniversary(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_an_unknown_kind_is_refused_with_the_kinds_there_are():
    with pytest.raises(Refusal, match="inspection_conforming"):
        kept(load_pack("chongqing"), "nothing", TODAY, TODAY)


def _packs(tmp_path: Any, years: str, then: str) -> Any:
    root = tmp_path / "packs"
    shutil.copytree(PACKS, root)
    (root / "liaoning" / "retention.yaml").write_text(
        "retentions:\n  inspection_cancelled:\n    - {title: 取消的检查, years: "
        f"{years}, from: 取消之日, then: {then}, effective_from: 2026-01-01, article: LN 2(6), basis: official,"
        " source: 省里的规定, meaning: 省里另有规定}\n",
        encoding="utf-8",
    )
    return root


def test_a_region_may_say_otherwise_and_the_other_keeps_the_national_value(tmp_path):
    root = _packs(tmp_path, "2", "review")
    ended = date(2026, 3, 1)
    assert kept(load_pack("liaoning", root), "inspection_cancelled", ended, TODAY).until == date(2028, 3, 1)
    assert kept(load_pack("chongqing", root), "inspection_cancelled", ended, TODAY).until == date(2036, 3, 1)


def test_what_is_kept_for_good_never_comes_due(tmp_path):
    pack = load_pack("liaoning", _packs(tmp_path, "null", "keep"))
    assert kept(pack, "inspection_cancelled", TODAY, TODAY).until is None
    assert last_ended(pack, "inspection_cancelled", TODAY) is None


@pytest.mark.parametrize(("years", "then"), [("null", "review"), ("3", "keep"), ("0", "review")])
def test_a_time_without_an_end_or_an_end_without_a_time_is_refused_when_loaded(tmp_path, years, then):
    with pytest.raises(SourceError):
        load_pack("liaoning", _packs(tmp_path, years, then))


@pytest.fixture
def cancelled(world: Any) -> Inspection:
    row = course.do("inspections.cancel", world.bureau_head, course.opened(world), reason="企业已经停产多年")
    assert kind_of(row) == "inspection_cancelled"
    return row


def _ended(row: Inspection, years: int, days: int) -> None:
    day = anniversary(timezone.localdate(), -years) - timedelta(days=days)
    moment = datetime.combine(day, time(23, 59), timezone.get_current_timezone())
    Inspection._base_manager.filter(pk=row.pk).update(closed_at=moment)
    row.refresh_from_db()


@pytest.mark.parametrize(("days", "due"), [(0, False), (1, True)])
def test_a_file_comes_due_the_day_after_its_time(region, cancelled, days, due):
    _ended(cancelled, 10, days)
    assert come_due(Inspection._base_manager.all()).exists() is due
    assert (kept_of(cancelled).until < timezone.localdate()) is due


def test_what_has_not_ended_never_comes_due(world):
    course.opened(world)
    assert not come_due(Inspection._base_manager.all(), date(2999, 1, 1)).exists()


def test_only_officials_who_see_the_case_find_it_on_the_list(world, cancelled, client):
    _ended(cancelled, 10, 1)
    client.force_login(world.head)
    page = client.get("/inspections/retention/").content.decode()
    assert cancelled.party.name in page
    assert "待确认" in page
    (only,) = client.get("/api/inspections/retention").json()["items"]
    assert (only["kind"], only["basis"]) == ("inspection_cancelled", "to_be_confirmed")
    client.force_login(world.other_district_officer)
    assert cancelled.party.name not in client.get("/inspections/retention/").content.decode()
    assert client.get("/api/inspections/retention").json()["items"] == []
    for person in (world.contact, world.administrator, world.auditor):
        client.force_login(person)
        assert client.get("/inspections/retention/").status_code == 404
        assert client.get("/api/inspections/retention").status_code == 403


def test_only_the_files_on_the_page_of_the_api_are_written_down_as_read(world, cancelled, client):
    from zhuangjian.apps.conduct import reads

    _ended(cancelled, 10, 1)
    client.force_login(world.head)

    def noted() -> list[Any]:
        return [read.ids for path in reads.files() for read in reads.lines_of(path)]

    client.get("/inspections/retention/")
    assert noted() == [], "the page opens no file and names nothing hidden"
    answer = client.get("/api/inspections/retention?q=没有这个").json()
    assert (answer["items"], answer["count"], answer["more"]) == ([], 0, False)
    assert noted() == [], "nothing of it stands on this page"
    assert len(client.get("/api/inspections/retention").json()["items"]) == 1
    assert noted() == [(str(cancelled.public_id),)]
