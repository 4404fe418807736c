"""Filed formulas against the catalogue: remarks, historical maxima, totals, and the label beside them."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ingredients.lists import FOREIGN, HEADS, ROWS, national
from zhuangjian.cli.main import run
from zhuangjian.engines.ingredients import (
    Catalogue,
    Doubt,
    Kind,
    Line,
    Use,
    against_label,
    check_formula,
    parse_label,
    read_amount,
    read_list,
    use_of,
)

CATALOGUE = Catalogue([national()])


def doubts(*lines, use=Use.LEAVE_ON, catalogue=CATALOGUE):
    found = check_formula([Line(*line) for line in lines], catalogue, use)
    return [(one.line, one.doubt.value) for one in found.doubts]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("0.5", "0.5", "0.5"),
        ("0.5％", "0.5", "0.5"),
        ("0.1-0.5", "0.1", "0.5"),
        ("0.1 ～ 0.5%", "0.1", "0.5"),
        ("≤1", "0", "1"),
        ("不超过1%", "0", "1"),
        ("≥60", "60", "100"),
        ("约2", "2", "2"),
        ("200 ppm", "0.02", "0.02"),
        ("100", "100", "100"),
    ],
)
def test_an_amount_is_read_as_it_is_written(text, low, high):
    amount = read_amount(text)
    assert (amount.low, amount.high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize("text", ["", "适量", "100.1", "5-3", "见附件", "1.2.3", "1/2", "-3", "QS", "0x10"])
def test_what_is_no_percentage_is_none(text):
    assert read_amount(text) is None


@given(st.text(max_size=20))
def test_whatever_stands_in_the_cell_a_percentage_lies_between_nothing_and_the_whole(text):
    amount = read_amount(text)
    assert amount is None or 0 <= amount.low <= amount.high <= 100


@pytest.mark.parametrize(
    ("amount", "use", "found"),
    [
        ("60", Use.LEAVE_ON, []),
        ("60.1", Use.LEAVE_ON, [(2, "above_maximum")]),
        ("90", Use.RINSE_OFF, []),
        ("90.1", Use.RINSE_OFF, [(2, "above_maximum")]),
        ("60.1", Use.UNSAID, []),
        ("90.1", Use.UNSAID, [(2, "above_maximum")]),
        ("50-60.1", Use.LEAVE_ON, [(2, "above_maximum")]),
        ("适量", Use.LEAVE_ON, [(2, "amount")]),
        ("", Use.LEAVE_ON, []),
    ],
)
def test_an_amount_above_the_historical_maximum_of_the_use_is_pointed_out(amount, use, found):
    assert doubts(("水", "≤40"), ("甘油", amount), use=use) == found


def test_one_ingredient_on_two_lines_counts_with_its_sum_under_whatever_name():
    assert doubts(("甘油", "30"), ("GLYCERIN", "30"), ("水", "40")) == []
    assert doubts(("甘油", "30"), ("GLYCERIN", "30.5"), ("水", "39.5")) == [(1, "above_maximum")]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("氢醌", "prohibited"),
        ("某胺", "to_be_prohibited"),
        ("谁也没有听说过的油", "not_listed"),
        ("苯氧乙醇", None),
        ("水", None),
    ],
)
def test_a_line_says_what_the_catalogue_remarks(name, found):
    assert doubts((name, "1"), ("甘油", "50-60")) == ([(1, found)] if found else [])


def test_a_name_on_a_foreign_list_is_to_be_looked_at_and_never_prohibited():
    foreign = read_list(FOREIGN, list(FOREIGN[0]), "境外清单", Kind.FOREIGN)
    found = check_formula([Line("氧化锌", "≤1")], Catalogue([national(), foreign])).doubts
    assert [one.doubt for one in found] == [Doubt.LOOK]
    assert "禁" not in found[0].words


@pytest.mark.parametrize(("rest", "off"), [("49.5", False), ("50.5", False), ("49.4", True), ("50.6", True)])
def test_a_formula_adds_up_to_a_hundred_within_rounding(rest, off):
    assert ("total" in dict(doubts(("水", "50"), ("甘油", rest))).values()) is off


def test_a_formula_with_ranges_has_no_total():
    assert check_formula([Line("水", "50-60"), Line("甘油", "40")], CATALOGUE).total is None
    assert check_formula([], CATALOGUE).total is None


def test_the_label_and_the_formula_are_compared_by_what_is_meant():
    checked = check_formula([Line("水", "60"), Line("甘油", "38"), Line("苯氧乙醇", "2")], CATALOGUE)
    same = parse_label("成分：WATER、GLYCERIN、苯氧乙醇", CATALOGUE)
    assert against_label(checked, same) == ()
    other = parse_label("成分：水、甘油、香精", CATALOGUE)
    assert [(one.line, one.doubt.value) for one in against_label(checked, other)] == [
        (0, "not_in_formula"),
        (3, "not_on_label"),
    ]


def test_a_way_of_use_is_read_from_its_word():
    assert [use_of(text) for text in ("淋洗类", "驻留", "Rinse-off", "leave-on product", "喷雾", "")] == [
        Use.RINSE_OFF, Use.LEAVE_ON, Use.RINSE_OFF, Use.LEAVE_ON, Use.UNSAID, Use.UNSAID
    ]  # fmt: skip


def test_the_command_reads_a_file_of_formulas_and_of_labels(tmp_path, capsys, monkeypatch):
    lists, formulas, labels = tmp_path / "目录.csv", tmp_path / "配方.csv", tmp_path / "标签.csv"
    lists.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in [HEADS, *ROWS]), "utf-8")
    rows = [("甲", "水", "40", "驻留类"), ("甲", "甘油", "60", "驻留类"), ("乙", "氢醌", "2", "淋洗类")]
    formulas.write_text("产品,原料,含量,用法\n" + "\n".join(map(",".join, rows)), "gb18030")
    labels.write_text('编号,成分\n甲,"成分：水、香精"\n', "utf-8")
    words = [
        "formula",
        str(formulas),
        "--product",
        "产品",
        "--name",
        "原料",
        "--amount",
        "含量",
        "--use",
        "用法",
    ]
    words += ["--label", str(labels), "--column", "成分", "--id", "编号", "--catalogue", str(lists)]
    monkeypatch.setattr("sys.argv", ["zhuangjian", "ingredients", *words, "--format", "json"])
    with pytest.raises(SystemExit) as end:
        run()
    assert not end.value.code
    found = {one["id"]: one for one in json.loads(capsys.readouterr().out)["products"]}
    assert [one["doubt"] for one in found["甲"]["doubts"]] == ["not_in_formula", "not_on_label"]
    assert [one["doubt"] for one in found["乙"]["doubts"]] == ["prohibited", "total"]
    words[words.index("原料")] = "没有这一列"
    monkeypatch.setattr("sys.argv", ["zhuangjian", "ingredients", *words, "--format", "json"])
    with pytest.raises(SystemExit) as end:
        run()
    assert end.value.code
    assert "没有这一列" in capsys.readouterr().out
