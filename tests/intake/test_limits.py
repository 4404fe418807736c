"""Tables made to occupy the machine are refused at once, in words that say where and what to do."""

from __future__ import annotations

import csv
import io
import re
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake.files import HEADS, licence_row, workbook, write
from zhuangjian.engines.rules.answer import Refusal

pytestmark = pytest.mark.django_db
# Far more than the slowest machine needs for what is refused, far less than what such a table would take if read.
SOON = 60.0


def survey(path, source="licences"):
    from zhuangjian.apps.intake.mapping import packaged
    from zhuangjian.apps.intake.tables import survey as surveyed

    return surveyed(path, packaged(source))


def refused(path) -> str:
    """The words of the refusal, which must come soon."""
    started = time.process_time()
    with pytest.raises(Refusal) as caught:
        survey(path)
    assert time.process_time() - started < SOON
    return caught.value.message


def wide_csv(path, columns: int):
    """A licence file with that many columns, the wanted ones first."""
    row = licence_row(1)
    names = HEADS + [f"c{n}" for n in range(columns - len(HEADS))]
    values = [row[head] for head in HEADS] + [""] * (columns - len(HEADS) - 1) + ["x"]
    path.write_text(",".join(names) + "\n" + ",".join(values) + "\n", encoding="utf-8")
    return path


def wide_workbook(path, columns: int):
    """The same as a workbook."""
    row = licence_row(1) | {f"c{n}": "x" for n in range(columns - len(HEADS))}
    return workbook(path, [row])


def rewritten(path, change):
    """The workbook with its parts changed by ``change(name, content)``; None leaves one out."""
    parts = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            content = change(name, archive.read(name))
            if content is not None:
                parts[name] = content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.fixture(autouse=True)
def warm(tmp_path):
    """Read one of each kind first: what is timed is the file, not the first import of the reader."""
    survey(workbook(tmp_path / "warm.xlsx", [licence_row(1)]))


@pytest.mark.parametrize("make, kind", [(wide_csv, "csv"), (wide_workbook, "xlsx")])
def test_five_hundred_columns_are_read_and_one_more_is_refused(tmp_path, make, kind):
    assert len(survey(make(tmp_path / f"a.{kind}", 500)).heads) == 500
    words = refused(make(tmp_path / f"b.{kind}", 501))
    assert "第 1 行有 501 栏，最多 500 栏" in words
    assert "b." in words


def test_sixty_thousand_columns_are_refused_in_a_moment(tmp_path):
    assert "60000 栏" in refused(wide_csv(tmp_path / "a.csv", 60_000))


def test_a_workbook_as_wide_as_workbooks_go_is_refused_in_a_moment(tmp_path):
    assert "16384 栏" in refused(wide_workbook(tmp_path / "a.xlsx", 16_384))


def test_blank_columns_to_the_right_are_no_columns(tmp_path):
    path = write(tmp_path / "a.csv", [licence_row(1)])
    lines = [line + "," * 700 for line in path.read_text(encoding="utf-8-sig").splitlines()]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert survey(path).heads == tuple(HEADS)


def test_a_record_without_end_is_refused_where_it_stands(tmp_path):
    path = write(tmp_path / "a.csv", [licence_row(1)])
    with path.open("a", encoding="utf-8") as file:
        file.write("," * 2_100_000)
    assert "第 3 行所在的记录超过 2000000 字" in refused(path)


def test_a_record_of_many_quoted_lines_is_refused(tmp_path):
    path = write(tmp_path / "a.csv", [licence_row(1)])
    with path.open("a", encoding="utf-8") as file:
        file.write(('"' + "x\n" * 20_000 + '",') * 60)
    assert "所在的记录超过" in refused(path)


def test_too_many_rows_and_too_many_cells_are_refused(tmp_path, monkeypatch):
    from zhuangjian.apps.intake import limits

    path = write(tmp_path / "a.csv", [licence_row(n) for n in range(5)])
    monkeypatch.setattr(limits, "ROWS", 6)
    assert survey(path).total == 5
    monkeypatch.setattr(limits, "ROWS", 5)
    assert "超过 5 行" in refused(path)
    monkeypatch.setattr(limits, "ROWS", 6)
    monkeypatch.setattr(limits, "CELLS", 6 * len(HEADS))
    assert survey(path).total == 5
    monkeypatch.setattr(limits, "CELLS", 6 * len(HEADS) - 1)
    assert "到第 6 行已超过" in refused(path)


