"""The model card: everything from the report, the same bytes twice, Chinese that is really drawn."""

from __future__ import annotations

import json
import re
import warnings

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from tests.shared_data import shared_path
from zhuangjian.cli import risk_judged
from zhuangjian.engines.risk.card import model_card
from zhuangjian.engines.risk.drift import Sample, drift
from zhuangjian.engines.risk.fairness import fairness
from zhuangjian.engines.risk.plots import window_label
from zhuangjian.engines.risk.strictness import strictness
from zhuangjian.engines.rules.answer import Refusal, plain

app = typer.Typer()
risk_judged.register(app)
runner = CliRunner()


def window(start, end, auc, **more):
    body = {"start": start, "end": end, "n": 900, "positives": 120, "auc": auc, "auc_low": auc - 0.04,
            "auc_high": auc + 0.04, "average_precision": 0.25, "calibration_error": 0.021, "first_half_share": 0.66,
            "first_half_share_actual": 0.49, "days_earlier": 5.25}  # fmt: skip
    return body | more


BACKTEST = {
    "entity": "License", "target": "criticalFound", "mean_auc": 0.664,
    "windows": [window("2013-01-01", "2013-03-31", 0.671), window("2013-04-01", "2013-06-30", 0.657)],
    "warnings": ["列 a|b 单独的 AUC 达 0.91"],
}  # fmt: skip


@pytest.fixture(scope="module")
def report():
    rng = np.random.default_rng(1)
    n = 1500
    score = rng.beta(2, 6, n)
    y = (rng.random(n) < score).astype(int)
    ward = [f"区{i}" for i in rng.integers(0, 4, n)]
    ward[:5] = ["小县"] * 5
    who = [f"李四{i}" for i in rng.integers(0, 5, n)]
    sample = Sample({"年龄": rng.normal(size=n)}, y, score)
    moved = Sample({"年龄": rng.normal(2, 1, n)}, y, score)
    return plain(
        {
            "name": "示范模型",
            "backtest": BACKTEST,
            "fairness": fairness(score, y, {"地区": ward}, inspector=who).to_dict(),
            "drift": drift(sample, {"二季度": moved}).to_dict(),
            "strictness": strictness(who, y).to_dict(),
        }
    )


def test_the_card_holds_every_part_and_every_plot_exists(report, tmp_path):
    path = model_card(report, tmp_path / "卡")
    text = path.read_text(encoding="utf-8")
    for words in ("模型卡：示范模型", "0.664", "0.671（0.631–0.711）", "66.0%", "小县", "样本不足", "PSI", "化名", "同一名检查员", "使用限度", "随机顺序"):  # fmt: skip
        assert words in text
    assert "李四" not in text
    linked = re.findall(r"\]\((.+?\.svg)\)", text)
    assert len(linked) == 6
    assert sorted(linked) == sorted(p.name for p in path.parent.glob("*.svg"))
    assert "a\\|b" in text


def test_the_same_report_gives_the_same_bytes(report, tmp_path):
    first, second = model_card(report, tmp_path / "a").parent, model_card(report, tmp_path / "b").parent
    for file in first.iterdir():
        assert file.read_bytes() == (second / file.name).read_bytes(), file.name


def test_random_and_perfect_order_stand_beside_the_figures_and_what_moved_a_window_is_told(tmp_path):
    more = {
        "random": {"first_half_share": 0.5, "days_earlier": 0.25, "average_precision": 0.133},
        "perfect": {"first_half_share": 1.0, "days_earlier": 31.5, "average_precision": 1.0},
        "moved": [{"feature": "past", "words": "以往发现的问题较多", "separation": 0.4, "weight": 1.0}],
    }
    backtest = {
        "windows": [window("2013-01-01", "2013-03-31", 0.671, **more)],
        "columns": {
            "used": [{"column": "Risk"}],
            "refused": [{"column": "Results", "why": "同一次检查的结果"}],
        },
        "settings": {"model": "additive", "view": "adjusted"},
        "views": {
            "recorded": {"mean_auc": 0.6612},
            "adjusted": {"mean_auc": None, "why_null": "没有检查员列"},
        },
        "cautions": ["请核对地点"],
    }
    text = model_card({"backtest": backtest}, tmp_path).read_text(encoding="utf-8")
    for words in (
        "66.0%（随机 50.0%，完美 100.0%）", "5.25（随机 0.25，完美 31.50）", "0.250（随机 0.133，完美 1.000）",
        "以往发现的问题较多", "Results：同一次检查的结果", "| 模型 | additive |", "| 口径 | 扣除由谁检查 |",
        "| 按记录 | 0.661 |", "没有检查员列", "- 请核对地点",
    ):  # fmt: skip
        assert words in text
    assert "- Risk" not in text


def test_parts_that_were_not_measured_are_said_not_to_have_been(tmp_path):
    text = model_card({"backtest": BACKTEST}, tmp_path).read_text(encoding="utf-8")
    assert text.count("没有提供，未评价") == 3
    assert "本卡没有评价：公平性、漂移、检查尺度" in text


