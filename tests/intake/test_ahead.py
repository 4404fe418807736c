"""A large file read by a second process gives what it gives when one process does everything."""

from __future__ import annotations

from datetime import date

import pytest

from tests.intake.files import licence_row, write
from zhuangjian.apps.intake import ahead, applying, loading, reading, second
from zhuangjian.apps.intake.mapping import packaged
from zhuangjian.apps.intake.models import Batch, SourceRow
from zhuangjian.apps.intake.tables import survey
from zhuangjian.apps.registry.foreknown import Foreknown
from zhuangjian.apps.registry.models import Party, PartyName, SearchText, Site
from zhuangjian.engines.rules.answer import Refusal


@pytest.fixture
def file(tmp_path):
    """Sixty rows, six of them with a date that is none."""
    rows = [licence_row(n, **({"有效期至": "坏"} if n % 10 == 0 else {})) for n in range(1, 61)]
    return write(tmp_path / "licences_2021-01.csv", rows)


@pytest.fixture
def table(file):
    return survey(file, packaged("licences"))


@pytest.fixture
def small(monkeypatch):
    """Chunks of ten rows; every file counts as large."""
    monkeypatch.setattr(reading, "CHUNK", 10)
    monkeypatch.setattr(ahead, "LARGE", 1)
    monkeypatch.setattr(loading, "WHOLE", 5)


def test_the_second_process_gives_every_row_once_and_in_order(small, table):
    found = list(ahead.chunks(packaged("licences"), table, 0))
    assert [row.number for chunk in found for row in chunk.rows] == list(range(2, 62))
    assert [len(chunk.rows) for chunk in found] == [10] * 6
    here = list(reading.Reading(packaged("licences"), table).chunks())
    assert [chunk.rows for chunk in found] == [chunk.rows for chunk in here]
    assert all(chunk.known.sounds for chunk in found)


def test_rows_already_done_are_left_out(small, table):
    found = list(ahead.chunks(packaged("licences"), table, 41))
    assert [row.number for chunk in found for row in chunk.rows] == list(range(42, 62))


def test_when_the_second_process_dies_the_first_reads_on_where_it_stopped(small, table, monkeypatch):
    workers = []
    context = ahead.multiprocessing.get_context("spawn")
    start = context.Process.start

    def started(self):
        start(self)
        workers.append(self)

    monkeypatch.setattr(context.Process, "start", started)
    numbers = []
    for chunk in ahead.chunks(packaged("licences"), table, 0):
        numbers += [row.number for row in chunk.rows]
        if len(numbers) == 10:
            workers[0].kill()
            workers[0].join()
    assert numbers == list(range(2, 62))


def test_a_second_process_that_ends_at_once_costs_no_row(small, table, monkeypatch):
    monkeypatch.setattr(second, "run", print)
    assert sum(len(chunk.rows) for chunk in ahead.chunks(packaged("licences"), table, 0)) == 60


def test_a_file_that_breaks_in_the_middle_is_refused_with_the_row(small, tmp_path, table):
    text = table.path.read_text(encoding="utf-8").splitlines(keepends=True)
    table.path.write_text("".join([*text[:31], '"x"y,' + text[31], *text[32:]]), encoding="utf-8")
    with pytest.raises(Refusal, match="第 32 行"):
        list(ahead.chunks(packaged("licences"), table, 0))


def _stored():
    return {
        "parties": sorted(
            Party.objects.unrestricted().values_list(
                "credit_code", "name", "pinyin", "initials", "region_code"
            )
        ),
        "names": sorted(PartyName.objects.unrestricted().values_list("name", "pinyin", "initials")),
        "sites": sorted(Site.objects.unrestricted().values_list("address", "kind", "region_code")),
        "words": sorted(SearchText.objects.unrestricted().values_list("words", flat=True)),
        "rows": sorted(SourceRow.objects.unrestricted().values_list("number", "digest", "outcome")),
        "raw": [row.raw for row in SourceRow.objects.unrestricted().order_by("number")],
    }


def test_both_ways_store_the_same(small, file, keeper, monkeypatch):
    monkeypatch.setattr(applying, "TURN", 0)
    loading.load("licences", file, keeper, as_of=date(2021, 1, 31))
    first = _stored()
    assert len(first["parties"]) == 54
    for model in (SourceRow, Party):
        model.objects.unrestricted().delete()
    Batch.objects.unrestricted().delete()
    monkeypatch.setattr(ahead, "LARGE", 1000)
    loading.load("licences", file, keeper, as_of=date(2021, 1, 31))
    assert _stored() == first


def test_what_was_not_worked_out_beforehand_is_worked_out_when_asked():
    known = Foreknown()
    known.learn_name("重庆丽美化妆品有限公司")
    known.learn_place("重庆市渝北区黄山大道1号", "")
    empty = Foreknown()
    for name in ("重庆丽美化妆品有限公司", "成都雅姿化妆品有限公司"):
        assert known.words_of({name: 1}) == empty.words_of({name: 1}) != ""
    both = ["重庆丽美化妆品有限公司", "成都雅姿化妆品有限公司"]
    assert set(known.words_of(both).split()) >= set(known.words_of(both[:1]).split())
    assert (
        known.region_of("重庆市渝北区黄山大道1号", "")
        == empty.region_of("重庆市渝北区黄山大道1号", "")
        == "500112"
    )
    assert known.region_of("重庆市江北区建新路1号", "") == "500105"
