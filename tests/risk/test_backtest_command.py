"""``zhuangjian risk backtest`` and ``risk warn``: several files in, one document out, clear refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pv
import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner

from tests.risk.warning_tables import rows
from tests.shared_data import shared_path
from zhuangjian.cli import risk_backtest, risk_warn

app = typer.Typer()
risk_backtest.register(app)
risk_warn.register(app)
runner = CliRunner()
COLUMNS = ("--entity", "企业", "--date", "日期", "--target", "有问题")
QUICK = ("--members", "1", "--jobs", "1", "--from", "2021-10-01", "--model", "boosted")


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """The first 600 rows as Parquet, the rest as CSV."""
    table = pa.table(rows())
    pq.write_table(table.slice(0, 600), tmp_path / "一.parquet")
    pv.write_csv(table.slice(600), tmp_path / "二.csv")
    return str(tmp_path / "一.parquet"), str(tmp_path / "二.csv")


def run(*words: str, code: int = 0) -> Any:
    """What the command prints as JSON, or a failed test with what it printed instead."""
    result = runner.invoke(app, [*words, "--format", "json"])
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def test_several_files_after_one_option_or_with_the_option_repeated(files: tuple[str, str]) -> None:
    together = run(
        "backtest", "--data", *files, *COLUMNS, *QUICK, "--exclude", "面积", "类别", "--windows", "quarter"
    )
    apart = run(
        "backtest", *COLUMNS, "--data", files[0], "--data", files[1], *QUICK, "--exclude", "面积,类别"
    )  # fmt: skip
    assert together == apart
    assert together["windows"][0]["start"] == "2021-10-01"
    assert together["settings"]["exclude"] == ["面积", "类别"]
    assert {"面积", "类别", "检查员", "缺陷数"} <= {c["column"] for c in together["columns"]["refused"]}


def test_scores_are_written_and_people_get_a_table(files: tuple[str, str], tmp_path: Path) -> None:
    out = tmp_path / "评分.parquet"
    result = runner.invoke(app, ["backtest", "--data", *files, *COLUMNS, *QUICK, "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert "平均 AUC" in result.stdout
    assert "检查员" in result.stdout
    assert pq.read_table(out).num_rows == sum(d.isoformat() >= "2021-10-01" for d in rows()["日期"])


def test_every_party_is_written_with_reasons(files: tuple[str, str], tmp_path: Path) -> None:
    out = tmp_path / "预警.csv"
    told = run(
        "warn", "--data", *files, *COLUMNS, "--members", "1", "--as-of", "2022-01-05", "--out", str(out)
    )  # fmt: skip
    text = out.read_text("utf-8-sig").splitlines()
    assert told["parties"] == len(text) - 1 == 60
    assert told["view"] == "adjusted"  # the rows say who came
    assert "使风险升高" in text[1]
    assert told["first"][0]["low"] <= told["first"][0]["probability"] <= told["first"][0]["high"]


def test_where_nobody_says_who_came_there_is_nothing_to_take_out(tmp_path: Path) -> None:
    table = pa.table(rows()).drop_columns(["检查员"])
    pq.write_table(table, tmp_path / "表.parquet")
    words = ("--data", str(tmp_path / "表.parquet"), *COLUMNS, "--members", "1", "--as-of", "2022-01-05")
    told = run("warn", *words, "--out", str(tmp_path / "预警.csv"))
    assert told["view"] == "recorded"
    told = run("warn", *words, "--out", str(tmp_path / "预警.csv"), "--view", "adjusted", code=1)
    assert "没有说明由谁检查的列" in told["error"]["message"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--data", "没有.parquet", *COLUMNS), "找不到文件"),
        (("--data", "ONE", "--entity", "企业", "--date", "日期", "--target", "没有"), "没有一个文件同时有"),
        (("--data", "ONE", *COLUMNS, "--from", "昨天"), "应为 2026-11-21"),
        (("--data", "ONE", "--entity", "企业", "--date", "日期", "--target", "面积"), "只能是 1/0"),
        (("--data", "ONE", "--entity", "企业", "--date", "类别", "--target", "有问题"), "不是日期"),
        (("--data", "ROW", *COLUMNS), "没有可以学习的历史"),
        (("--data", "NULL", *COLUMNS), "没有一行有值"),
    ],
)
def test_bad_input_is_refused_in_words(
    words: tuple[str, ...], said: str, files: tuple[str, str], tmp_path: Path
) -> None:
    table = pa.table(rows())
    pq.write_table(table.slice(0, 1), tmp_path / "一行.parquet")
    empty = table.drop_columns("有问题").append_column("有问题", pa.nulls(900, pa.int64()))
    pq.write_table(empty, tmp_path / "空.parquet")
    named = {"ONE": files[0], "ROW": str(tmp_path / "一行.parquet"), "NULL": str(tmp_path / "空.parquet")}
    body = run("backtest", *(named.get(w, w) for w in words), code=1)["error"]
    assert said in body["message"] + "".join(body["missing"])


def test_the_files_that_are_missing_a_column_are_named_with_what_they_have(files: tuple[str, str]) -> None:
    body = run(
        "backtest", "--data", files[0], "--entity", "License", "--date", "日期", "--target", "有问题", code=1
    )
    assert "一.parquet 缺少：License" in body["error"]["missing"][0]
    assert "企业" in body["error"]["missing"][0]


def test_a_window_of_real_inspections_from_the_three_public_files() -> None:
    folder = shared_path("data/city_inspections")
    told = run(
        "backtest", "--data", *(str(p) for p in sorted(folder.glob("*_2011_2013.parquet"))),
        "--entity", "License", "--date", "Inspection_Date", "--target", "criticalFound", "--model", "boosted",
        "--members", "1", "--jobs", "1", "--from", "2013-04-01", "--to", "2013-06-30", "--as-of", "window",
    )  # fmt: skip
    (window,) = told["windows"]
    assert (window["n"], window["positives"]) == (2090, 328)
    assert window["auc"] > 0.64
    assert window["first_half_share"] > 0.65 > window["first_half_share_actual"]
    assert window["days_earlier"] > window["random"]["days_earlier"]
    assert all(m["feature"] for m in window["moved"])
    refused = {c["column"] for c in told["columns"]["refused"]}
    leaks = {"criticalCount", "seriousCount", "minorCount", "pass_flag", "fail_flag", "Results", "sanitarian"}
    assert refused >= leaks | {str(n) for n in range(1, 15)}


@pytest.mark.parametrize(
    ("name", "told"), [("没有/分.csv", "目录不存在"), ("分.json", "扩展名"), ("二.csv", "输入文件")]
)
def test_where_scores_cannot_go_is_said_before_anything_is_computed(
    files: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, told: str
) -> None:
    def never(*_: object, **__: object) -> None:
        pytest.fail("computed first")

    monkeypatch.setattr("zhuangjian.engines.risk.history_reading.read_files", never)
    before = Path(files[1]).read_bytes()
    for words in (["backtest"], ["warn", "--as-of", "2021-12-01"]):
        found = run(*words, "--data", *files, *COLUMNS, "--out", str(tmp_path / name), code=1)
        assert told in found["error"]["message"]
    assert Path(files[1]).read_bytes() == before
