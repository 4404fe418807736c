"""Licence, registration and filing numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuangjian.engines.identifiers import (
    ABBREVIATIONS,
    NumberKind,
    is_absent,
    normalise_number,
    parse_number,
    parse_permit,
    province_of_name,
    split_numbers,
)

EXAMPLES = [
    ("渝妆20160001", NumberKind.PRODUCTION_LICENCE, "重庆", 2016, "0001", "official"),
    ("国妆特字20263800", NumberKind.SPECIAL_DOMESTIC, None, 2026, "3800", "official"),
    ("国妆特字G20130990", NumberKind.SPECIAL_DOMESTIC, None, 2013, "0990", "official"),
    ("国妆特进字20210001", NumberKind.SPECIAL_IMPORTED, None, 2021, "0001", "official"),
    ("国妆特进字J20190055", NumberKind.SPECIAL_IMPORTED, None, 2019, "0055", "official"),
    ("国妆特制字20220002", NumberKind.SPECIAL_HMT, None, 2022, "0002", "to_be_confirmed"),
    ("粤G妆网备字2022324124", NumberKind.FILING_DOMESTIC, "广东", 2022, "324124", "official"),
    ("国妆网备出字（粤）2026000123", NumberKind.FILING_EXPORT, "广东", 2026, "000123", "official"),
    ("国妆网备进字（沪）2026004059", NumberKind.FILING_IMPORTED, "上海", 2026, "004059", "official"),
    ("国妆网备制字（粤）2026004059", NumberKind.FILING_HMT, "广东", 2026, "004059", "to_be_confirmed"),
    ("国妆备进字J20180001", NumberKind.FILING_IMPORTED_OLD, None, 2018, "0001", "to_be_confirmed"),
    ("粤国牙膏网备字2023404589", NumberKind.TOOTHPASTE_DOMESTIC, "广东", 2023, "404589", "official"),
    (
        "国牙膏网备进字（沪）2024000001",
        NumberKind.TOOTHPASTE_IMPORTED,
        "上海",
        2024,
        "000001",
        "to_be_confirmed",
    ),
    ("国妆原注字20230001", NumberKind.INGREDIENT_REGISTERED, None, 2023, "0001", "to_be_confirmed"),
    ("国妆原备字20230052", NumberKind.INGREDIENT_FILED, None, 2023, "0052", "to_be_confirmed"),
]


@pytest.mark.parametrize(("text", "kind", "province", "year", "sequence", "basis"), EXAMPLES)
def test_each_format_is_read_into_its_parts(text, kind, province, year, sequence, basis):
    number = parse_number(text)
    assert number.valid
    assert number.kind is kind
    assert number.normal == text
    assert number.parts.get("province_name") == province
    assert (number.parts["year"], number.parts["sequence"], number.basis) == (year, sequence, basis)


@pytest.mark.parametrize("text", [row[0] for row in EXAMPLES])
def test_each_format_survives_width_brackets_case_and_spaces(text):
    wide = "".join(chr(ord(ch) + 0xFEE0) if "!" <= ch <= "~" else ch for ch in text)
    for variant in (
        wide,
        text.lower(),
        f" {text[:5]}\u3000{text[5:]} ",
        text.replace("（", "(").replace("）", ")"),
    ):
        assert parse_number(variant).normal == text
        assert parse_number(variant).valid


@pytest.mark.parametrize("text", [row[0] for row in EXAMPLES])
def test_a_letter_among_the_digits_is_only_suggested_away(text):
    digits = text[-8:]
    for place, digit in enumerate(digits):
        for letter in {"0": "OQD", "1": "IL", "2": "Z", "5": "S", "6": "G", "8": "B"}.get(digit, ""):
            broken = text[:-8] + digits[:place] + letter + digits[place + 1 :]
            number = parse_number(broken)
            assert not number.valid
            assert number.normal == broken
            assert number.suggestion == text
            assert number.parts["year"] == parse_number(text).parts["year"]


@pytest.mark.parametrize("text", [row[0] for row in EXAMPLES])
def test_a_digit_too_few_or_too_many_is_a_problem_without_a_guess(text):
    for broken in (text[:-1], text + "0"):
        number = parse_number(broken)
        assert [p.code for p in number.problems] == ["wrong_length"]
        assert number.suggestion is None
        assert "year" not in number.parts


@given(st.sampled_from(sorted(ABBREVIATIONS)), st.integers(1990, 2099), st.integers(0, 9999))
def test_every_province_has_licences(province, year, sequence):
    number = parse_permit(f"{province}妆{year}{sequence:04d}")
    assert number.valid
    assert number.parts == {
        "province": province,
        "province_name": ABBREVIATIONS[province],
        "year": year,
        "sequence": f"{sequence:04d}",
    }
    assert province_of_name(f"{ABBREVIATIONS[province]}省") is not None


def test_inner_mongolia_writes_its_licences_in_its_own_way():
    number = parse_number("内妆20190001")
    assert number.valid
    assert number.normal == "内妆20190001"
    assert number.parts["province_name"] == "内蒙古"
    assert "内蒙古" in number.notes[0]


def test_a_province_that_does_not_exist_is_a_problem_and_no_repair_is_offered():
    number = parse_number("犬妆2O160001")
    assert [p.code for p in number.problems] == ["unknown_province", "letter_in_digits"]
    assert number.suggestion is None


@pytest.mark.parametrize(("year", "fine"), [(1989, False), (1990, True), (2099, True), (2100, False)])
def test_a_year_out_of_all_reason_is_a_problem(year, fine):
    assert parse_number(f"渝妆{year}0001").valid is fine


def test_a_filing_without_its_letter_gets_it_as_a_suggestion():
    for text in ("粤妆网备字2022324124", "粤6妆网备字2022324124"):
        number = parse_number(text)
        assert [p.code for p in number.problems] == ["missing_letter"]
        assert number.normal == text
        assert number.suggestion == "粤G妆网备字2022324124"


def test_an_unknown_shape_is_told_with_examples():
    number = parse_number("卫妆准字第12号")
    assert number.kind is NumberKind.UNKNOWN
    assert "京妆20160001" in number.problems[0].message


@pytest.mark.parametrize("text", ["", " ", "/", "／", "—", "无", "不详", "n/a"])
def test_none_is_none_however_it_is_written(text):
    assert is_absent(text)
    assert parse_number(text).kind is NumberKind.ABSENT
    assert normalise_number(text) == ""


def test_a_cell_with_several_numbers_is_taken_apart():
    assert split_numbers("粤妆20160001、粤妆20170002；/") == ["粤妆20160001", "粤妆20170002"]
    assert split_numbers("粤妆20160001/苏妆20170002") == ["粤妆20160001", "苏妆20170002"]
    assert split_numbers("/") == []
    assert not is_absent("粤妆20160001")
