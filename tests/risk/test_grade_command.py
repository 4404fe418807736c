"""``zhuangjian risk grade``: files in, sheets out, clear refusals."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from zhuangjian.cli import risk_grade

app = typer.Typer()
risk_grade.register(app)
runner = CliRunner()
PARTIES = 'party,name,kinds,children_products,credit\n001,甲公司,"manufacturer,注册人",12,失信\n002,乙店,销售经营者,,\n'
SIGNALS = (
    "signal,party,kind,occurred_on,known_on,severity,attributable,detail\n"
    "s1,001,sampling,2026-01-05,2026-02-01,4,true,\n"
    's2,001,监督检查,2026-03-05,,,,"{""conclusion"": ""production_serious"", ""rectify_due"": ""2026-05-05""}"\n'
    "s3,001,complaint,2026-03-05,,5,false,\n"
    's4,002,inspection,2026-06-05,,3,,"{""event"": ""refusal""}"\n'
    "s5,,opinion,2026-06-05,,3,,\n"
    "s6,009,opinion,2026-06-05,,3,,\n"
)


@pytest.fixture
def files(tmp_path):
    (tmp_path / "p.csv").write_text(PARTIES, encoding="utf-8")
    (tmp_path / "s.csv").write_text(SIGNALS, encoding="gb18030")
    return tmp_path


def run(folder, *words, code=0, day="2026-11-21"):
    result = runner.invoke(
        app,
        [
            "grade",
            "--signals",
            str(folder / "s.csv"),
            "--parties",
            str(folder / "p.csv"),
            "--as-of",
            day,
            *words,
        ],
    )
    assert result.exit_code == code, result.output
    return json.loads(result.stdout) if "json" in words else result.stdout


def test_parties_are_graded_and_what_was_not_counted_is_told(files):
    told = run(files, "--out", str(files / "g.json"), "--format", "json")
    assert told["by_grade"] == {"A": 0, "B": 0, "C": 1, "D": 1}
    assert (told["direct_raises"], told["signals_without_party"], told["parties_not_listed"]) == (1, 1, 1)
    grades = json.loads((files / "g.json").read_text(encoding="utf-8"))["grades"]
    assert [g["party"] for g in grades] == ["001", "002"]
    assert not (files / "g.json.new").exists()


def test_a_second_grading_takes_the_first_into_account(files):
    run(files, "--out", str(files / "g.json"))
    later = run(files, "--previous", str(files / "g.json"), "--format", "json", day="2027-06-05")
    assert later["moves"] == {"first": 0, "rose": 0, "fell": 0, "stayed": 2}
    assert later["direct_raises"] == 0
    fresh = run(files, "--format", "json", day="2027-06-05")
    assert fresh["by_grade"]["A"] == 1


def test_the_sheet_of_one_party_is_printed_for_people(files):
    text = run(files, "--sheet", "001")
    assert "风险分级计分表  001 甲公司" in text
    assert "s3  不可归责于该主体" in text
    assert "尚未完成" in text


def test_the_same_files_give_the_same_bytes(files):
    run(files, "--out", str(files / "a.json"))
    lines = SIGNALS.splitlines()
    (files / "s.csv").write_text("\n".join([lines[0], *reversed(lines[1:])]) + "\n", encoding="utf-8")
    run(files, "--out", str(files / "b.json"))
    assert (files / "a.json").read_bytes() == (files / "b.json").read_bytes()


def test_the_method_is_printed_as_tables():
    result = runner.invoke(app, ["grade-method", "--on", "2026-11-21"])
    assert result.exit_code == 0
    assert "| 儿童化妆品数 | 静态 |" in result.stdout


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("p.csv", "name\n甲\n", "现有的列：name"),
        ("p.csv", "party\n001\n001\n", "重复出现"),
        ("p.csv", "party,kinds\n001,工厂\n", "manufacturer（生产企业）"),
        ("p.csv", "party,products\n001,很多\n", "不是非负整数"),
        ("p.csv", "", "空"),
        ("s.csv", "signal,party,kind\ns1,001,sampling\n", "occurred_on"),
        ("s.csv", "signal,party,kind,occurred_on\ns1,001,sampling,昨天\n", "不是日期"),
        ("s.csv", "signal,party,kind,occurred_on,severity\ns1,001,sampling,2026-01-01,6\n", "1 至 5"),
        ("s.csv", "signal,party,kind,occurred_on\ns1,001,rumour,2026-01-01\n", "不在列表中"),
        ("s.csv", "signal,party,kind,occurred_on\ns1,001,sampling,\n", "缺少发生日期"),
        ("s.csv", "signal,party,kind,occurred_on\ns1,001,sampling,2026-01-01\ns1,002,sampling,2026-01-01\n", "重复"),
        ("s.csv", "signal,party,kind,occurred_on,attributable\ns1,001,sampling,2026-01-01,也许\n", "true 或 false"),
        ("s.csv", "signal,party,kind,occurred_on,detail\ns1,001,sampling,2026-01-01,{\n", "JSON"),
    ],
)  # fmt: skip
def test_a_faulty_table_is_refused_and_nothing_is_written(files, name, text, words):
    (files / name).write_text(text, encoding="utf-8")
    error = run(files, "--out", str(files / "g.json"), "--format", "json", code=1)["error"]
    assert words in error["message"]
    assert not (files / "g.json").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--sheet", "404"], "没有 404"),
        (["--pack", "mars"], "已有：example_jinhua、example_shanghai_jiangxi、national"),
        (["--pack", "2019-01-01"], "2021-01-01 至 今后"),
        (["--previous", "none.json"], "不存在"),
        (["--out", "no/where.json"], "请先建立"),
    ],
)
def test_words_that_lead_nowhere_are_refused(files, words, told):
    assert told in run(files, *words, "--format", "json", code=1)["error"]["message"]


def test_a_day_that_is_none_is_refused(files):
    assert "不是日期" in run(files, "--format", "json", code=1, day="2026-02-30")["error"]["message"]


def test_chinese_headers_and_dates_with_strokes_are_read_the_same(files):
    straight = run(files, "--format", "json")
    words = {
        "signal": "信号",
        "party": "企业",
        "kind": "来源类别",
        "occurred_on": "发生日期",
        "detail": "内容",
    }
    head, *rest = SIGNALS.split("\n")
    head = ",".join(words.get(name, name) for name in head.split(","))
    text = "\n".join([head, *rest]).replace("2026-06-05,,3", "2026/6/5,,3")
    (files / "s.csv").write_text(text, encoding="utf-8")
    chinese = run(files, "--format", "json")
    assert chinese["by_grade"] == straight["by_grade"]


def test_a_date_with_something_behind_it_is_refused(files):
    (files / "s.csv").write_text(
        SIGNALS.replace("2026-01-05,2026-02-01", "2026-01-05垃圾,2026-02-01"), encoding="utf-8"
    )
    told = run(files, "--format", "json", code=1)
    assert "不是日期" in told["error"]["message"]
