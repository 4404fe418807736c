"""A sheet says what is shown of a model once, and what a person may not know of a row they cannot find out by it."""

from types import SimpleNamespace

import pytest

from zhuangjian.apps.authorities.models import Person
from zhuangjian.kernel.area import sheets
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, fact, officials

OFFICIAL = SimpleNamespace(scope=SimpleNamespace(official=True))
ENTERPRISE = SimpleNamespace(scope=SimpleNamespace(official=False))
READING = Reading("things", "测试", "ThingOut", "列表", "一件", ("things", "thing"))
SHEET = Sheet(
    "things",
    "测试",
    (
        Column("username", "登录名", "username", sort="username", api={"username": Datum(str, "username")}),
        Column(
            "name", "姓名", "name", sort="name", seen_by=officials, api={"name": Datum(str | None, "name")}
        ),
        fact("phone", "电话", "phone", seen_by=officials, api={"phone": Datum(str | None, "phone")}),
    ),
    (
        Filter("username", "登录名", "username"),
        Filter("name", "姓名", "name"),
        Filter("called", "姓名开头", "name__startswith", about=("name",)),
    ),
)


@pytest.mark.django_db
def test_what_a_person_may_not_know_they_can_neither_sort_nor_filter_nor_export(world):
    rows = Person.objects.unrestricted()
    given = {"name": world.leader.name, "called": world.leader.name}
    assert SHEET.narrowed(rows, given, OFFICIAL)[0].count() < rows.count()
    assert SHEET.narrowed(rows, given, ENTERPRISE)[0].count() == rows.count()
    assert SHEET.sorted(rows, "-name", OFFICIAL)[1] == "-name"
    assert SHEET.sorted(rows, "-name", ENTERPRISE)[1] == ""
    assert next(SHEET.texts(rows, OFFICIAL))[1:] != []
    assert next(SHEET.texts(rows, ENTERPRISE))[1:] == []


@pytest.mark.django_db
def test_what_a_person_may_not_know_is_no_fact_and_is_null_over_the_api(world):
    row = world.leader
    assert [cell.column.name for cell in SHEET.facts(row, OFFICIAL)] == ["phone"]
    assert SHEET.facts(row, ENTERPRISE) == []
    assert SHEET.record(row, OFFICIAL, detail=True) == {
        "username": row.username,
        "name": row.name,
        "phone": row.phone,
    }
    assert SHEET.record(row, ENTERPRISE, detail=True) == {
        "username": row.username,
        "name": None,
        "phone": None,
    }


def test_a_column_that_the_api_does_not_say_is_refused_when_the_sheet_is_made():
    silent = fact("phone", "电话", "phone")
    with pytest.raises(TypeError, match=r"phone.*api"):
        Sheet("things", "测试", (silent,), model=Person, reading=READING)
    said = fact("phone", "电话", "phone", api={"phone": Datum(str, "phone")})
    again = fact("mobile", "手机", "phone", covered="phone")
    assert Sheet("things", "测试", (said, again), model=Person, reading=READING)


def test_a_filter_about_a_column_that_is_not_there_is_refused_when_the_sheet_is_made():
    with pytest.raises(TypeError, match="unknown"):
        Sheet("things", "测试", (), (Filter("name", "姓名", "name", about=("name",)),))


def test_the_areas_sheets_are_read_over_the_api():
    assert {"rectifications", "public"} <= {sheet.reading.route for sheet in sheets()}
