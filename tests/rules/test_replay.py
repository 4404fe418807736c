"""Replaying past cases under another pack or calendar shows which answers change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.rules.pack_files import copy_packs
from zhuangjian.engines.rules import replay
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.replaying import Case, read_cases, rules_from

DUE = Case("甲案", "due", {"name": "filing_feedback", "event_date": "2026-09-28"})
JUDGED = Case(
    "乙案",
    "judge",
    {
        "type": "routine",
        "edition": "actual",
        "on": "2026-03-02",
        "findings": {"items": [{"no": "25", "result": "nonconforming"}], "obstruction": False},
    },
)


def edited(folder: Path, file: str, old: str, new: str) -> Path:
    root = copy_packs(folder)
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return root


def test_the_same_rules_change_nothing() -> None:
    result = replay([DUE, JUDGED], rules_from(), rules_from())
    assert result.cases == 2
    assert result.differences == ()


def test_a_longer_limit_moves_the_deadline_of_a_past_case(tmp_path: Path) -> None:
    root = edited(tmp_path, "chongqing/deadlines.yaml", "      days: 5\n", "      days: 6\n")
    (found,) = replay([DUE, JUDGED], rules_from(), rules_from(root)).differences
    assert found.id == "甲案"
    assert found.changed == ("due", "days")
    assert (found.before["due"], found.after["due"]) == ("2026-10-10", "2026-10-12")


def test_a_calendar_without_the_make_up_day_moves_the_deadline(tmp_path: Path) -> None:
    path = tmp_path / "calendar.yaml"
    path.write_text(
        'version: "x"\nyears:\n  2026:\n    status: published\n    notice: 测试\n    rest:\n'
        "      - {from: 2026-10-01, to: 2026-10-07, name: 国庆节}\n",
        encoding="utf-8",
    )
    (found,) = replay([DUE], rules_from(), rules_from(calendar=path)).differences
    assert found.after["due"] == "2026-10-12"


def test_stricter_principles_change_a_past_conclusion(tmp_path: Path) -> None:
    import yaml

    root = copy_packs(tmp_path)
    path = root / "national" / "judgement_2022.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    for rules in data["checklists"].values():
        for entry in rules["sums"]:
            entry["at_least"] = 1
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    (found,) = replay([DUE, JUDGED], rules_from(), rules_from(root)).differences
    assert found.id == "乙案"
    assert found.before["conclusion"] == "生产质量管理体系存在缺陷"
    assert found.after["conclusion"] == "生产质量管理体系存在严重缺陷"


def test_a_refusal_is_an_answer_that_can_appear(tmp_path: Path) -> None:
    case = Case("丙案", "due", {"name": "filing_feedback", "event_date": "2025-12-24"})
    root = edited(
        tmp_path,
        "chongqing/deadlines.yaml",
        "effective_from: 2025-12-23\n      article: CQ 39",
        "effective_from: 2026-01-01\n      article: CQ 39",
    )
    (found,) = replay([case], rules_from(), rules_from(root)).differences
    assert "尚不适用" in found.after["refused"]


def test_what_was_stored_then_is_compared_with_todays_rules() -> None:
    stored = Case("丁案", "due", DUE.args, {"due": "2026-10-09"})
    result = replay(
        [stored, Case("戊案", "due", DUE.args, {"due": "2026-10-10"})], rules_from(), rules_from()
    )
    assert [d.id for d in result.not_reproduced] == ["丁案"]


def test_forms_conclusions_and_competence_are_replayed_too(tmp_path: Path) -> None:
    cases = [
        Case("1", "forms_for", {"type": "routine", "parties": ["manufacturer"]}),
        Case("2", "conclusions_for", {"type": "routine", "parties": ["manufacturer"]}),
        Case("3", "competent_authority", {"parties": ["hotel"], "region": "500103"}),
    ]
    root = edited(tmp_path, "chongqing/pack.yaml", "渝中区市场监督管理局", "渝中区新机构")
    result = replay(cases, rules_from(), rules_from(root))
    assert [d.id for d in result.differences] == ["3"]


def test_an_unknown_rule_or_argument_is_refused() -> None:
    with pytest.raises(Refusal, match="不能重算"):
        replay([Case("x", "weather", {})], rules_from(), rules_from())
    with pytest.raises(Refusal, match="参数"):
        replay([Case("x", "due", {**DUE.args, "colour": 1})], rules_from(), rules_from())


@pytest.mark.parametrize("args", [{}, {"name": "filing_feedback"}])
def test_a_case_without_its_facts_is_refused(args: dict[str, str]) -> None:
    with pytest.raises(Refusal, match="缺少"):
        replay([Case("x", "due", args)], rules_from(), rules_from())


@pytest.mark.parametrize(
    "content", ["{", "{}", "[1]", '[{"rule": "due"}]', '[{"rule": "due", "args": {}, "stored": 3}]']
)
def test_a_case_file_that_cannot_be_read_is_refused_with_its_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "cases.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Refusal, match=r"cases\.json"):
        read_cases(path)


def test_cases_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "cases.json"
    path.write_text(json.dumps([{"id": 7, "rule": "due", "args": DUE.args}]), encoding="utf-8")
    assert read_cases(path) == [Case("7", "due", DUE.args)]


def test_a_directory_without_packs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="不是法规包目录"):
        rules_from(tmp_path)
