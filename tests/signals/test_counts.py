"""Counting distinct reports: in memory and by an engine, against sets and loops."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.signals.reports import NAMES, TOY, by_pair, naive, table
from tests.spark_session import spark_session
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.signals.counts import count_pairs
from zhuangjian.engines.tables import open_session

COLUMNS = {"id": "id", "product": "product", "event": "event"}
SPACED = [" 面霜", "面霜\u3000", "面霜", "眼影\t", "眼影", None, " ", ""]
rows = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(1, 8)),
        st.sampled_from(SPACED),
        st.sampled_from(["皮疹", "瘙痒 ", "瘙痒", None]),
        st.sampled_from(["女", "男", None]),
        st.sampled_from(["青", " 老"]),
    ),
    min_size=1,
    max_size=40,
)


@pytest.fixture(scope="module")
def duck():
    with open_session("duckdb", threads=1) as session:
        yield session


def everything(counts):
    """All that was counted, as plain values that compare exactly."""
    arrays = ("product_code", "event_code", "n", "n_product", "n_event", "expected")
    names = {"products": counts.products.to_pylist(), "events": counts.events.to_pylist()}
    totals = {"reports": counts.reports, "rows": counts.rows, "dropped": counts.rows_dropped}
    return names | totals | {name: getattr(counts, name).tolist() for name in arrays}


def close(expected):
    """The pairs with their counts exact and what was expected of them within rounding."""
    return {pair: (n, pytest.approx(e, rel=1e-12)) for pair, (n, e) in expected.items()}


def test_the_toy_table_has_its_published_counts():
    counts = count_pairs(table(TOY), **COLUMNS)
    assert by_pair(counts)["product_A", "event_1"] == (5, pytest.approx(81 / 17))
    assert by_pair(counts)["product_C", "event_1"] == (1, pytest.approx(9 / 17))
    assert by_pair(counts) == close(naive(TOY))


def test_a_report_counts_once_for_a_pair_however_often_it_names_it():
    twice = [*TOY, TOY[0], TOY[0]]
    assert by_pair(count_pairs(table(twice), **COLUMNS)) == close(naive(TOY))


def test_a_report_with_two_products_counts_once_in_the_total():
    counts = count_pairs(table([*TOY, (1, "product_C", "event_2", "F", "age_cat2")]), **COLUMNS)
    assert counts.reports == 17
    found = by_pair(counts)
    assert found["product_C", "event_2"] == (1, pytest.approx(2 * 9 / 17))


def test_pairs_are_sorted_whatever_the_order_of_the_rows():
    backwards = count_pairs(table(TOY[::-1]), **COLUMNS)
    assert everything(count_pairs(table(TOY), **COLUMNS)) == everything(backwards)


def test_spaces_around_names_are_dropped_and_letter_case_is_kept():
    counts = count_pairs(
        table([(1, " A ", "x"), (2, "A\u3000", "x"), (3, "a", "x"), (4, "A", "y\n")], NAMES[:3]), **COLUMNS
    )
    assert counts.products.to_pylist() == ["A", "a"]
    assert counts.events.to_pylist() == ["x", "y"]
    assert by_pair(counts)["A", "x"][0] == 2


def test_rows_without_id_product_or_event_are_left_out_and_counted():
    lacking = [(None, "A", "x"), (1, None, "x"), (2, "A", "  "), (3, "A", "x")]
    counts = count_pairs(table(lacking, NAMES[:3]), **COLUMNS)
    assert (counts.rows, counts.rows_dropped, counts.reports) == (4, 3, 1)


def test_blank_and_not_a_number_ids_are_missing_ids():
    text = pa.table({"id": ["a", " ", ""], "product": ["A"] * 3, "event": ["x"] * 3})
    assert count_pairs(text, **COLUMNS).rows_dropped == 2
    number = pa.table({"id": [1.0, float("nan")], "product": ["A"] * 2, "event": ["x"] * 2})
    assert count_pairs(number, **COLUMNS).rows_dropped == 1


def test_nothing_left_to_count_is_refused(duck):
    empty = pa.table(
        {"id": pa.array([1], pa.int64()), "product": pa.array([None], pa.string()), "event": ["x"]}
    )
    for source in (empty, duck.from_arrow(empty)):
        with pytest.raises(Refusal, match="没有可用的行"):
            count_pairs(source, **COLUMNS)


def test_an_absent_column_is_refused_with_those_that_are_there(duck):
    for source in (table(TOY), duck.from_arrow(table(TOY))):
        with pytest.raises(Refusal, match=r"缺少列：反应。现有的列：id、product、event、sex、age"):
            count_pairs(source, id="id", product="product", event="反应")


def test_one_column_for_two_purposes_is_refused():
    with pytest.raises(Refusal, match="不同的列"):
        count_pairs(table(TOY), id="id", product="product", event="product")


def test_numbers_and_dictionaries_serve_as_names():
    coded = pa.table(
        {
            "id": pa.array(["a", "b", "b"]).dictionary_encode(),
            "product": [7, 7, 8],
            "event": pa.array(["x", "x", "y"]).dictionary_encode(),
        }
    )
    counts = count_pairs(coded, **COLUMNS)
    assert counts.products.to_pylist() == ["7", "8"]
    assert by_pair(counts)["7", "x"] == (2, pytest.approx(2.0))


@given(rows)
def test_counting_in_memory_agrees_with_sets(rows):
    clean = [
        (i, (p and p.strip()) or None, (e and e.strip()) or None, s or "缺", a.strip())
        for i, p, e, s, a in rows
    ]
    kept = [row for row in clean if None not in row[:3]]
    source = pa.table(
        {
            name: pa.array([row[place] for row in rows], pa.int64() if name == "id" else pa.string())
            for place, name in enumerate(NAMES)
        }
    )
    if not kept:
        with pytest.raises(Refusal):
            count_pairs(source, **COLUMNS)
        return
    assert by_pair(count_pairs(source, **COLUMNS)) == close(naive(kept))
    stratified = count_pairs(source, **COLUMNS, strata=("sex", "age"))
    assert by_pair(stratified) == close(naive(kept, (3, 4)))


@pytest.mark.parametrize("strata", [(), ("sex",), ("sex", "age")])
def test_duckdb_counts_the_same(duck, strata):
    rng = np.random.default_rng(11)
    many = pa.table(
        {
            "id": rng.integers(1, 150, 600),
            "product": [SPACED[k] for k in rng.integers(0, len(SPACED), 600)],
            "event": [["皮疹", "瘙痒 ", "瘙痒", None][k] for k in rng.integers(0, 4, 600)],
            "sex": [["女", "男", None][k] for k in rng.integers(0, 3, 600)],
            "age": [["青", " 老"][k] for k in rng.integers(0, 2, 600)],
        }
    )
    in_memory = count_pairs(many, **COLUMNS, strata=strata)
    by_engine = count_pairs(duck.from_arrow(many), **COLUMNS, strata=strata, collect=duck.arrow)
    assert everything(in_memory) == everything(by_engine)
    several = count_pairs(duck.from_arrow(many), **COLUMNS, strata=strata)
    assert everything(in_memory) == everything(several)


@pytest.mark.slow
def test_spark_counts_the_same():
    source = table([*TOY, (None, " product_A", "event_9", "F", None)])
    with spark_session() as session:
        counts = count_pairs(session.from_arrow(source), **COLUMNS, strata=("sex",), collect=session.arrow)
    assert everything(count_pairs(source, **COLUMNS, strata=("sex",))) == everything(counts)
