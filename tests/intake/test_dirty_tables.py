"""Tables as they really come: merged, hidden and missing cells, several sheets, headings over two lines."""

from __future__ import annotations

import json
from datetime import date

import pytest
from openpyxl import Workbook

from tests.intake.files import licence_row, sampling_row, write
from tests.intake.test_tables import refusal_of

pytestmark = pytest.mark.django_db


def models():
    from zhuangjian.apps.registry import models as registry

    return registry


@pytest.fixture
def table():
    from zhuangjian.apps.intake.mapping import packaged
    from zhuangjian.apps.intake.tables import survey

    return lambda path, source="licences": survey(path, packaged(source))


@pytest.fixture
def load(keeper):
    def run(path, source="licences", day="2021-06-30"):
        from zhuangjian.apps.intake.loading import load

        return load(source, path, keeper, as_of=date.fromisoformat(day))

    return run


def book(path, *sheets, change=None):
    """A workbook of (title, rows) sheets; ``change`` gets it before it is saved."""
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    if change:
        change(made)
    made.save(path)
    return path


def grid(*rows):
    return [list(rows[0]), *[list(row.values()) for row in rows]]


def held():
    from zhuangjian.apps.intake.models import Quarantine

    return {(q.number, q.code) for q in Quarantine.objects.all()}


def test_a_workbooks_row_whose_last_cells_are_empty_is_a_good_row(load, tmp_path):
    rows = grid(*[licence_row(n) | {"备注": "换证" if n == 1 else None, "附注": None} for n in (1, 2, 3)])
    assert load(book(tmp_path / "a.xlsx", ("表", rows)))["new"] == 3


def test_cells_merged_downwards_say_it_in_every_row(load, tmp_path):
    rows = grid(*[sampling_row(n, objection="1" if n == 1 else "") for n in (1, 2, 3)])
    path = book(
        tmp_path / "a.xlsx",
        ("表", rows),
        change=lambda b: b["表"].merge_cells("L2:L4") or b["表"].merge_cells("I3:I4"),
    )
    assert load(path, "sampling")["new"] == 3
    named = models().Signal.objects.filter(party__name__contains="化妆品有限公司")
    assert list(named.values_list("attributable", flat=True)) == [False] * 3
    assert {signal.detail["institution"] for signal in named} == {"试验检验院"}


def test_a_row_with_cells_merged_across_columns_is_held_back(load, tmp_path):
    rows = grid(*[licence_row(n) for n in (1, 2, 3)])
    path = book(tmp_path / "a.xlsx", ("表", rows), change=lambda b: b["表"].merge_cells("C3:D3"))
    assert load(path)["new"] == 2
    assert held() == {(3, "shifted")}


def test_a_merged_title_above_the_heading_changes_nothing(load, tmp_path):
    rows = [["一览表"], *grid(licence_row(1))]
    path = book(tmp_path / "a.xlsx", ("表", rows), change=lambda b: b["表"].merge_cells("A1:I1"))
    assert load(path)["new"] == 1


def test_the_sheet_that_fits_is_read_whatever_stands_before_it(table, tmp_path):
    path = book(tmp_path / "a.xlsx", ("封面", [["导出说明"]]), ("数据", grid(licence_row(1))))
    found = table(path)
    assert (found.sheet, found.total, found.others) == ("数据", 1, (("封面", False),))


def test_sheets_none_of_which_or_several_of_which_fit_are_named(table, tmp_path):
    none = refusal_of(lambda: table(book(tmp_path / "a.xlsx", ("封面", [["甲"]]), ("目录", [["乙"]]))))
    assert "“封面”、“目录”" in none.message
    rows = grid(licence_row(1))
    several = refusal_of(lambda: table(book(tmp_path / "b.xlsx", ("一季度", rows), ("二季度", rows))))
    assert "“一季度”、“二季度”" in several.message


def test_a_hidden_sheet_is_never_read(table, tmp_path):
    def hide(made):
        made["旧数据"].sheet_state = "hidden"

    rows = grid(licence_row(1))
    found = table(book(tmp_path / "a.xlsx", ("旧数据", rows), ("数据", rows), change=hide))
    assert (found.sheet, found.others) == ("数据", (("旧数据", True),))
    only = book(tmp_path / "b.xlsx", ("旧数据", rows), ("封面", [["甲"]]), change=hide)
    assert "隐藏的工作表“旧数据”" in refusal_of(lambda: table(only)).message


def test_a_heading_over_two_lines_is_read_as_its_columns(load, tmp_path):
    plain = licence_row(1)
    heads = [h for h in plain if h not in ("发证日期", "有效期至")] + ["有效期", "", "备注"]
    below = [""] * 7 + ["起", "止", ""]
    cells = [plain[h] for h in heads[:7]] + ["2021-03-01", "2026-02-28", "无"]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(",".join(row) for row in (heads, below, cells)), encoding="utf-8")
    assert load(path)["new"] == 1
    licence = models().Licence.objects.get()
    assert (licence.expires_on, licence.issued_on) == (date(2026, 2, 28), None)


