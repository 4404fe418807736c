"""Files of one table written in different ways come back as one history."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.csv as pv
import pyarrow.parquet as pq
import pytest

from tests.risk.warning_tables import rows
from zhuangjian.engines.risk.history import History
from zhuangjian.engines.risk.history_reading import history_of, read_files


def read(*paths: Path) -> History:
    return history_of(read_files(paths), entity="企业", date="日期", target="有问题")


def test_numbers_that_a_later_file_writes_as_text_stay_numbers(tmp_path: Path) -> None:
    table = rows(100)
    text = table | {"面积": [str(v) for v in table["面积"]]}
    pq.write_table(pa.table(table).slice(0, 60), tmp_path / "a.parquet")
    pq.write_table(pa.table(text).slice(60), tmp_path / "b.parquet")
    column = read(tmp_path / "a.parquet", tmp_path / "b.parquet").columns["面积"]
    assert column.kind == "number"
    assert sorted(column.values) == sorted(table["面积"])


def test_one_word_among_the_numbers_makes_them_text(tmp_path: Path) -> None:
    table = rows(100)
    text = table | {"面积": ["不详", *(str(v) for v in table["面积"][1:])]}
    pq.write_table(pa.table(table), tmp_path / "a.parquet")
    pq.write_table(pa.table(text), tmp_path / "b.parquet")
    assert read(tmp_path / "a.parquet", tmp_path / "b.parquet").columns["面积"].kind == "text"


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/Chicago", "UTC"])
def test_midnight_in_any_time_zone_is_that_day(tmp_path: Path, zone: str) -> None:
    table = rows(50)
    moments = [datetime.combine(d, datetime.min.time(), ZoneInfo(zone)) for d in table["日期"]]
    zoned = pa.table(table).set_column(2, "日期", pa.array(moments, pa.timestamp("us", tz=zone)))
    pq.write_table(zoned, tmp_path / "a.parquet")
    days = sorted((d - date(1970, 1, 1)).days for d in table["日期"])
    np.testing.assert_array_equal(np.sort(read(tmp_path / "a.parquet").day), days)


def test_columns_that_differ_in_case_only_keep_their_names_in_every_format(tmp_path: Path) -> None:
    table = pa.table(rows(60) | {"City": ["a"] * 60, "CITY": ["b"] * 60})
    pq.write_table(table.slice(0, 30), tmp_path / "a.parquet")
    pv.write_csv(table.slice(30), tmp_path / "b.csv")
    found = read(tmp_path / "a.parquet", tmp_path / "b.csv")
    assert {"City", "CITY"} <= set(found.columns)
    assert not found.notes
