"""The two official documents, read whole."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
import typer
from typer.testing import CliRunner

from tests.shared_data import shared_path
from zhuangjian.cli import rules_judge
from zhuangjian.engines.text.parse import parse_text

CQ = "documents/004_52f254213769e7cd.txt"
LN = "documents/000_f733088a17d9e7d0.txt"
app = typer.Typer()
rules_judge.register(app)


@pytest.fixture
def chongqing():
    path = shared_path(CQ)
    return parse_text(path.read_bytes(), path.name, "CQ")


@pytest.fixture
def liaoning():
    path = shared_path(LN)
    return parse_text(path.read_bytes(), path.name, "LN")


def test_the_chongqing_rules_have_56_articles_in_nine_chapters(chongqing):
    assert [a.number for a in chongqing.articles] == list(range(1, 57))
    assert [len(c.articles) for c in chongqing.chapters] == [8, 14, 4, 5, 4, 7, 6, 4, 4]
    assert [c.title for c in chongqing.chapters][:2] == ["总则", "检查程序及要求"]
    assert chongqing.warnings == ()


def test_the_chongqing_rules_know_number_and_dates_but_not_the_day_of_the_web_page(chongqing):
    assert chongqing.title == "重庆市化妆品检查管理实施细则"
    assert chongqing.document_no == "渝药监〔2025〕25号"
    assert chongqing.issued_on == chongqing.effective_on == date(2025, 12, 23)


@pytest.mark.parametrize(
    ("number", "paragraphs", "items"),
    [
        (1, 1, 0),
        (6, 1, 4),
        (14, 6, 0),
        (16, 1, 2),
        (32, 1, 5),
        (35, 2, 7),
        (51, 2, 5),
        (47, 3, 0),
        (56, 1, 0),
    ],
)
def test_articles_have_their_paragraphs_and_items(chongqing, number, paragraphs, items):
    article = chongqing.articles[number - 1]
    assert (len(article.paragraphs), len(article.items)) == (paragraphs, items)
    assert article.reference == f"CQ {number}"


def test_the_three_lists_of_article_16_stay_inside_their_items(chongqing):
    first, second = chongqing.articles[15].items
    assert len(first.continuation) == 3
    assert "整改后复查" in first.continuation[0]
    assert "待整改后评定" in second.text
    assert second.continuation == ()


def test_no_line_of_the_chongqing_body_is_lost_and_no_furniture_is_kept(chongqing):
    lines = shared_path(CQ).read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if re.match(r"第一章", line))
    body = [
        re.sub(r"^第[一二三四五六七八九十]+条\s+", "", line.strip()) for line in lines[start:] if line.strip()
    ]
    body = [line for line in body if not re.match(r"第.章|关键词|推荐产品", line)]
    assert "\n".join(a.text for a in chongqing.articles).split("\n") == body
    assert not re.search(
        r"关键词|推荐产品|MORE|当前位置|放大字体|核心提示", json.dumps([a.text for a in chongqing.articles])
    )
    assert len(chongqing.dropped) == 5


def test_the_liaoning_plan_has_four_sections_of_2_12_3_and_4_items(liaoning):
    assert [(s.number, len(s.items)) for s in liaoning.sections] == [(1, 2), (2, 12), (3, 3), (4, 4)]
    assert [i.reference for i in liaoning.sections[1].items] == [f"LN 2({n})" for n in range(1, 13)]
    assert liaoning.sections[1].items[8].title == "推进企业分级分类监管"
    assert liaoning.warnings == ()


def test_the_number_of_the_national_plan_is_not_taken_for_the_liaoning_plans_own(liaoning):
    assert liaoning.document_no == ""
    assert liaoning.issued_on is None


def test_no_word_of_the_liaoning_body_is_lost_and_no_bookmark_is_kept(liaoning):
    raw = re.sub(r"\[bookmark:[^\]]*\]", "", shared_path(LN).read_text(encoding="utf-8"))
    body = re.sub(r"\s", "", raw[raw.index("一、总体要求") :])
    read = ""
    for section in liaoning.sections:
        read += f"{'一二三四'[section.number - 1]}、{section.title}" + "".join(section.paragraphs)
        for item in section.items:
            numeral = (
                "一二三四五六七八九十"[item.number - 1]
                if item.number <= 10
                else "十" + "一二"[item.number - 11]
            )
            read += f"（{numeral}）{item.text}"
    assert re.sub(r"\s", "", read) == body
    assert len(liaoning.dropped) == 4
    assert {d.reason for d in liaoning.dropped} == {"文字处理软件的书签标记"}


@pytest.mark.parametrize(("file", "units"), [(CQ, 56), (LN, 25)])
def test_the_command_prints_the_same_stable_document_twice(file, units):
    args = ["import-text", str(shared_path(file)), "--format", "json"]
    first, second = (CliRunner().invoke(app, args) for _ in range(2))
    assert first.exit_code == 0
    assert first.stdout == second.stdout
    data = json.loads(first.stdout)
    assert len(data["articles"]) + sum(1 + len(s["items"]) for s in data["sections"]) == units
    assert data["stored"] is None
    assert len(data["digest"]) == 64


@pytest.mark.parametrize(("file", "code"), [(LN, "CQ"), (CQ, "LN"), (CQ, "XX")])
def test_a_document_that_is_not_the_one_named_is_refused(file, code):
    args = ["import-text", str(shared_path(file)), "--document", code, "--format", "json"]
    result = CliRunner().invoke(app, args)
    assert result.exit_code == 1
    assert "--document" in json.loads(result.stdout)["error"]["message"]


@pytest.mark.parametrize(("file", "code"), [(LN, "LN"), (CQ, "CQ")])
def test_without_a_code_the_document_is_recognised_but_not_stored(file, code):
    data = json.loads(
        CliRunner().invoke(app, ["import-text", str(shared_path(file)), "--format", "json"]).stdout
    )
    assert (data["document"], data["stored"]) == (code, None)


def test_a_document_that_nobody_knows_is_shown_without_a_code(tmp_path):
    file = tmp_path / "办法.txt"
    file.write_text("测试办法\n第一条 甲。\n第二条 乙。\n第三条 丙。\n", encoding="utf-8")
    data = json.loads(CliRunner().invoke(app, ["import-text", str(file), "--format", "json"]).stdout)
    assert data["document"] == ""


def test_the_command_carries_the_code_into_the_references():
    args = ["import-text", str(shared_path(CQ)), "--document", "CQ", "--dry-run", "--format", "json"]
    data = json.loads(CliRunner().invoke(app, args).stdout)
    assert data["articles"][13]["reference"] == "CQ 14"


def test_the_text_form_names_chapters_and_what_was_left_out():
    out = CliRunner().invoke(app, ["import-text", str(shared_path(CQ)), "--dry-run"]).stdout
    assert "共 56 条" in out
    assert "网页导航" in out
    assert "第 9 章 附则：4 条" in out


def test_a_file_that_is_not_there_is_refused(tmp_path):
    result = CliRunner().invoke(app, ["import-text", str(tmp_path / "无.txt"), "--format", "json"])
    assert result.exit_code == 1
    assert "找不到文件" in json.loads(result.stdout)["error"]["message"]
    result = CliRunner().invoke(app, ["import-text", str(tmp_path), "--format", "json"])
    assert "文件夹" in json.loads(result.stdout)["error"]["message"]