def test_a_heading_over_two_lines_merged_in_a_workbook_is_read_too(load, tmp_path):
    plain = licence_row(1)
    heads = [h for h in plain if h not in ("发证日期", "有效期至")] + ["有效期", None]
    below = [None] * 7 + ["起", "止"]
    cells = [plain[h] for h in heads[:7]] + ["2021-03-01", "2026-02-28"]

    def merge(made):
        for letter in "ABCDEFG":
            made["表"].merge_cells(f"{letter}1:{letter}2")
        made["表"].merge_cells("H1:I1")

    assert load(book(tmp_path / "a.xlsx", ("表", [heads, below, cells]), change=merge))["new"] == 1
    assert models().Licence.objects.get().expires_on == date(2026, 2, 28)


def test_a_column_without_a_name_beside_one_that_is_read_is_refused(table, tmp_path):
    plain = licence_row(1)
    heads = [h for h in plain if h not in ("发证日期", "有效期至")] + ["有效期", ""]
    cells = [plain[h] for h in heads[:7]] + ["2021-03-01", "2026-02-28"]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(",".join(row) for row in (heads, cells)), encoding="utf-8")
    refusal = refusal_of(lambda: table(path))
    assert "第 9 栏没有栏目名" in refusal.message
    assert "“有效期”" in refusal.message


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_marks_inside_cells_do_not_divide(table, tmp_path, delimiter):
    scope = (
        "一般液态单元(护发清洁类,护肤水类);膏霜乳液单元(护肤清洁类);粉单元(散粉类,块状粉类);蜡基单元(蜡基类)"
        * 3
    )
    path = write(tmp_path / "a.csv", [licence_row(n, 许可项目=scope) for n in (1, 2)], delimiter=delimiter)
    assert [row.values["许可项目"] for row in table(path).rows()] == [scope] * 2


def test_identifiers_are_what_the_sheet_shows(table, tmp_path):
    rows = grid(licence_row(1) | {"备注": 7})

    def shown(made):
        made["表"]["J2"].number_format = "0000"

    (row,) = table(book(tmp_path / "a.xlsx", ("表", rows), change=shown)).rows()
    assert row.values["备注"] == "0007"


def test_hidden_rows_and_columns_are_noticed(table, tmp_path):
    def hide(made):
        made["表"].row_dimensions[3].hidden = True
        made["表"].column_dimensions["C"].hidden = True

    found = table(book(tmp_path / "a.xlsx", ("表", grid(*map(licence_row, (1, 2, 3)))), change=hide))
    assert (found.layout.hidden_rows, found.layout.hidden_columns, found.total) == ((3,), (3,), 3)


def test_codes_of_a_workbook_are_the_characters_they_stand_for(load, tmp_path):
    row = licence_row(1, 企业名称="重庆换行_x000D_\n化妆品厂")
    assert load(book(tmp_path / "a.xlsx", ("表", grid(row))))["new"] == 1
    assert models().Party.objects.get().name == "重庆换行化妆品厂"


def test_error_cells_of_a_workbook_hold_their_row_back(load, tmp_path):
    rows = grid(licence_row(1, 企业名称="#NAME?"), licence_row(2, 住所="#REF!"), licence_row(3))
    assert load(book(tmp_path / "a.xlsx", ("表", rows)))["new"] == 1
    assert held() == {(2, "error_value"), (3, "error_value")}


def lines(path, *records):
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in records), encoding="utf-8")
    return path


def test_json_lines_are_read_like_any_table(load, tmp_path):
    odd = {k: v for k, v in licence_row(2).items() if k != "住所"} | {"发证机关": None}
    assert load(lines(tmp_path / "a.jsonl", licence_row(1), odd))["new"] == 2
    party = models().Party.objects.get(name="重庆试丽2号化妆品有限公司")
    assert (party.address, party.licences.get().issuer) == ("", "")


def test_json_lines_that_leave_a_name_out_empty_nothing(load, tmp_path):
    load(lines(tmp_path / "a.jsonl", licence_row(1)), day="2021-01-31")
    few = {k: licence_row(1)[k] for k in ("统一社会信用代码", "企业名称", "许可证编号", "有效期至")}
    assert load(lines(tmp_path / "b.jsonl", few | {"住所": "NULL"}))["quarantined"] == 1
    assert load(lines(tmp_path / "c.jsonl", few | {"住所": None}))["unchanged"] == 1
    assert models().Party.objects.get().address == "重庆市渝中区试验路1号"


def test_a_line_that_is_no_object_is_refused_with_its_number(table, tmp_path):
    path = lines(tmp_path / "a.jsonl", licence_row(1))
    path.write_text(path.read_text(encoding="utf-8") + "\n[1]\n", encoding="utf-8")
    assert "第 2 行不是一个 JSON 对象" in refusal_of(lambda: table(path)).message


def test_unknown_headings_are_named_with_the_known_one_that_is_near():
    from zhuangjian.apps.intake.mapping import packaged

    heads = [
        "统一社会信用代码",
        "企业名称",
        "经营住所",
        "生产地点",
        "许可证编号",
        "许可内容",
        "发证时间",
        "有效期至",
        "备注",
    ]
    assert dict(packaged("licences").unknown(heads)) == {
        "经营住所": "住所",
        "生产地点": "生产地址",
        "许可内容": "许可项目",
        "发证时间": "发证日期",
        "备注": "",
    }


def test_a_table_that_lacks_a_needed_column_names_what_is_near_it(table, tmp_path):
    row = licence_row(1)
    row["许可证编码"] = row.pop("许可证编号")
    message = refusal_of(lambda: table(write(tmp_path / "a.csv", [row]))).message
    assert "“许可证编码”可能是“许可证编号”" in message
