"""What is a usable table, and the words in which anything else is refused."""

from __future__ import annotations

import zipfile
from datetime import date

import pytest

from tests.intake.files import licence_row, workbook, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    from zhuangjian.apps.intake.mapping import packaged
    from zhuangjian.apps.intake.tables import survey

    return lambda path, source="licences": survey(path, packaged(source))


def refusal_of(call):
    from zhuangjian.engines.rules.answer import Refusal

    with pytest.raises(Refusal) as caught:
        call()
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding_is_read_alike(table, tmp_path, encoding):
    path = write(tmp_path / "a.csv", [licence_row(1, 企业名称="昇镕化妆品厂")], encoding=encoding)
    (row,) = table(path).rows()
    assert (row.number, row.values["企业名称"]) == (2, "昇镕化妆品厂")


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_commas_tabs_and_semicolons_divide(table, tmp_path, delimiter):
    path = write(tmp_path / "a.csv", [licence_row(1), licence_row(2)], delimiter=delimiter)
    assert table(path).total == 2


def test_a_workbook_is_read_with_dates_and_whole_numbers_as_written(table, tmp_path):
    row = licence_row(1) | {"发证日期": date(2021, 1, 6), "统一社会信用代码": 440111000161807}
    (read,) = table(workbook(tmp_path / "a.xlsx", [row])).rows()
    assert read.values["发证日期"] == "2021-01-06"
    assert read.values["统一社会信用代码"] == "440111000161807"


def test_title_rows_above_the_head_and_blank_rows_are_passed_over(table, tmp_path):
    path = workbook(
        tmp_path / "a.xlsx", [licence_row(1), dict.fromkeys(licence_row(1), ""), licence_row(2)], above=2
    )
    found = table(path)
    assert (found.head_number, found.total, [r.number for r in found.rows()]) == (3, 2, [4, 6])


def test_a_formula_is_refused_with_its_cell(table, tmp_path):
    path = workbook(tmp_path / "a.xlsx", [licence_row(1) | {"有效期至": "=TODAY()"}])
    refusal = refusal_of(lambda: table(path))
    assert "I2" in refusal.message
    assert "公式" in refusal.message


def test_a_missing_column_is_named_with_the_names_it_may_have(table, tmp_path):
    row = licence_row(1)
    del row["许可证编号"]
    refusal = refusal_of(lambda: table(write(tmp_path / "缺栏.csv", [row])))
    assert "缺栏.csv" in refusal.message
    assert "许可证编号" in refusal.message
    assert refusal.missing == ("许可证编号（可用栏目名：许可证编号、生产许可证编号、许可证号、证书编号）",)


def test_a_repeated_column_is_refused(table, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("统一社会信用代码,企业名称,企业名称,许可证编号,有效期至\n1,2,3,4,5\n", encoding="utf-8")
    assert "重复的栏目“企业名称”" in refusal_of(lambda: table(path)).message


@pytest.mark.parametrize(
    "content, words",
    [
        (b"", "是空的"),
        (b"\n\n", "没有内容"),
        (b"%PDF-1.7 x", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 .xls"),
        (b"PK\x03\x04rest", "压缩包或已损坏的工作簿"),
        (b"\xff\xff\x00\x81\xff", "编码无法识别"),
        ("统一社会信用代码,企业名称,许可证编号,有效期至\n".encode(), "没有数据行"),
        ('统一社会信用代码,企业名称,许可证编号,有效期至\n1,"没有收尾,3,4\n'.encode(), "引号没有成对"),
    ],
)
def test_what_is_no_table_is_refused_in_words(table, tmp_path, content, words):
    path = tmp_path / "文件.csv"
    path.write_bytes(content)
    refusal = refusal_of(lambda: table(path))
    assert words in refusal.message
    assert "文件.csv" in refusal.message


def test_a_zip_that_is_no_workbook_is_refused(table, tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")
    assert "压缩包" in refusal_of(lambda: table(path)).message


def test_an_absent_file_and_a_folder_are_refused(table, tmp_path):
    assert "找不到文件" in refusal_of(lambda: table(tmp_path / "无.csv")).message
    assert "不是文件" in refusal_of(lambda: table(tmp_path)).message


def test_nothing_is_stored_when_a_file_is_refused(keeper, tmp_path):
    from zhuangjian.apps.intake.loading import load
    from zhuangjian.apps.intake.models import Batch

    path = tmp_path / "a.csv"
    path.write_bytes(b"x")
    refusal_of(lambda: load("licences", path, keeper))
    assert not Batch.objects.exists()


def test_rows_that_have_more_or_fewer_cells_than_the_head_are_held_back(take, tmp_path, keeper):
    from zhuangjian.apps.intake.loading import load
    from zhuangjian.apps.intake.models import Quarantine

    path = write(tmp_path / "a.csv", [licence_row(1), licence_row(2), licence_row(3)])
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    lines[1] += ",多一格"
    lines[2] = lines[2].rpartition(",")[0]
    path.write_text("\n".join(lines), encoding="utf-8")
    result = load("licences", path, keeper)
    assert (result["new"], result["quarantined"]) == (1, 2)
    assert set(Quarantine.objects.values_list("number", "code")) == {(2, "shifted"), (3, "shifted")}


@pytest.mark.parametrize(
    "name, day",
    [
        ("production_licences_2021-01", date(2021, 1, 31)),
        ("failed_2024-02", date(2024, 2, 29)),
        ("failed_2023-02", date(2023, 2, 28)),
        ("快照20210526", date(2021, 5, 26)),
        ("2021年5月", date(2021, 5, 31)),
        ("2021-12", date(2021, 12, 31)),
        ("无日期", None),
        ("2021-13", None),
    ],
)
def test_a_snapshot_without_a_day_is_of_the_last_day_of_its_month(name, day):
    from zhuangjian.apps.intake.fields import snapshot_day

    assert snapshot_day(name) == day


@pytest.mark.parametrize(
    "text, day",
    [
        ("2021-01-06", date(2021, 1, 6)),
        ("2021/1/6", date(2021, 1, 6)),
        ("2021.01.06", date(2021, 1, 6)),
        ("2021年1月6日", date(2021, 1, 6)),
        ("20210106", date(2021, 1, 6)),
        ("2021-01-06 00:00:00", date(2021, 1, 6)),
        ("2024-02-29", date(2024, 2, 29)),
        ("2023-02-29", None),
        ("2021-13-01", None),
        ("1979-12-31", None),
        ("1980-01-01", date(1980, 1, 1)),
        ("2100-12-31", date(2100, 12, 31)),
        ("2101-01-01", None),
        ("长期", None),
    ],
)
def test_dates_in_every_usual_spelling(text, day):
    from zhuangjian.apps.intake.fields import read_day

    assert read_day(text) == day


def test_people_are_told_the_names_of_columns_and_keys_of_other_systems_are_taken_all_the_same():
    from zhuangjian.apps.intake.mapping import SOURCES, packaged

    for source in SOURCES:
        for spec in packaged(source).columns:
            assert spec.shown
            assert [name for name in spec.shown if name.isascii()] == []
            assert set(spec.shown) < set(spec.names)
