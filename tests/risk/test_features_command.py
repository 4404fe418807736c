"""``zhuangjian risk features``: files in, one table out, every fault of a file said."""

import csv
import json
import subprocess
import sys
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner

from zhuangjian.cli import risk_features
from zhuangjian.engines.risk.features_input import once_per_source, signal_rows
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.tables import open_session

HEAD = "企业,产品,来源类别,发生日期,知悉日期,严重程度,可归责,来源记录键\n"
ROWS = (
    "0471,甲霜,投诉举报,2024-02-20,2024-02-21,3,是,a\n"
    "0471,甲霜,complaint,2024-02-20,2024-02-25,3,是,a\n"
    "0471,乙水,行政处罚,2023-06-01,,5,是,b\n"
    "1200,,抽样检验,2024-02-28,,4,否,c\n"
    "1200,,不良反应,2024-02-28,2024-03-01,4,是,d\n"
    ",,舆情,2024-02-28,,1,是,e\n"
)


def run(*words):
    app = typer.Typer()
    app.callback()(lambda: None)
    risk_features.register(app)
    done = CliRunner().invoke(app, ["features", *map(str, words), "--format", "json"])
    return done.exit_code, json.loads(done.stdout)


@pytest.fixture
def signals(tmp_path):
    file = tmp_path / "信号.csv"
    file.write_bytes((HEAD + ROWS).encode("gb18030"))
    return file


def rows_of(file):
    with file.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def test_a_file_as_a_spreadsheet_saves_it_becomes_one_row_a_party(signals, tmp_path):
    out = tmp_path / "特征.csv"
    code, said = run("--signals", signals, "--as-of", "2024-03-01", "--out", out)
    assert (code, said["rows"], said["repeated_signals"], said["engine"]) == (0, 1, 1, "duckdb")
    (row,) = rows_of(out)
    assert list(row) == said["columns"]
    assert (row["party"], row["as_of"]) == ("0471", "2024-03-01")
    assert (row["count_complaint_30"], row["count_any_30"], row["severity_any_365"]) == ("1", "1", "8")
    assert (row["days_since_penalty"], row["days_since_sampling"], row["products_365"]) == ("274", "", "2")


def test_parties_of_a_list_and_days_of_their_own(signals, tmp_path):
    out = tmp_path / "out.csv"
    (tmp_path / "p.csv").write_text("企业\n0471\n0999\n")
    run("--signals", signals, "--as-of", "2024-03-01", "--parties", tmp_path / "p.csv", "--out", out)
    assert [(row["party"], row["count_any_365"]) for row in rows_of(out)] == [("0471", "2"), ("0999", "0")]
    (tmp_path / "p.csv").write_text("企业,评价日\n0471,2024-02-21\n0471,2024-02-22\n1200,2024-03-02\n")
    run("--signals", signals, "--parties", tmp_path / "p.csv", "--out", out)
    assert [(row["party"], row["as_of"], row["count_any_365"]) for row in rows_of(out)] == [
        ("0471", "2024-02-21", "1"),
        ("0471", "2024-02-22", "2"),
        ("1200", "2024-03-02", "1"),
    ]


def test_a_party_number_kept_as_number_meets_one_kept_as_text(tmp_path):
    day = date(2024, 2, 1)
    table = {"party": [7], "kind": ["penalty"], "occurred_on": [day], "attributable": [True]}
    pq.write_table(pa.table(table), tmp_path / "s.parquet")
    (tmp_path / "p.csv").write_text("party\n7\nA8\n")
    out = tmp_path / "out.csv"
    code, _ = run(
        "--signals",
        tmp_path / "s.parquet",
        "--as-of",
        "2024-03-01",
        "--parties",
        tmp_path / "p.csv",
        "--out",
        out,
    )
    assert code == 0
    assert [(row["party"], row["count_any_30"]) for row in rows_of(out)] == [("7", "1"), ("A8", "0")]


