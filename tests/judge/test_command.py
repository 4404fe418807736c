"""The command line as other programs use it."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from zhuangjian.cli import rules_judge

app = typer.Typer()
rules_judge.register(app)
GOOD = {"items": [{"no": "25", "result": "nonconforming"}], "obstruction": False}


def run(tmp_path, content, *more, kind="routine", edition="actual"):
    file = tmp_path / "findings.json"
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    args = ["judge", "--type", kind, "--edition", edition, "--findings", str(file), "--format", "json", *more]
    result = CliRunner().invoke(app, args)
    return result.exit_code, json.loads(result.stdout)


def test_the_contract_of_the_judge_command(tmp_path):
    code, out = run(tmp_path, GOOD, "--on", "2026-11-21")
    assert code == 0
    assert (out["conclusion"], out["code"]) == ("生产质量管理体系存在缺陷", "production_deficient")
    assert out["counts"]["major"]["nonconforming"] == 1
    assert out["counts"]["sums"]["total"] == 1
    assert out["basis"] == "to_be_confirmed"
    assert "2022" in out["pack"]
    assert len(out["reasons"]) >= 5


def test_without_a_day_the_checklist_of_today_is_used(tmp_path):
    code, out = run(tmp_path, GOOD)
    assert code == 0
    assert out["checklist"].startswith("gmp-2022-actual")


def test_obstruction_in_the_file_fails_the_inspection(tmp_path):
    _, out = run(tmp_path, {"items": [], "obstruction": True}, kind="licensing_new")
    assert (out["conclusion"], out["code"]) == ("现场核查不通过", "licensing_fail")
    _, out = run(tmp_path, {"items": [], "obstruction": False}, kind="licensing_new")
    assert out["conclusion"] == "现场核查通过"


def test_a_refusal_exits_1_with_article_message_and_missing(tmp_path):
    code, out = run(tmp_path, GOOD, kind="licensing_new", edition="commissioned")
    assert code == 1
    assert out["error"]["article"] == "CQ 24"
    assert set(out["error"]) == {"article", "message", "missing"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "找不到文件"),
        (b"", "第 1 行第 1 列"),
        (b'{"items": [', "第 1 行第 12 列"),
        (b'{"items": [], "items": [{"no": "1", "result": "nonconforming"}]}', "出现两次"),
        (b'{"items": [{"no": "1", "result": "\xff"}]}', "UTF-8"),
        ([], "最外层"),
        ({}, "缺少 items"),
        ({"items": {}}, "列表"),
        ({"items": ["25"]}, "第 1 个"),
        ({"items": [{"no": "25"}]}, "缺少 result"),
        ({"items": [{"no": True, "result": "conforming"}]}, "编号"),
        ({"items": [{"no": 25.5, "result": "conforming"}]}, "编号"),
        ({"items": [{"no": "25", "result": 1}]}, "文字"),
        ({"items": [{"no": "25", "result": "yes"}]}, "nonconforming"),
        ({"items": [{"no": "99", "result": "conforming"}]}, "没有第 99 项"),
        ({"items": [], "obstruction": "no"}, "true 或 false"),
        ({"items": [], "obstructon": True}, "obstruction"),
        ({"items": [], "scope": "all"}, "scope"),
        (b"[" * 100000, "findings.json"),
    ],
)
def test_a_bad_file_is_refused_with_what_and_where(tmp_path, content, words):
    code, out = run(tmp_path, content)
    assert code == 1
    assert words in out["error"]["message"]


def test_a_file_with_a_byte_order_mark_and_describing_keys_is_read(tmp_path):
    content = {**GOOD, "party": "某某公司", "items": [{**GOOD["items"][0], "note": "未留样"}]}
    code, _ = run(tmp_path, b"\xef\xbb\xbf" + json.dumps(content).encode())
    assert code == 0


@pytest.mark.parametrize("day", ["2026-13-01", "20261121", "昨天", "2026-11-31"])
def test_a_bad_day_is_refused(tmp_path, day):
    code, out = run(tmp_path, GOOD, "--on", day)
    assert code == 1
    assert "YYYY-MM-DD" in out["error"]["message"]


def test_the_scope_of_a_change_comes_from_the_file(tmp_path):
    code, out = run(tmp_path, {**GOOD, "scope": ["25", "26"]}, kind="licensing_change")
    assert code == 0
    assert out["counts"]["major"]["nonconforming"] == 1
    assert out["counts"]["general"]["conforming"] == 1
    code, out = run(tmp_path, {**GOOD, "scope": ["25", "26"]}, kind="licensing_new")
    assert code == 1
    assert out["error"]["article"] == "CQ 24"
    assert len(out["error"]["missing"]) == 79


def test_the_text_form_shows_conclusion_and_basis(tmp_path):
    file = tmp_path / "f.json"
    file.write_text(json.dumps(GOOD))
    result = CliRunner().invoke(
        app, ["judge", "--type", "routine", "--edition", "actual", "--findings", str(file)]
    )
    assert result.exit_code == 0
    assert "生产质量管理体系存在缺陷" in result.stdout
    assert "待确认" in result.stdout


def test_checklists_are_listed_and_shown():
    listed = json.loads(CliRunner().invoke(app, ["checklist", "--format", "json"]).stdout)
    assert {row["id"]: row["items"] for row in listed} == {
        "gmp-2015": 105,
        "gmp-2022-actual": 81,
        "gmp-2022-commissioned": 24,
        "operator": 20,
    }
    shown = CliRunner().invoke(app, ["checklist", "commissioned", "--on", "2026-01-01", "--format", "json"])
    assert len(json.loads(shown.stdout)["items"]) == 24
    old = CliRunner().invoke(app, ["checklist", "--id", "gmp-2015", "--format", "json"])
    assert json.loads(old.stdout)["edition"] == "actual"
