"""Grading packs: dated, complete, and refused with file, line and remedy when they are not."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import typer
import yaml

from tests.risk.grade_naive import PACK
from zhuangjian.cli import risk_grade, risk_judged
from zhuangjian.engines.risk.pack_loading import KNOWN, grade_pack, grade_pack_names
from zhuangjian.engines.risk.pack_loading_tables import method_table, method_text
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.source import SourceError

TEXT = PACK.read_text(encoding="utf-8")


REGIONS = {"chongqing": "LN ", "liaoning": "CQ "}


@pytest.mark.parametrize(("region", "foreign"), REGIONS.items())
def test_a_region_sees_its_own_articles_or_national_ones_or_none_and_never_anothers(region, foreign):
    method = grade_pack().on(date(2026, 11, 21), region)
    table = method_table(method)
    articles = [row["article"] for part in ("factors", "direct", "visits") for row in table[part]]
    articles.append(table["scale"]["article"])
    assert not [article for article in articles if article.startswith(foreign)]
    assert foreign not in method_text(method)
    assert "（）" not in method_text(method)
    assert any(article.startswith({"LN ": "CQ ", "CQ ": "LN "}[foreign]) for article in articles)


def test_the_national_method_itself_names_no_regions_document():
    assert not re.search(r"\b(CQ|LN) ", TEXT)


def test_a_value_names_its_article_or_what_it_is_about_and_not_both(load):
    def both(rules):
        rules["counts"]["products"][0] |= {"article": "条例 56", "cites": "grading"}

    with pytest.raises(SourceError, match="只写"):
        load(both)
    with pytest.raises(SourceError, match="不认识的事项 grades"):
        load(lambda rules: rules["counts"]["products"][0].update(cites="grades", article=""))


@pytest.fixture
def load(tmp_path):
    def loading(change, name="national"):
        rules = yaml.safe_load(TEXT)
        change(rules)
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(rules, allow_unicode=True), encoding="utf-8")
        return grade_pack(name, tmp_path)

    return loading


def two(rules, ends, starts):
    first = rules["counts"]["products"][0]
    rules["counts"]["products"] = [first | {"effective_to": ends}, first | {"effective_from": starts}]


def test_every_shipped_pack_loads_and_nothing_in_it_passes_for_official():
    for name in grade_pack_names():
        assert grade_pack(name).on(date(2026, 11, 21)).basis == "to_be_confirmed"


def test_dates_that_meet_are_taken(load):
    pack = load(lambda r: two(r, date(2025, 12, 31), date(2026, 1, 1)))
    assert pack.on(date(2025, 12, 31)).label == pack.on(date(2026, 1, 1)).label


@pytest.mark.parametrize(
    ("ends", "starts", "word"),
    [(date(2026, 1, 1), date(2026, 1, 1), "重叠"), (date(2025, 12, 30), date(2026, 1, 1), "空档")],
)
def test_an_overlap_or_a_gap_is_refused_with_its_line(load, tmp_path, ends, starts, word):
    with pytest.raises(SourceError, match=word) as fault:
        load(lambda r: two(r, ends, starts))
    assert fault.value.line > 1
    assert str(tmp_path / "national.yaml") in str(fault.value)
    assert fault.value.remedy


def removed(group, name, key):
    def change(rules):
        del rules[group][name][0][key]

    return change


def put(group, name, key, value):
    def change(rules):
        rules[group][name][0][key] = value

    return change


def renamed(rules):
    rules["signals"]["gossip"] = rules["signals"].pop("opinion")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (renamed, "不认识的因素 gossip"),
        (lambda r: r["signals"].pop("opinion"), "signals 缺少 opinion"),
        (lambda r: r["direct"].pop("refusal"), "direct 缺少 refusal"),
        (removed("signals", "penalty", "reason"), "reason 缺少必填项"),
        (put("signals", "penalty", "reason", "短"), "过短"),
        (put("signals", "penalty", "article", "CQ 99"), "没有条款 CQ 99"),
        (put("signals", "penalty", "basis", "official"), "没有写明出处"),
        (put("signals", "penalty", "severity", {1: 5, 2: 4, 3: 6, 4: 7, 5: 8}), "反而更低"),
        (put("signals", "penalty", "severity", {1: 5, 2: 6}), "没有写全"),
        (put("signals", "penalty", "decay", {"horizon_days": 9}), "衰减方式不明"),
        (put("levels", "credit", "points", {"trusted": 0, "normal": 0, "breach": 9, "serious": 8}), "反而更低"),
        (put("kinds", "party_kind", "points", {"hotel": 1}), "缺少 registrant"),
        (put("counts", "products", "steps", [{"at_least": 9, "points": 1}, {"at_least": 9, "points": 2}]), "相同"),
        (put("scale", "grades", "limits", {"B": 20, "C": 20, "D": 50}), "相同"),
        (put("scale", "grades", "limits", {"B": 20, "C": 35}), "恰好写 B、C、D"),
        (put("scale", "grades", "margin", 20), "回落幅度"),
        (put("counts", "products", "colour", "red"), "不认识的项"),
        (lambda r: r.update(name="other"), "与文件名"),
    ],
)  # fmt: skip
def test_a_faulty_pack_is_refused_with_what_where_and_what_to_do(load, change, words):
    with pytest.raises(SourceError) as fault:
        load(change)
    assert words in str(fault.value)
    assert "处理办法" in str(fault.value)


def test_a_region_overrides_single_values_of_the_national_method(load, tmp_path):
    (tmp_path / "national.yaml").write_text(TEXT, encoding="utf-8")
    own = yaml.safe_load(TEXT)["visits"]["A"][0] | {"per_year": 0.3}
    (tmp_path / "chongqing.yaml").write_text(
        yaml.safe_dump(
            {
                "name": "chongqing",
                "version": "1",
                "title": "重庆示范方法",
                "extends": "national",
                "visits": {"A": [own]},
            },
            allow_unicode=True,
        ),
        encoding="utf-8",
    )
    day = date(2026, 1, 1)
    mine, national = grade_pack("chongqing", tmp_path).on(day), grade_pack().on(day)
    assert [v.per_year for v in mine.visits.values()] == [0.3, 1, 2, 3]
    assert mine.signals == national.signals


def test_a_day_before_the_method_is_refused_with_the_days_it_has():
    with pytest.raises(Refusal, match="2021-01-01 至 今后"):
        grade_pack().on(date(2020, 12, 31))


def test_an_unknown_pack_is_refused_with_those_that_exist():
    with pytest.raises(Refusal, match="已有：.*national"):
        grade_pack("mars")


def test_the_published_table_names_every_factor_event_and_grade():
    method = grade_pack().on(date(2026, 11, 21))
    table, text = method_table(method), method_text(method)
    assert {row["factor"] for row in table["factors"]} == {
        name for group in ("kinds", "counts", "levels", "signals", "lateness") for name in KNOWN[group]
    }
    assert all(row["title"] in text and row["reason"] in text for row in table["factors"])
    assert {row["event"] for row in table["direct"]} == set(KNOWN["direct"])
    assert [row["grade"] for row in table["visits"]] == ["A", "B", "C", "D"]
    assert "［待确认］" in text


def test_the_published_page_is_the_pack_and_nothing_else():
    import docs_hooks

    page = Path(docs_hooks.__file__).parents[1] / "docs" / "risk-method.md"
    assert page.read_text(encoding="utf-8") == docs_hooks.method_page()


def test_the_documentation_names_only_options_that_exist():
    import docs_hooks

    text = (Path(docs_hooks.__file__).parents[1] / "docs" / "risk.md").read_text(encoding="utf-8")
    group = typer.main.get_command(_group())
    lines = re.findall(r"^zhuangjian risk (\S+)(.*)$", text, flags=re.MULTILINE)
    assert len(lines) >= 8
    for name, rest in lines:
        known = {option for parameter in group.commands[name].params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= known, name


def _group():
    app = typer.Typer()
    risk_grade.register(app)
    risk_judged.register(app)
    return app
