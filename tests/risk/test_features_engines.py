"""DuckDB and Spark compute the same features, digit for digit and byte for byte."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from tests.spark_session import spark_session
from zhuangjian.engines.risk.features import features
from zhuangjian.engines.risk.features_input import once_per_source, party_rows, signal_rows
from zhuangjian.engines.risk.features_spec import KINDS, FeatureSpec
from zhuangjian.engines.tables import open_session

DAY = date(2024, 3, 1)
SPEC = FeatureSpec(kinds=("inspection", "complaint"), windows=(30, 365), half_life=77)


def signals(rows, seed):
    chance = np.random.default_rng(seed)

    def some(values):
        return [None if value is None else value for value in chance.choice(np.array(values, object), rows)]

    occurred = [DAY - timedelta(days=int(days)) for days in chance.integers(-20, 800, rows)]
    known = [
        day + timedelta(days=int(later))
        for day, later in zip(occurred, chance.integers(0, 30, rows), strict=True)
    ]
    return pa.table(
        {
            "party": pa.array(some(["甲", "乙", "丙", "0471", None]), pa.string()),
            "product": pa.array(some([1, 2, 3, 4, None]), pa.int64()),
            "kind": pa.array(some(list(KINDS)), pa.string()),
            "occurred_on": pa.array(occurred, pa.date32()),
            "known_on": pa.array([None if i % 7 == 0 else day for i, day in enumerate(known)], pa.date32()),
            "severity": pa.array(some([1, 2, 3, 4, 5, None]), pa.int8()),
            "attributable": pa.array(some([True, True, True, False, None]), pa.bool_()),
        }
    )


@pytest.fixture(scope="module")
def sessions():
    with spark_session() as spark, open_session("duckdb", threads=1) as duckdb:
        yield duckdb, spark


@pytest.mark.parametrize("days_of_its_own", [False, True])
def test_both_engines_write_the_same_file(sessions, tmp_path, days_of_its_own):
    written = []
    for session in sessions:
        rows = session.from_arrow(signals(3_000, seed=5))
        as_of, parties = DAY, session.from_arrow(pa.table({"party": ["甲", "丙", "无信号"]}))
        if days_of_its_own:
            pairs = {"party": ["甲", "乙", "甲"], "as_of": [DAY, DAY - timedelta(90), DAY - timedelta(400)]}
            as_of, parties = session.from_arrow(pa.table(pairs)), None
        path = tmp_path / f"{session.engine}.parquet"
        assert (
            session.write(features(rows, as_of, SPEC, parties=parties), path, order_by=("party", "as_of"))
            == 3
        )
        written.append(path.read_bytes())
    assert written[0] == written[1]


def test_a_file_with_repeated_records_gives_the_same_on_both_engines(sessions, tmp_path):
    head = "企业,来源类别,发生日期,知悉日期,可归责,来源记录键\n"
    (tmp_path / "s.csv").write_text(
        head + "1,行政处罚,2024-02-01,2024-02-09,是,a\n1,行政处罚,2024-02-01,2024-02-05,是,a\n"
    )
    (tmp_path / "p.csv").write_text("企业,评价日\n1,2024-02-05\n1,2024-02-06\n")
    spec = FeatureSpec(kinds=("penalty",), windows=(30,), products=False)
    for session in sessions:
        rows, repeated = once_per_source(session, signal_rows(session, session.read(tmp_path / "s.csv")))
        parties = party_rows(session, session.read(tmp_path / "p.csv"))
        found = session.arrow(features(rows, parties, spec).order_by("as_of"))
        assert (repeated, found["count_penalty_30"].to_pylist()) == (1, [0, 1])
