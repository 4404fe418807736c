"""Lists with lines that are no entries, rows that nobody sees, and numbers shown with zeros."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from zhuangjian.engines.draw.tables import listing, read_table
from zhuangjian.engines.rules.answer import Refusal


def book(path, change=None, *, ids=("A1", "A2", "A3", "A4")):
    made = Workbook()
    sheet = made.active
    sheet.append(["编号", "企业"])
    for one in ids:
        sheet.append([one, "试验厂"])
    if change:
        change(sheet)
    made.save(path)
    return path


def ids(path):
    return [row[0] for row in listing(read_table(path), "编号").rows]


@pytest.mark.parametrize(
    "words",
    [
        "合计",
        "合 计",
        "总计",
        "小计：3家",
        "备注：含分支机构",
        "说明",
        "注：截至6月",
        "制表人：张",
        "填表日期：6月",
        "Total",
    ],
)
def test_a_total_or_a_note_below_the_list_is_refused_with_its_line(tmp_path, words):
    path = tmp_path / "a.csv"
    path.write_text(f"编号,企业\nB1,甲\nB2,乙\n{words},2家\n", encoding="utf-8")
    with pytest.raises(Refusal, match=r"第 4 行.*合计或说明"):
        ids(path)


@pytest.mark.parametrize("one", ["注册001", "合计划1号", "总计01", "S-TOTAL-1"])
def test_an_identifier_that_only_begins_like_one_is_an_entry(tmp_path, one):
    path = tmp_path / "a.csv"
    path.write_text(f"编号,企业\nB1,甲\n{one},乙\n", encoding="utf-8")
    assert ids(path) == ["B1", one]


def test_hidden_rows_are_refused_with_their_line(tmp_path):
    def hide(sheet):
        sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = True

    with pytest.raises(Refusal, match=r"第 3 行是隐藏的（共 2 行）"):
        ids(book(tmp_path / "a.xlsx", hide))


def test_a_hidden_row_without_content_is_nothing(tmp_path):
    def hide(sheet):
        sheet.row_dimensions[9].hidden = True
        sheet.cell(10, 1, "A9")

    assert ids(book(tmp_path / "a.xlsx", hide)) == ["A1", "A2", "A3", "A4", "A9"]


def test_a_number_is_what_the_sheet_shows(tmp_path):
    def zeros(sheet):
        for row in (2, 3, 4):
            sheet.cell(row, 1).number_format = "0000"

    assert ids(book(tmp_path / "a.xlsx", zeros, ids=(1, 2, 30, 4))) == ["0001", "0002", "0030", "4"]


def test_a_hidden_sheet_is_not_read(tmp_path):
    def more(sheet):
        sheet.sheet_state = "hidden"
        seen = sheet.parent.create_sheet("名单")
        seen.append(["编号", "企业"])
        seen.append(["C1", "甲"])

    assert ids(book(tmp_path / "a.xlsx", more)) == ["C1"]