def test_a_survey_that_takes_too_long_stops_and_says_where(tmp_path, monkeypatch):
    from zhuangjian.apps.intake import limits

    path = write(tmp_path / "a.csv", [licence_row(n) for n in range(5)])
    monkeypatch.setattr(limits, "SURVEY_SECONDS", -1)
    assert "仍未读完" in refused(path)


def test_a_workbook_of_too_many_parts_is_refused(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [licence_row(1)])
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(2_000):
            archive.writestr(f"xl/media/{number}.png", b"")
    assert "最多 2000 个" in refused(path)


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sharedStrings.xml"])
def test_shared_strings_that_swell_are_refused_wherever_they_lie(tmp_path, part):
    path = workbook(tmp_path / "a.xlsx", [licence_row(1)])

    def moved(name, content):
        if name == "[Content_Types].xml":
            kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
            named = f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
            return content.replace(b"</Types>", named.encode())
        return content

    rewritten(path, moved)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(part, b"<si><t>x</t></si>" * (130 * 2**20 // 17))
    assert path.stat().st_size < 2 * 2**20
    assert "最多 128 MB" in refused(path)


def test_styles_that_swell_are_refused(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [licence_row(1)])
    rewritten(path, lambda name, content: b" " * (33 * 2**20) if name == "xl/styles.xml" else content)
    assert "styles.xml" in refused(path)


def test_a_row_number_beyond_any_sheet_is_a_damaged_workbook(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [licence_row(1), licence_row(2)])

    def far(name, content):
        return content.replace(b'<row r="3"', b'<row r="999999999"') if "sheet1" in name else content

    started = time.process_time()
    with pytest.raises(Refusal, match="损坏的工作簿"):
        survey(rewritten(path, far))
    assert time.process_time() - started < SOON


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"])
def test_entities_and_broken_parts_are_a_damaged_workbook(tmp_path, part):
    swelling = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b0 "xxxxxxxxxx">' + b"".join(
        b'<!ENTITY b%d "%s">' % (n, b"&b%d;" % (n - 1) * 10) for n in range(1, 10)
    )
    for content in (swelling + b"]><a>&b9;</a>", b"<broken", b"\x00\xff"):
        path = workbook(tmp_path / "a.xlsx", [licence_row(1)])
        rewritten(path, lambda name, old, new=content: new if name == part else old)
        assert "损坏的工作簿" in refused(path), content


def test_a_workbook_cut_short_while_it_is_read_is_damaged_not_an_error(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [licence_row(n) for n in range(50)])
    rewritten(path, lambda name, old: old[: len(old) // 2] if "sheet1" in name else old)
    assert "损坏的工作簿" in refused(path)


CELL = st.text(max_size=30) | st.sampled_from(['"', "\n", "，", "\x00", "9" * 5000, "（" * 3000, " " * 3000])
TABLE = st.lists(st.lists(CELL, max_size=12), max_size=12)


@given(rows=TABLE, head=st.booleans())
def test_a_hostile_table_is_read_or_refused_and_nothing_else(tmp_path_factory, rows, head):
    from zhuangjian.apps.intake.mapping import packaged
    from zhuangjian.apps.intake.reading import Reading

    text = io.StringIO()
    csv.writer(text).writerows([HEADS, *rows] if head else rows)
    path = tmp_path_factory.mktemp("hostile") / "a.csv"
    path.write_text(re.sub("[\ud800-\udfff]", "", text.getvalue()), encoding="utf-8")
    started = time.process_time()
    try:
        table = survey(path)
    except Refusal:
        return
    read = [row for chunk in Reading(packaged("licences"), table).chunks() for row in chunk.rows]
    assert len(read) == table.total
    assert time.process_time() - started < SOON


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("cell", ["9", "（", "A", " ", "、", "单元", "-", "2021年"])
def test_a_cell_of_twenty_thousand_characters_is_read_in_a_moment(tmp_path, head, cell):
    from zhuangjian.apps.intake.mapping import packaged
    from zhuangjian.apps.intake.reading import Reading

    def took(length: int) -> float:
        row = licence_row(1) | {head: (cell * length)[:length]}
        table = survey(write(tmp_path / "a.csv", [row]))
        found = []
        for _ in range(3):
            started = time.process_time()
            list(Reading(packaged("licences"), table).chunks())
            found.append(time.process_time() - started)
        return min(found)

    # Ten times the length may cost ten times as much, and not a hundred times: on any machine.
    longest = took(20_000)
    assert longest < 0.1 or longest < 20 * took(2_000)
