"""Tables without a word about days off follow the calendar; files in GBK are read."""

from __future__ import annotations

from datetime import date

import pytest

from zhuangjian.engines.planner.tables import problem_from_tables

TABLES = {
    "bases": [{"驻地编号": "B1", "名称": "一局", "经度": "106.5", "纬度": "29.5"}],
    "inspectors": [{"id": "I1", "姓名": "张", "驻地": "B1", "每周可用天数": "5", "可任组长": "是"}],
    "parties": [
        {"对象编号": "P1", "名称": "试验厂", "区县": "渝北", "经度": "106.6", "纬度": "29.5", "风险分": "60", "现场工时": "3",
         "对象种类": "生产企业"},
    ],
}  # fmt: skip


def test_public_holidays_are_closed_and_make_up_days_are_worked():
    made = problem_from_tables(TABLES, {"start": "2026-09-28", "weeks": 2})
    assert {date(2026, 10, 1), date(2026, 10, 7)} <= set(made.closed_days)
    assert date(2026, 9, 30) not in made.closed_days
    assert date(2026, 10, 10) in made.working_weekend_days


@pytest.mark.parametrize("told", [{"closed_days": []}, {"working_weekend_days": ["2026-10-11"]}])
def test_settings_that_name_days_are_followed(told):
    made = problem_from_tables(TABLES, {"start": "2026-09-28", "weeks": 2, **told})
    assert made.closed_days == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_tables_are_read_in_every_usual_encoding(tmp_path, encoding):
    from zhuangjian.cli.planner import _tables

    (tmp_path / "bases.csv").write_bytes("驻地编号,名称\nB1,重庆一局\n".encode(encoding))
    assert _tables(tmp_path)["bases"] == [{"驻地编号": "B1", "名称": "重庆一局"}]
