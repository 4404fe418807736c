"""A pack that cannot be trusted does not load, and says where and what to do."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.rules.pack_files import RULES, copy_packs, small_pack
from zhuangjian.engines.rules import due, load_pack, pack_in_force
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.loader import in_force, pack_names
from zhuangjian.engines.rules.source import SourceError
from zhuangjian.engines.rules.tables import find_row


def line_of(text: str, words: str, nth: int = 1) -> int:
    hits = [n for n, line in enumerate(text.splitlines(), 1) if words in line]
    return hits[nth - 1]


def fault(root: Path, name: str = "chongqing") -> SourceError:
    with pytest.raises(SourceError) as caught:
        load_pack(name, root)
    assert "处理办法" in caught.value.message
    assert str(caught.value.path) in caught.value.message
    assert f"第 {caught.value.line} 行" in caught.value.message
    return caught.value


def test_the_shipped_packs_load_base_first() -> None:
    assert pack_names() == ["national", "chongqing", "liaoning"]
    assert load_pack("chongqing").label == "chongqing@2025-12-23.1"
    assert load_pack("liaoning").base is load_pack("national")


def test_a_regions_value_overrides_the_national_one_and_the_rest_is_inherited() -> None:
    national, chongqing = load_pack("national"), load_pack("chongqing")
    assert national.deadlines["filing_feedback"][0].basis == "to_be_confirmed"
    assert chongqing.deadlines["filing_feedback"][0].article == "CQ 39"
    assert chongqing.deadlines["reinspection_application"] == national.deadlines["reinspection_application"]


def test_two_dated_values_change_over_on_the_day(tmp_path: Path) -> None:
    pack = load_pack("chongqing", small_pack(tmp_path))
    assert due("filing_feedback", date(2026, 6, 30), pack=pack).value.days == 5
    assert due("filing_feedback", date(2026, 7, 1), pack=pack).value.days == 6
    assert in_force(pack.deadlines["filing_feedback"], date(2025, 12, 22)) is None


@pytest.mark.parametrize("end", ["2026-07-01", "2026-12-31"])
def test_overlapping_values_are_refused_with_the_line_of_the_second(tmp_path: Path, end: str) -> None:
    text = RULES.replace("effective_to: 2026-06-30", f"effective_to: {end}")
    error = fault(small_pack(tmp_path, text))
    assert "重叠" in error.what
    assert error.line == line_of(text, "title: 立案情况反馈", 2)
    assert "2026-06-30" in error.remedy


def test_an_open_end_before_another_value_is_an_overlap(tmp_path: Path) -> None:
    text = RULES.replace("      effective_to: 2026-06-30\n", "")
    assert "重叠" in fault(small_pack(tmp_path, text)).what


def test_a_gap_between_values_is_refused(tmp_path: Path) -> None:
    text = RULES.replace("effective_to: 2026-06-30", "effective_to: 2026-06-29")
    error = fault(small_pack(tmp_path, text))
    assert "空档" in error.what
    assert error.line == line_of(text, "title: 立案情况反馈", 2)


def test_a_value_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    text = RULES.replace("effective_to: 2026-06-30", "effective_to: 2025-01-01")
    assert "失效日期早于生效日期" in fault(small_pack(tmp_path, text)).what


@pytest.mark.parametrize("article", ["CQ 57", "CQ 0", "CQ", "ZZ 1", "CQ 3a", "LN 2(1)"])
def test_an_unknown_article_is_refused(tmp_path: Path, article: str) -> None:
    text = RULES.replace("article: CQ 39", f"article: {article}", 1)
    error = fault(small_pack(tmp_path, text))
    assert error.line == line_of(text, f"article: {article}")
    assert article in error.what


@pytest.mark.parametrize("old", ["      meaning: 五个工作日内反馈\n", "      holder: 接受移交线索单位\n"])
def test_a_missing_meaning_or_holder_is_refused_at_its_value(tmp_path: Path, old: str) -> None:
    text = RULES.replace(old, "", 1)
    error = fault(small_pack(tmp_path, text))
    assert "缺少必填项" in error.what
    assert error.line == line_of(text, "title: 立案情况反馈")


def test_a_table_row_without_a_reason_is_refused(tmp_path: Path) -> None:
    text = RULES.replace(", reason: 儿童化妆品重点", "")
    error = fault(small_pack(tmp_path, text))
    assert "reason" in error.what
    assert error.line == line_of(text, "child: true}")


def test_an_official_value_without_its_source_is_refused(tmp_path: Path) -> None:
    text = RULES.replace("      source: 测试\n", "", 1)
    assert "没有写明出处" in fault(small_pack(tmp_path, text)).what


def test_an_unknown_key_is_refused_at_its_line(tmp_path: Path) -> None:
    text = RULES.replace("      days: 5\n", "      days: 5\n      dayz: 5\n")
    error = fault(small_pack(tmp_path, text))
    assert error.line == line_of(text, "dayz")
    assert "不认识的项" in error.what


@pytest.mark.parametrize(
    "bad", ["days: 0", "days: -1", "days: five", "unit: workdays", "effective_from: 昨天"]
)
def test_a_value_of_the_wrong_kind_is_refused_at_its_line(tmp_path: Path, bad: str) -> None:
    key = bad.split(":")[0]
    old = next(line.strip() for line in RULES.splitlines() if line.strip().startswith(f"{key}:"))
    text = RULES.replace(old, bad, 1)
    assert fault(small_pack(tmp_path, text)).line == line_of(text, bad)


def test_a_table_with_two_rows_for_one_case_is_refused(tmp_path: Path) -> None:
    text = RULES.replace("{party: seller, child: true}", "{child: true}")
    error = fault(small_pack(tmp_path, text))
    assert "重叠" in error.what
    assert "party=maker、child=True" in error.what
    assert error.line == line_of(text, "{child: true}")


def test_a_table_that_leaves_a_case_open_is_refused(tmp_path: Path) -> None:
    dropped = next(line for line in RULES.splitlines(keepends=True) if "child: false}" in line)
    error = fault(small_pack(tmp_path, RULES.replace(dropped, "")))
    assert "没有覆盖情形 party=seller、child=False" in error.what


@pytest.mark.parametrize(("old", "new"), [("party: maker", "party: baker"), ("party: maker", "maker: party")])
def test_a_table_row_with_an_unknown_column_or_value_is_refused(tmp_path: Path, old: str, new: str) -> None:
    text = RULES.replace(old, new, 1)
    assert fault(small_pack(tmp_path, text)).line == line_of(text, new)


def test_a_table_answers_each_case_by_its_row(tmp_path: Path) -> None:
    table = load_pack("chongqing", small_pack(tmp_path)).tables["who"][0]
    assert find_row(table, {"party": "maker", "child": True}).then == "a"
    assert find_row(table, {"party": "seller", "child": True}).then == "b"
    assert find_row(table, {"party": "seller", "child": False}).then == "c"


def test_a_name_written_twice_is_refused_with_both_lines(tmp_path: Path) -> None:
    error = fault(small_pack(tmp_path, RULES + "deadlines: {}\n"))
    assert "前一处在第 1 行" in error.what


@pytest.mark.parametrize("text", ["deadlines: [", "", "\t- a", "- a\n- b\n"])
def test_a_file_that_is_not_a_rule_file_is_refused(tmp_path: Path, text: str) -> None:
    assert fault(small_pack(tmp_path, text)).path.name == "rules.yaml"


def test_an_article_left_out_is_refused_by_number(tmp_path: Path) -> None:
    root = copy_packs(tmp_path)
    path = root / "chongqing" / "articles.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace('  "56":', '  "57":'), encoding="utf-8")
    error = fault(root)
    assert "CQ 57" in error.what
    assert "第 1 至第 56 条" in error.remedy


def test_an_article_removed_is_missed(tmp_path: Path) -> None:
    root = copy_packs(tmp_path)
    path = root / "chongqing" / "articles.yaml"
    path.write_text(path.read_text(encoding="utf-8").split('  "56":')[0], encoding="utf-8")
    assert "缺少条款 56" in fault(root).what


def test_an_article_that_names_an_unknown_value_is_refused(tmp_path: Path) -> None:
    root = copy_packs(tmp_path)
    path = root / "chongqing" / "articles.yaml"
    text = path.read_text(encoding="utf-8").replace("merge_interval_days]", "merge_interval]")
    path.write_text(text, encoding="utf-8")
    error = fault(root)
    assert error.line == line_of(text, "merge_interval]")


def test_a_written_status_is_refused(tmp_path: Path) -> None:
    root = copy_packs(tmp_path)
    path = root / "liaoning" / "articles.yaml"
    text = path.read_text(encoding="utf-8").replace("    summary: ", "    status: met\n    summary: ", 1)
    path.write_text(text, encoding="utf-8")
    assert fault(root, "liaoning").line == line_of(text, "status: met")


@pytest.mark.parametrize(("name", "extends"), [("national", "chongqing"), ("chongqing", "liaoning")])
def test_packs_extend_the_national_one_only_so_that_none_goes_in_circles(
    tmp_path: Path, name: str, extends: str
) -> None:
    root = copy_packs(tmp_path)
    path = root / name / "pack.yaml"
    text = path.read_text(encoding="utf-8").replace("extends: national\n", "")
    path.write_text(f"extends: {extends}\n{text}", encoding="utf-8")
    assert "不能扩展" in fault(root, name).what


def test_a_pack_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "文件不存在" in fault(copy_packs(tmp_path), "atlantis").what


def test_an_inspection_is_bound_to_the_pack_of_the_day_its_plan_is_approved() -> None:
    assert pack_in_force("500103", date(2025, 12, 23)).label == "chongqing@2025-12-23.1"
    assert pack_in_force("500103", date(2025, 12, 22)).name == "national"


@pytest.mark.parametrize(
    ("region", "first"), [("chongqing", date(2025, 12, 23)), ("liaoning", date(2026, 1, 1))]
)
def test_before_a_regions_first_day_the_national_rules_apply_and_before_theirs_none(
    region: str, first: date
) -> None:
    assert pack_in_force(region, first).name == region
    assert pack_in_force(region, first - timedelta(days=1)).name == "national"
    assert pack_in_force(region, date(2021, 1, 1)).name == "national"
    with pytest.raises(Refusal, match="自2021年1月1日起施行"):
        pack_in_force(region, date(2020, 12, 31))
