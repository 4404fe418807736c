"""Names, addresses and telephone numbers in one spelling."""

from __future__ import annotations

import pytest

from zhuangjian.engines.matching.addresses import split_address
from zhuangjian.engines.matching.hanzi import hanzi_address, hanzi_name
from zhuangjian.engines.matching.latin import latin_address, latin_name
from zhuangjian.engines.matching.link_text import (
    read_address,
    read_name,
    read_person,
    read_phone,
    read_postal,
)


@pytest.mark.parametrize(
    "text", ["701 W. 63rd St", "701 West 63RD STREET", "701 w 63 rd street, Suite 4", "701 W 63rd St. 60621"]
)
def test_one_english_address_has_one_number_and_one_street(text: str) -> None:
    assert latin_address(text)[:2] == ("701", "63")


def test_the_postal_code_at_the_end_is_the_area_and_a_house_number_is_not() -> None:
    assert latin_address("27 Washington Oak Park IL 60302").area == "60302"
    assert latin_address("60302").area == ""


def test_the_direction_stands_apart_from_the_street() -> None:
    assert latin_address("224 N. Central").side == "n"
    assert latin_address("5251 W North Avenue")[:4] == ("5251", "north", "", "w")


def test_forms_and_fillers_are_left_out_of_an_english_name() -> None:
    assert latin_name("The Acme Child Care Ctr., Inc.").words == ("acme", "childcare", "center")
    assert latin_name("Inc.").words == ("inc",)


def test_an_apostrophe_does_not_divide_a_word() -> None:
    assert latin_name("Kenyatta's").words == latin_name("Kenyatta?s").words == ("kenyattas",)


def test_a_chinese_name_has_its_own_name_and_its_region() -> None:
    assert hanzi_name("重庆市雅芳化妆品有限公司")[1:3] == ("雅芳", "重庆")
    assert hanzi_name("广州好蝶化妆品有限公司").area == "广州"


def test_a_branch_is_not_its_company() -> None:
    assert hanzi_name("重庆雅芳化妆品有限公司江北分公司").core != hanzi_name("重庆雅芳化妆品有限公司").core


def test_brackets_and_width_do_not_make_another_name() -> None:
    assert hanzi_name("雅芳（广东）有限公司").full == hanzi_name("雅芳(广东)有限公司").full


def test_a_chinese_address_has_county_road_and_number() -> None:
    assert hanzi_address("重庆市渝北区金开大道１２号3楼")[:3] == ("12", "金开大道", "500112")
    assert hanzi_address("渝北区金开大道12号")[:2] == ("12", "金开大道")


def test_the_script_decides_how_text_is_read() -> None:
    assert read_name("雅芳有限公司").core == "雅芳"
    assert read_name("Avon Inc").core == ""
    assert read_name("/") == read_name(None) == read_name(" ")
    assert read_address("无").words == ()


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("+86 139 1234 5678", "13912345678"), ("8613912345678", "13912345678"), ("023-6789 1234转8001", "02367891234"),
        ("13912345678；13800001111", "13912345678"), ("386-5286", "3865286"), ("12345", ""), ("00000000", ""), (None, ""),
    ],
)  # fmt: skip
def test_a_telephone_number_is_its_digits(text: str | None, digits: str) -> None:
    assert read_phone(text) == digits


def test_persons_and_postal_codes_lose_spaces_and_marks() -> None:
    assert read_person(" 张 三 ") == "张三"
    assert read_person("J. Smith") == "jsmith"
    assert read_postal("60302-1234") == read_postal("60302") == "60302"
    assert read_postal("60302.0") == "60302"


@pytest.mark.parametrize(
    "text",
    [
        "重庆市渝北区龙溪街道金开大道12号3楼",
        "广东省广州市白云区钟落潭镇良园中路4号101房",
        "浙江省金华市义乌市苏溪镇苏新街1号",
        "江苏省扬州市生态科技新城杭集工业园8号",
        "广州市白云区嘉禾街望岗工业三路38号",
    ],
)
def test_the_quick_reading_of_an_address_says_what_the_careful_one_says(text: str) -> None:
    careful = split_address(text)
    street = careful.road or careful.village or careful.zone
    assert hanzi_address(text)[:3] == (careful.number, street, careful.county)
