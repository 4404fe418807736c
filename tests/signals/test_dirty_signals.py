"""Signals as they really come: mistyped years, spoilt identifiers, no place, nothing to compare with, other clocks."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pytest

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.signals import changes_table
from zhuangjian.engines.signals.changes_events import Columns, read_events
from zhuangjian.engines.signals.clusters_events import _placed
from zhuangjian.engines.signals.counts import count_pairs
from zhuangjian.engines.signals.measures import Tables, prr


def signals(*days):
    ordinary = [f"2025-{month:02d}-{day:02d}" for month in range(1, 13) for day in (3, 9, 17, 25)]
    return pa.table({"day": [*ordinary, *days]})


@pytest.mark.parametrize("day", ["2205-03-01", "0205-03-01", "1925-03-01", "2052-03-01"])
def test_one_mistyped_year_is_left_out_and_counted(day):
    events = read_events(signals(day), Columns("day"))
    assert (len(events), str(events.as_of)) == (48, "2025-12-25")
    assert events.notes["implausible_date"] == 1


@pytest.mark.parametrize("day", ["2016-03-01", "2034-03-01"])
def test_a_day_some_years_away_is_a_day(day):
    events = read_events(signals(day), Columns("day"))
    assert (len(events), "implausible_date" in events.notes) == (49, False)


def test_days_of_an_old_epoch_that_are_many_are_days():
    old = [f"1999-{month:02d}-05" for month in range(1, 13)]
    assert len(read_events(signals(*old), Columns("day"))) == 60


@pytest.mark.parametrize(
    "ids", [["2.02601E+17"] * 4, ["1", "2", "2.02601E+17", "3"], [2.02601e17, 2.02601e17, 1.0, 2.0]]
)
def test_identifiers_in_e_notation_are_refused(ids):
    table = pa.table({"id": ids, "p": ["甲", "甲", "乙", "乙"], "e": ["红斑", "瘙痒", "红斑", "瘙痒"]})
    with pytest.raises(Refusal, match="科学计数法"):
        count_pairs(table, id="id", product="p", event="e")


def test_identifiers_that_only_hold_the_letter_are_taken():
    table = pa.table({"id": ["1E17", "E+17", "12", "13"], "p": list("甲甲乙乙"), "e": list("红痒红痒")})
    assert count_pairs(table, id="id", product="p", event="e").reports == 4


def test_a_record_column_in_e_notation_is_refused():
    table = signals().append_column("key", pa.array(["2.02601E+17"] * 48))
    with pytest.raises(Refusal, match="科学计数法"):
        read_events(table, Columns("day", record="key"))


def test_without_another_product_there_is_no_ratio():
    alone = prr(Tables(*(np.array([n], dtype=float) for n in (1, 1, 0, 0))))
    assert np.isnan(alone[0][0])
    only_here = prr(Tables(*(np.array([n], dtype=float) for n in (1, 1, 0, 5))))
    assert np.isinf(only_here[0][0])


def test_nought_nought_is_no_place():
    table = pa.table({"day": ["2025-01-01"] * 3, "lon": [106.5, 0.0, 0.0], "lat": [29.5, 0.0, 29.5]})
    events = read_events(table, Columns("day", lon="lon", lat="lat"))
    assert sorted(zip(events.lon.tolist(), _placed(events).tolist(), events.lat.tolist(), strict=True)) == [
        (0.0, False, 0.0),
        (0.0, True, 29.5),
        (106.5, True, 29.5),
    ]


@pytest.mark.parametrize(
    "moment",
    [
        "2026-03-01T16:30:00Z",
        "2026-03-02T00:30:00+08:00",
        "2026-03-01T16:30:00+00:00",
        datetime(2026, 3, 1, 16, 30, tzinfo=UTC),
        "2026-03-02T00:30:00",
        "2026-03-02",
    ],
)
def test_a_moment_is_on_the_day_by_beijings_clock(moment):
    from zhuangjian.engines.risk.history_columns import _one_day

    assert str(changes_table._day(moment)) == "2026-03-02"
    if isinstance(moment, str):
        assert _one_day(moment) == _one_day("2026-03-02")
