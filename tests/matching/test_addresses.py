"""An address has one spelling, the division codes of a year, and parts that can be compared."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhuangjian.engines.matching.addresses import split_address, split_addresses
from zhuangjian.engines.matching.addresses_text import normalise_address

SPELLINGS = [
    ("三號樓２０１室", "3号楼201室"),
    ("４号之一", "4-1号"),
    ("4之1号", "4-1号"),
    ("127号之五三楼", "127-5号3楼"),
    ("6号一、二楼", "6号1、2楼"),
    ("18#厂房", "18号厂房"),
    ("第四座二十三层", "4座23层"),
    ("A－1栋", "A-1栋"),
    ("1号-4栋", "1号-4栋"),
    ("0006幢G53二层", "0006幢G53 2层"),
    # numerals in the names of streets and places stay
    ("广祥路二街", "广祥路二街"),
    ("三元里大道", "三元里大道"),
    ("红桥三路", "红桥三路"),
    ("地铁一号线", "地铁一号线"),
]


@pytest.mark.parametrize("written, spelling", SPELLINGS)
def test_house_numbers_are_spelled_alike(written: str, spelling: str) -> None:
    assert normalise_address(written) == spelling


def test_an_address_is_read_in_its_parts() -> None:
    parts = split_address("广东省广州市白云区太和镇南岭工业区岗埔五路18号A栋3楼301室（自主申报）")
    assert (parts.province, parts.city, parts.county, parts.names) == (
        "440000",
        "440100",
        "440111",
        ("白云区",),
    )
    assert (parts.town, parts.zone, parts.road, parts.number) == ("太和镇", "南岭工业区", "岗埔五路", "18")
    assert (parts.building, parts.floor, parts.room, parts.notes) == ("A", "3", "301", ("自主申报",))


@pytest.mark.parametrize(
    "address, code",
    [
        ("广州市白云区人和镇", "440111"),  # province missing
        ("洪山区白沙洲银湖中小企业城", "420111"),  # only one such district
        ("广东广州白云区", "440111"),  # no endings
        ("义乌市苏溪镇", "330782"),
        ("浙江省金华市义乌市苏溪镇", "330782"),
        ("金秀县桐木镇", "451324"),  # autonomous county by its everyday name
        ("佛山三水工业园区大塘园", "440607"),
        ("中国（江苏）自由贸易试验区苏州片区", "320000"),
        ("上海南京东路100号", "310000"),  # a street named after another city
        ("北京路12号", ""),
        ("朝阳区建国路", ""),  # several districts of that name: nothing is sure
        ("吉林省长春市朝阳区", "220104"),
        ("人和镇华盛南路88号", ""),
    ],
)
def test_divisions_are_read_as_far_as_they_are_sure(address: str, code: str) -> None:
    assert split_address(address).code == code


def test_codes_are_those_of_the_year() -> None:
    assert split_address("长沙市望城县星城镇", 2005).code == "430122"
    assert split_address("长沙市望城区星城镇", 2020).code == "430112"


def test_a_division_that_no_longer_stands_is_told_with_its_last_year() -> None:
    now = split_address("重庆市万盛区万东北路4号")
    assert (now.code, now.year, now.current) == ("500110", 2010, False)
    then = split_address("重庆市万盛区万东北路4号", 2010)
    assert (then.code, then.year, then.current) == ("500110", 2010, True)
    after = split_address("重庆市綦江区古南街道", 2011)
    assert (after.code, after.year, after.current) == ("500110", 2011, True)
    before = split_address("重庆市綦江区古南街道", 2010)
    assert (before.year, before.current) == (2011, False)


def test_several_addresses_in_one_field_are_told_apart() -> None:
    field = "1、广东省中山市南头镇东福北路50号；2、广东省中山市三角镇金祥路8号"
    assert [(a.town, a.number) for a in split_addresses(field)] == [("南头镇", "50"), ("三角镇", "8")]
    listed = "龙海市颜厝镇工业开发区、龙海市浮宫镇疏港公路8号"
    assert [a.town for a in split_addresses(listed)] == ["颜厝镇", "浮宫镇"]


def test_further_floors_are_no_further_address() -> None:
    field = "广州市花都区民主村南街5号2号楼1楼、4楼；3号楼1楼、3楼"
    assert len(split_addresses(field)) == 1


def test_a_second_address_without_division_has_that_of_the_first() -> None:
    one, two = split_addresses("广州市白云区华业路4号；高信二路6号")
    assert (one.code, two.code, two.road) == ("440111", "440111", "高信二路")


def test_an_english_address_passes_through_in_small_letters() -> None:
    parts = split_address("27 Washington St., Oak Park IL 60302")
    assert (parts.number, parts.code, parts.town) == ("27", "", "")
    assert parts.normal.startswith("27 washington st oak park")
    assert parts.road.startswith("washington")


def test_an_empty_field_holds_no_address() -> None:
    assert split_addresses("  ") == ()
    assert split_address("").normal == ""


PIECES = st.sampled_from(
    [
        "广东省",
        "广州市",
        "白云区",
        "万盛区",
        "人和镇",
        "华盛南路",
        "88号",
        "三號樓",
        "之一",
        "（自编）",
        "(",
        ")",
        "；",
        "、",
        "，",
        "#",
        "１２",
        "二楼",
        "A栋",
        "一",
        "十",
        "号",
        "村",
        "工业园",
        "-",
        "第",
        "&amp;",
    ]
)
TEXTS = st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=10).map("".join))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise_address(text)
    assert normalise_address(once) == once


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from([None, 1980, 2010, 2050]))
def test_any_text_is_read_without_failing(text: str, year: int | None) -> None:
    parts = split_address(text, year)
    assert parts.code == "" or (len(parts.code) == 6 and parts.code.isdecimal())
    for address in split_addresses(text, year):
        assert address.normal or not address.code
