"""A list as a workbook: wide enough to read, heads that stand out and stay, dates that are dates."""

from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from zhuangjian.kernel.exports import xlsx_response


def sheet_of(heads, rows):
    body = b"".join(xlsx_response("企业", heads, iter(rows)).streaming_content)
    return load_workbook(BytesIO(body)).active


def test_columns_are_as_wide_as_their_content_and_never_wider_than_fifty():
    sheet = sheet_of(["编号", "名称", "备注"], [["12345678", "重庆化妆品厂", "长" * 80]])
    assert sheet.column_dimensions["A"].width == 10
    assert sheet.column_dimensions["B"].width == 14
    assert sheet.column_dimensions["C"].width == 50


def test_heads_are_bold_and_stay_and_dates_are_dates_in_chinese():
    sheet = sheet_of(["名称", "日期"], [["厂", date(2026, 11, 21)]])
    assert sheet.freeze_panes == "A2"
    assert all(cell.font.bold for cell in sheet[1])
    assert not sheet["A2"].font.bold
    assert sheet["B2"].value.date() == date(2026, 11, 21)
    assert sheet["B2"].number_format == 'yyyy"年"m"月"d"日"'
    assert sheet.column_dimensions["B"].width == 16


def test_rows_after_those_that_tell_the_widths_are_written_too():
    assert sheet_of(["数"], [[n] for n in range(700)]).max_row == 701