@pytest.mark.parametrize(
    "options, words",
    [
        ([], "请用 --as-of 给出评价日"),
        (["--as-of", "2024-02-30"], "不是有效日期"),
        (["--as-of", "2024-03-01", "--windows", "30;90"], "不是用逗号分隔的天数"),
        (["--as-of", "2024-03-01", "--windows", "90,30"], "从小到大"),
        (["--as-of", "2024-03-01", "--engine", "hive"], "没有名为“hive”的计算引擎"),
    ],
)
def test_options_that_make_no_sense_are_refused(signals, tmp_path, options, words):
    code, said = run("--signals", signals, "--out", tmp_path / "out.csv", *options)
    assert code == 1
    assert words in said["error"]["message"]
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    "content, words",
    [
        ("", "文件是空的"),
        (HEAD, "没有数据行"),
        ("企业,来源类别\n1,投诉举报\n", "缺少列：occurred_on、attributable。现有的列：party、kind"),
        (HEAD + "1,,谣言,2024-02-20,,3,是,a\n", "kind 列有不认识的值：谣言"),
        (HEAD + "1,,投诉举报,2024/2/20,,3,是,a\n", "occurred_on 列读不出日期，例如“2024/2/20”"),
        (HEAD + "1,,投诉举报,2024-02-20,,9,是,a\n", "severity 列有不认识的值：9"),
        (HEAD + "1,,投诉举报,2024-02-20,,高,是,a\n", "severity 列有不认识的值：高"),
        (HEAD + "1,,投诉举报,2024-02-20,,3,也许,a\n", "attributable 列有不认识的值：也许"),
    ],
)
def test_a_faulty_file_is_refused_and_nothing_is_written(tmp_path, content, words):
    (tmp_path / "s.csv").write_text(content)
    code, said = run("--signals", tmp_path / "s.csv", "--as-of", "2024-03-01", "--out", tmp_path / "out.csv")
    assert code == 1
    assert words in said["error"]["message"]
    assert not (tmp_path / "out.csv").exists()


def test_columns_without_any_value_are_read_as_such(tmp_path):
    (tmp_path / "s.csv").write_text(HEAD + "1,,投诉举报,2024-02-20,,,是,\n2,,行政处罚,2024-02-20,,,是,\n")
    out = tmp_path / "out.csv"
    code, said = run("--signals", tmp_path / "s.csv", "--as-of", "2024-03-01", "--out", out)
    assert (code, said["rows"], said["repeated_signals"]) == (0, 2, 0)
    assert {(row["severity_any_30"], row["products_30"]) for row in rows_of(out)} == {("1", "0")}


def test_a_record_repeated_later_never_displaces_what_was_known_first():
    day = date(2024, 2, 1)
    base = {"party": "甲", "kind": "penalty", "occurred_on": day, "attributable": True}
    first = base | {"known_on": day + timedelta(1), "severity": 2, "source_key": "k"}
    later = base | {"known_on": day + timedelta(9), "severity": 5, "source_key": "k"}
    nameless = base | {"known_on": None, "severity": 1, "source_key": None}
    with open_session("duckdb", threads=1) as session:
        for rows in ([first, later, nameless, nameless], [nameless, later, nameless, first]):
            table = signal_rows(session, session.from_arrow(pa.Table.from_pylist(rows)))
            once, repeated = once_per_source(session, table)
            assert repeated == 1
            assert sorted(session.arrow(once)["severity"].to_pylist()) == [1, 1, 2]


def test_the_reader_names_the_faulty_kinds():
    with open_session("duckdb", threads=1) as session:
        rows = {
            "party": ["甲"],
            "kind": ["rumour"],
            "occurred_on": [date(2024, 1, 1)],
            "attributable": [True],
        }
        with pytest.raises(Refusal, match="rumour"):
            signal_rows(session, session.from_arrow(pa.table(rows)))


def test_the_command_is_loaded_without_the_engines():
    code = "import sys, zhuangjian.cli.risk_features; print([m for m in ('ibis', 'duckdb', 'pyarrow') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