def test_no_chinese_character_is_missing_from_the_type(report, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of a glyph that is missing
        card = model_card(report, tmp_path)
    named = re.findall(r"!\[[^]]*\]\(([^)]+)\)", card.read_text(encoding="utf-8"))
    assert named
    assert all((tmp_path / name).stat().st_size for name in named)


def test_names_that_look_like_markup_stay_text(report, tmp_path):
    hostile = json.loads(json.dumps(report))
    hostile["name"] = "<script>$x_1^{$ | [链接](http)"
    for row in hostile["fairness"]["groups"]:
        row["group"] = "$\\frac{" + row["group"] + "<b>|"
    text = model_card(hostile, tmp_path).read_text(encoding="utf-8")
    assert "<script>" not in text
    assert "<b>" not in text


@pytest.mark.parametrize(
    ("start", "end", "label"),
    [
        ("2013-04-01", "2013-06-30", "2013\n二季度"),
        ("2013-02-01", "2013-04-30", "2013-02-01"),
        ("2013-04-01", "2013-04-30", "2013-04"),
        ("2013-04-15", "2013-06-30", "2013-04-15"),
    ],
)
def test_windows_are_called_by_quarter_or_month(start, end, label):
    assert window_label({"start": start, "end": end}) == label


@pytest.mark.parametrize(
    "backtest", [None, {}, {"windows": []}, {"windows": [{"start": "2013-01-01", "auc": None}]}]
)
def test_a_back_test_without_results_is_refused(backtest, tmp_path):
    with pytest.raises(Refusal, match="回测结果"):
        model_card({"backtest": backtest}, tmp_path / "x")
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("part", ["fairness", "drift", "strictness"])
def test_a_part_that_is_not_a_result_is_refused_and_nothing_is_left_behind(part, tmp_path):
    name = {"fairness": "公平性", "drift": "漂移", "strictness": "检查尺度"}[part]
    with pytest.raises(Refusal, match=f"{name}的结果不完整"):
        model_card({"backtest": BACKTEST, part: {"n": 1}}, tmp_path)
    assert list(tmp_path.iterdir()) == []


def run(*words, code=0):
    result = runner.invoke(app, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return json.loads(result.stdout) if "json" in words else result.stdout


@pytest.fixture
def folder(tmp_path):
    rng = np.random.default_rng(2)
    lines = ["party,检查员,项目,found,score,地区"]
    for i in range(600):
        who, risk = rng.integers(0, 4), rng.random() * 0.5
        found = int(rng.random() < min(0.9, risk + 0.1 * who))
        lines.append(f"{i % 60:03d},王五{who},{rng.integers(0, 2)},{found},{risk:.3f},区{i % 3}")
    (tmp_path / "rows.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "later.csv").write_text("\n".join(lines[:300]) + "\n", encoding="utf-8")
    (tmp_path / "bt.json").write_text(json.dumps(BACKTEST), encoding="utf-8")
    return tmp_path


def test_from_files_to_a_card_on_the_command_line(folder):
    data = folder / "rows.csv"
    commands = {
        "fairness": ["fairness", "--data", data, "--score", "score", "--outcome", "found", "--group", "地区", "--inspector", "检查员"],
        "drift": ["drift", "--reference", data, "--window", folder / "later.csv", "--outcome", "found", "--score", "score", "--exclude", "party"],
        "strictness": ["strictness", "--data", data, "--inspector", "检查员", "--item", "项目", "--found", "found", "--case-mix", "地区"],
    }  # fmt: skip
    words = []
    for name, command in commands.items():
        assert run(*command)
        (folder / f"{name}.json").write_text(json.dumps(run(*command, "--format", "json")), encoding="utf-8")
        words += [f"--{name}", folder / f"{name}.json"]
    told = run("card", "--backtest", folder / "bt.json", *words, "--out", folder / "card", "--format", "json")
    assert len(told["plots"]) == 6


def test_adjusted_rates_are_written_and_pseudonyms_are_the_default(folder):
    command = ["strictness", "--data", folder / "rows.csv", "--inspector", "检查员", "--found", "found",
               "--party", "party", "--out", folder / "adjusted.csv", "--format", "json"]  # fmt: skip
    told = run(*command)
    assert told["adjusted_parties"] == 60
    assert "王五" not in json.dumps(told, ensure_ascii=False)
    lines = (folder / "adjusted.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 61
    assert lines[0].replace('"', "").startswith("party,n,adjusted_rate")
    assert "王五3" in json.dumps(run(*command, "--names"), ensure_ascii=False)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["strictness", "--data", "rows.csv", "--inspector", "谁", "--found", "found"], "现有的列"),
        (["strictness", "--data", "none.csv", "--inspector", "检查员", "--found", "found"], "none.csv"),
        (["strictness", "--data", "rows.csv", "--inspector", "检查员", "--found", "score"], "看不出"),
        (["strictness", "--data", "rows.csv", "--inspector", "检查员", "--found", "found", "--party", "party"], "一起写"),
        (["fairness", "--data", "rows.csv", "--score", "party", "--outcome", "found", "--group", "地区"], "0 至 1"),
        (["card", "--backtest", "rows.csv", "--out", "card"], "JSON"),
        (["card", "--backtest", "none.json", "--out", "card"], "不存在"),
        (["card", "--backtest", "bt.json", "--out", "rows.csv"], "不是目录"),
        (["drift", "--reference", "rows.csv", "--window", "later.csv", "--outcome", "y"], "现有的列"),
    ],
)  # fmt: skip
def test_words_that_lead_nowhere_are_refused(folder, monkeypatch, words, told):
    monkeypatch.chdir(folder)
    assert told in run(*words, "--format", "json", code=1)["error"]["message"]


def test_the_inspectors_of_a_real_city_differ_fifteenfold_and_more_than_what_they_find():
    data = shared_path("data/city_inspections/inspections_2011_2013.parquet")
    told = run(
        "strictness", "--data", data, "--inspector", "sanitarian", "--found", "criticalFound",
        "--case-mix", "Risk", "--case-mix", "pastCritical", "--case-mix", "pastFail", "--names", "--format", "json",
    )  # fmt: skip
    rates = {row["inspector"]: row["rate"] for row in told["inspectors"]}
    assert list(rates) == ["purple", "blue", "orange", "green", "yellow", "brown"]
    assert rates["purple"] > 10 * rates["brown"]
    assert all(row["differs"] and row["comparable"] > 0.9 for row in told["inspectors"])
