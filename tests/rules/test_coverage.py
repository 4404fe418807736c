"""The coverage table covers every article of both documents, and points at code and tests that exist."""

from __future__ import annotations

import ast
import importlib.util
from functools import cache
from pathlib import Path

import pytest

from zhuangjian.engines.rules import coverage, load_pack
from zhuangjian.engines.rules.articles import CoverageRow, article_of
from zhuangjian.engines.rules.loader import packs_root

ROOT = Path(__file__).resolve().parents[2]
ROWS = coverage()
LIAONING = [f"1({n})" for n in (1, 2)] + [f"2({n})" for n in range(1, 13)]
LIAONING += [f"3({n})" for n in (1, 2, 3)] + [f"4({n})" for n in (1, 2, 3, 4)]


@cache
def names_in(path: Path) -> frozenset[str]:
    """Names a module defines at its top, and ``Class.method`` inside its classes, without importing it."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found.update(
                f"{node.name}.{part.name}" for part in node.body if isinstance(part, ast.FunctionDef)
            )
        if isinstance(node, ast.Assign):
            found.update(target.id for target in node.targets if isinstance(target, ast.Name))
    return frozenset(found)


def test_all_fifty_six_articles_of_chongqing_have_a_row_in_order() -> None:
    assert [r.article for r in ROWS if r.document == "CQ"] == [str(n) for n in range(1, 57)]


def test_all_sections_of_liaoning_have_a_row_in_order() -> None:
    assert [r.article for r in ROWS if r.document == "LN" and "-" not in r.article] == LIAONING


def test_each_section_of_liaoning_is_split_into_its_measures_and_is_as_far_as_they_are() -> None:
    """LN 2(9) begins four measures: grading, supervision by grade, several in one, off-site."""
    of = {row.article: row for row in ROWS if row.document == "LN"}
    for section in LIAONING:
        measures = [
            row for number, row in of.items() if number.partition("-")[0] == section and "-" in number
        ]
        assert measures, section
        assert [row.article for row in measures] == [f"{section}-{n + 1}" for n in range(len(measures))]
        said = {row.status for row in measures}
        assert of[section].status == (said.pop() if len(said) == 1 else "partly")
        assert len(of[section].lacking) == sum(row.status != "met" for row in measures)
    assert [row.article for row in of.values() if row.article.startswith("2(9)")] == [
        "2(9)", "2(9)-1", "2(9)-2", "2(9)-3", "2(9)-4"
    ]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.reference)
def test_every_code_and_test_it_names_exists(row: CoverageRow) -> None:
    for entry in row.met_by["code"]:
        module, _, name = entry.partition(":")
        path = ROOT / "src" / Path(*module.split("."))
        found = next((p for p in (path.with_suffix(".py"), path / "__init__.py") if p.is_file()), None)
        assert found is not None, f"{row.reference}: {module}"
        assert not name or name in names_in(found), f"{row.reference}: {entry}"
    for entry in row.met_by["tests"]:
        file, _, name = entry.partition("::")
        assert (ROOT / file).is_file(), f"{row.reference}: {file}"
        assert name in names_in(ROOT / file), f"{row.reference}: {entry}"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.reference)
def test_whatever_is_not_met_says_what_is_lacking(row: CoverageRow) -> None:
    assert (row.status == "met") == (not row.lacking and bool(row.met_by["code"] and row.met_by["tests"]))
    assert row.lacking or row.status != "partly"


@pytest.mark.parametrize("region", ["chongqing", "liaoning"])
def test_nobody_writes_a_status(region: str) -> None:
    text = (packs_root() / region / "articles.yaml").read_text(encoding="utf-8")
    assert "status:" not in text


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.reference)
def test_each_row_says_what_the_article_asks_in_chinese(row: CoverageRow) -> None:
    assert any("一" <= letter <= "鿿" for letter in row.title)
    assert len(row.summary) >= 6
    assert row.kind


def test_every_value_of_a_regions_pack_belongs_to_an_article_that_lists_it() -> None:
    for name in ("chongqing", "liaoning"):
        pack = load_pack(name)
        base = load_pack("national")
        listed = {value for article in pack.articles.values() for value in article.values}
        own = {
            value
            for kind in ("deadlines", "open_ended", "parameters", "tables")
            for value, series in getattr(pack, kind).items()
            if series is not getattr(base, kind).get(value)
        }
        assert own <= listed


def test_an_article_is_found_by_its_reference() -> None:
    found = article_of("CQ 39")
    assert found is not None
    assert found.title == "立案反馈"
    assert article_of("条例 27") is None


def test_the_engines_can_be_imported_where_the_paths_say() -> None:
    for row in ROWS:
        for entry in row.met_by["code"]:
            if entry.startswith("zhuangjian.engines."):
                assert importlib.util.find_spec(entry.partition(":")[0])
