"""A problem filled from tables, as the application's own tables or a spreadsheet give them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from zhuangjian.cli.planner import app
from zhuangjian.engines.planner.problem import Flag, Reason
from zhuangjian.engines.planner.tables import problem_from_tables
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import CredentialKind, PartyKind

SETTINGS = {"start": "2027-01-04", "weeks": 4}


def tables() -> dict[str, list[dict[str, Any]]]:
    return {
        "bases": [{"驻地编号": "B1", "名称": "一局", "经度": "106.5", "纬度": "29.5"}],
        "parties": [
            {
                "对象编号": "P1",
                "名称": "甲厂",
                "区县": "渝北",
                "经度": "106.6",
                "纬度": "29.5",
                "风险分": "61.5",
                "现场工时": "3",
                "对象种类": "生产企业、注册人",
                "重点标记": "儿童化妆品",
                "可用非现场方式": "是",
                "以往检查日期": "2026-03-01;2025-03-01",
                "年度上限": "",
            }
            | {"cap": "2"}
        ],
        "inspectors": [
            {"id": "I1", "姓名": "张", "驻地": "B1", "每周可用天数": "1;0;2;1", "专长": "微生物"},
            {"id": "I2", "姓名": "李", "驻地": "B1", "每周可用天数": "3"},
        ],
        "credentials": [
            {"人员编号": "I1", "证件种类": "行政执法证", "有效期起": "2024-01-01", "有效期止": ""}
        ],
        "away": [{"inspector": "I2", "开始": "2027-01-04", "结束": "2027-01-05", "原因": "休假"}],
        "wishes": [{"任务编号": "W1", "对象编号": "P1", "事由": "整改复查", "最晚日期": "2027-01-20"}],
        "draw": [{"id": "P1"}],
    }


def test_chinese_heads_terms_and_lists_are_understood() -> None:
    rows = tables()
    del rows["parties"][0]["年度上限"]
    made = problem_from_tables(rows, SETTINGS)
    party = made.parties[0]
    assert party.kinds == (PartyKind.MANUFACTURER, PartyKind.REGISTRANT)
    assert party.flags == (Flag.CHILDREN,)
    assert (party.risk, party.off_site, party.cap, len(party.past_visits)) == (61.5, True, 2, 2)
    assert made.inspectors[0].days_per_week == (1, 0, 2, 1)
    assert made.inspectors[1].days_per_week == 3
    assert made.inspectors[0].credentials[0].kind is CredentialKind.ENFORCEMENT
    assert made.inspectors[1].away[0].reason == "休假"
    assert made.wishes[0].reason is Reason.FOLLOW_UP
    assert made.random_share == ("P1",)


@pytest.mark.parametrize(
    ("table", "row", "words"),
    [
        ("parties", {"年度上限": "2"}, "表 parties 第 2 行：没有名为“年度上限”的列"),
        ("credentials", {"人员编号": "I9"}, "人员“I9”不在人员表中"),
        ("wishes", {"事由": "兴趣"}, "只能是"),
        ("shops", {}, "没有名为“shops”的表"),
    ],
)
def test_what_does_not_fit_is_refused_by_table_row_and_column(
    table: str, row: dict[str, str], words: str
) -> None:
    rows = tables()
    rows["parties"][0].pop("年度上限")
    rows.setdefault(table, [{}])
    rows[table] = [rows[table][0] | row]
    with pytest.raises(Refusal) as refused:
        problem_from_tables(rows, SETTINGS)
    assert words in refused.value.message


def test_a_folder_of_csv_files_becomes_a_problem(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text(json.dumps(SETTINGS))
    (tmp_path / "bases.csv").write_text("id,name,lon,lat\nB1,一局,106.5,29.5\n")
    (tmp_path / "parties.csv").write_text(
        "\ufeff对象编号,名称,区县,经度,纬度,风险分,现场工时\nP1,甲,渝北,106.6,29.5,60,3\n"
    )
    (tmp_path / "inspectors.csv").write_text("id,name,base\nI1,张,B1\n")
    out = tmp_path / "p.json"
    done = CliRunner().invoke(app, ["read", str(tmp_path), "--out", str(out), "--format", "json"])
    assert done.exit_code == 0, done.output
    assert json.loads(out.read_text())["parties"][0]["risk"] == 60
    (tmp_path / "bases.csv").write_text("id,name,lon,lat\nB1,一局\n")
    done = CliRunner().invoke(app, ["read", str(tmp_path), "--out", str(out), "--format", "json"])
    assert done.exit_code == 1
    assert "bases[第1项].lon" in json.loads(done.stdout)["error"]["message"]
