"""Records prepared in several processes are the records prepared in one."""

from __future__ import annotations

import duckdb
import pytest

from tests.matching.link_world import FIELDS, register
from zhuangjian.engines.matching import link_records
from zhuangjian.engines.matching.blocking import block
from zhuangjian.engines.matching.link_records import arrange, load


def prepared(workers: int) -> list[tuple[object, ...]]:
    con = duckdb.connect()
    assert load(con, register(20), FIELDS, workers) == register(20).num_rows
    found: list[tuple[object, ...]] = con.execute("SELECT * FROM raw ORDER BY row").fetchall()
    return found


def test_two_processes_prepare_what_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_records, "BATCH", 7)
    alone = prepared(1)
    assert [row[0] for row in alone] == list(range(len(alone)))
    assert prepared(2) == alone


def test_a_word_that_few_records_hold_weighs_more() -> None:
    con = duckdb.connect()
    load(con, register(20), FIELDS)
    arrange(con)
    weight = dict(con.execute("SELECT holders, min(token & 63) FROM name_word GROUP BY holders").fetchall())
    assert weight[min(weight)] > weight[max(weight)]


def test_pairs_are_found_once_and_every_rule_keeps_to_the_cap() -> None:
    con = duckdb.connect()
    load(con, register(40), FIELDS)
    arrange(con)
    found = block(con, 2)
    pairs = con.execute("SELECT join_key_l, join_key_r FROM pairs").fetchall()
    assert len(pairs) == len(set(pairs)) == found.pairs
    assert all(left < right for left, right in pairs)
    assert found.skipped > 0
