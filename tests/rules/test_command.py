"""``zhuangjian rules``: the contract other programs rely on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.rules.pack_files import copy_packs
from zhuangjian.cli.rules import app


def call(*words: str, code: int = 0) -> Any:
    result = CliRunner().invoke(app, [*words, "--format", "json"])
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def test_due_gives_the_promised_keys() -> None:
    body = call("due", "filing_feedback", "--from", "2026-09-28", "--region", "chongqing")
    assert body["due"] == "2026-10-10"
    assert (body["unit"], body["days"], body["article"]) == ("working_days", 5, "CQ 39")
    assert body["provisional"] is False
    assert body["reasons"]


@pytest.mark.parametrize(
    "name",
    [
        "filing_feedback",
        "penalty_feedback",
        "assistance_reply",
        "assistance_reply_urgent",
        "lifting_assessment",
    ],
)
def test_the_five_promised_limits_exist(name: str) -> None:
    assert call("due", name, "--from", "2026-03-02", "--region", "chongqing")["due"] > "2026-03-02"


@pytest.mark.parametrize(
    "words",
    [
        ("due", "filing_feedback", "--from", "2026-02-30"),
        ("due", "nothing", "--from", "2026-02-03"),
        ("due", "filing_feedback"),
        ("due", "filing_feedback", "--from", "2025-12-22"),
        ("due", "filing_feedback", "--from", "2026-02-03", "--region", "110000"),
        ("forms", "--type", "licensing", "--party", "registrant"),
        ("forms", "--type", "routine", "--party", "nobody"),
        ("competent", "--party", "hotel", "--region", "500199"),
        ("replay", "/nowhere.json", "--calendar", "/nowhere.yaml"),
        ("check", "/nowhere"),
    ],
)
def test_a_refusal_exits_with_one_and_says_article_message_and_what_is_missing(
    words: tuple[str, ...],
) -> None:
    error = call(*words, code=1)["error"]
    assert set(error) == {"article", "message", "missing"}
    assert error["message"]


def test_a_date_before_the_rules_names_the_article() -> None:
    error = call("due", "filing_feedback", "--from", "2025-12-22", code=1)["error"]
    assert error["article"] == "CQ 39"
    assert "2025年12月23日" in error["message"]


def test_without_a_name_the_limits_are_listed() -> None:
    assert call("due")["filing_feedback"] == "立案情况反馈"


def test_forms_gives_forms_and_conclusions() -> None:
    body = call("forms", "--type", "routine", "--party", "registrant,manufacturer")
    assert body["forms"] == ["inspection_report"]
    assert body["mandatory"] is True
    assert body["conclusions"][0]["name"] == "production"


def test_checkpoints_change_the_form_of_an_other_inspection() -> None:
    assert call("forms", "--type", "other", "--party", "filer", "--checkpoints")["mandatory"] is True
    assert call("forms", "--type", "other", "--party", "filer")["mandatory"] is False


def test_competent_gives_each_authority_with_its_reason() -> None:
    body = call("competent", "--party", "registrant,salon", "--region", "500103")
    assert [a["kind"] for a in body["authorities"]] == ["municipal", "district"]
    assert all(a["reason"] for a in body["authorities"])


def test_other_spellings_of_a_party_are_told_in_the_refusal_and_in_the_help() -> None:
    error = call("competent", "--party", "nobody", "--region", "500103", code=1)["error"]
    assert "operator 即 distributor" in error["message"]
    for command in ("competent", "forms"):
        shown = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "400"}).stdout
        assert "operator" in shown
        assert "distributor" in shown


def test_coverage_has_one_row_for_each_article_of_both_documents() -> None:
    rows = call("coverage")
    assert len([row for row in rows if "-" not in row["article"]]) == 56 + 21
    assert {"document", "article", "summary", "kind", "status", "met_by", "basis"} <= set(rows[0])


def test_packs_and_check_list_what_is_loaded(tmp_path: Path) -> None:
    assert [p["pack"].split("@")[0] for p in call("packs")] == ["national", "chongqing", "liaoning"]
    root = copy_packs(tmp_path)
    assert len(call("check", str(root))) == 3
    path = root / "chongqing" / "deadlines.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("days: 5", "days: 0"), encoding="utf-8")
    message = call("check", str(root), code=1)["error"]["message"]
    assert "deadlines.yaml 第 6 行" in message


def test_check_finds_a_course_that_cannot_be_walked(tmp_path: Path) -> None:
    root = copy_packs(tmp_path)
    path = root / "national" / "courses.yaml"
    course = path.read_text(encoding="utf-8")
    path.write_text(course.replace("to: {done: arrival}", "to: {done: plan}"), encoding="utf-8")
    message = call("check", str(root), code=1)["error"]["message"]
    assert "courses.yaml" in message
    assert "步骤 arrival 从起始步骤 team 到不了" in message


def test_a_course_is_told_step_by_step_with_the_articles_of_the_place() -> None:
    told = call("course", "--type", "routine", "--party", "manufacturer", "--region", "chongqing")
    examination = next(step for step in told["steps"] if step["step"] == "examination")
    closing = next(act for act in examination["acts"] if act["act"] == "inspections.closing")
    assert (closing["article"], closing["leads_to"]) == ("CQ 15", ["hearing"])
    assert [one["article"] for one in examination["left_out"]] == ["CQ 12", "CQ 51"]


def test_replay_lists_the_cases_that_change(tmp_path: Path) -> None:
    cases = tmp_path / "cases.json"
    cases.write_text(
        json.dumps(
            [{"id": "甲", "rule": "due", "args": {"name": "filing_feedback", "event_date": "2026-09-28"}}]
        ),
        encoding="utf-8",
    )
    root = copy_packs(tmp_path)
    path = root / "chongqing" / "deadlines.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("days: 5", "days: 4"), encoding="utf-8")
    body = call("replay", str(cases), "--pack-dir", str(root))
    assert body["differences"][0]["after"]["due"] == "2026-10-09"


@pytest.mark.parametrize(
    "words",
    [
        ("due", "assistance_reply_urgent", "--from", "2026-12-28"),
        ("due",),
        ("forms", "--type", "routine", "--party", "manufacturer,distributor"),
        ("competent", "--party", "hotel", "--region", "chongqing"),
        ("coverage", "--status", "not_yet"),
        ("packs",),
        ("course", "--type", "for_cause", "--party", "salon", "--region", "liaoning"),
    ],
)
def test_people_get_text(words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == 0, result.output
    assert result.stdout.strip()


def test_asking_the_law_needs_no_web_framework() -> None:
    code = "import sys, zhuangjian.cli.rules; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
