"""The party's own numbers, each fault on both sides."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import uscc

from zhuangjian.engines.identifiers import NumberKind, parse_credit_code, parse_number
from zhuangjian.engines.identifiers.party_numbers import (
    CREDIT_ALPHABET,
    business_number_check,
    credit_check,
    organisation_check,
)

BODY = st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8)
DIVISIONS = st.sampled_from(["110105", "440111", "500103", "210102", "150102", "710000"])


def code_of(head: str, division: str, body: str) -> str:
    front = head + division + body + organisation_check(body)
    return front + uscc.calc_check_digit(front)


CODES = st.builds(code_of, st.sampled_from(["91", "92", "93", "12", "Y1"]), DIVISIONS, BODY)


@given(CODES)
def test_a_well_made_code_is_read_into_its_parts(code):
    number = parse_number(code)
    assert number.valid
    assert number.kind is NumberKind.CREDIT_CODE
    assert number.suggestion is None
    assert number.parts["division"] == code[2:8]
    assert number.parts["organisation"] + number.parts["check"] == code[8:]


@given(CODES, st.integers(0, 17), st.sampled_from(CREDIT_ALPHABET))
def test_any_single_wrong_character_is_found(code, place, letter):
    assume(code[place] != letter)
    assert not parse_credit_code(code[:place] + letter + code[place + 1 :]).valid


@given(CODES)
def test_a_letter_o_for_zero_is_never_put_right_in_silence(code):
    assume("0" in code)
    number = parse_credit_code(code.replace("0", "O"))
    assert number.problems[0].code == "bad_character"
    assert number.normal == code.replace("0", "O")
    assert number.suggestion in (code, None)


@given(CODES)
def test_a_suggestion_always_satisfies_both_check_digits(code):
    for old, new in (("0", "O"), ("1", "I"), ("2", "Z"), ("5", "S"), ("8", "B"), ("B", "8")):
        suggestion = parse_credit_code(code.replace(old, new, 1)).suggestion
        if suggestion:
            assert uscc.calc_check_digit(suggestion[:17]) == suggestion[17]
            assert organisation_check(suggestion[8:16]) == suggestion[16]


@pytest.mark.parametrize(
    ("old", "new"), [("0", "O"), ("1", "I"), ("2", "Z"), ("5", "S"), ("8", "B"), ("0", "D")]
)
def test_one_look_alike_in_the_division_is_suggested_back(old, new):
    code = code_of("91", "110258", "MA5D2R2B")
    assert parse_credit_code(code).valid
    broken = code[:2] + code[2:8].replace(old, new, 1) + code[8:]
    assert parse_credit_code(broken).suggestion == code


def test_a_wrong_check_character_alone_gets_no_suggestion():
    assert parse_credit_code("91440101MA5D2R2B5G").valid
    number = parse_credit_code("91440101MA5D2R2B5X")
    assert [p.code for p in number.problems] == ["bad_check"]
    assert number.suggestion is None


@given(CODES, st.integers(0, 17), st.sampled_from(CREDIT_ALPHABET))
def test_a_character_that_may_stand_where_it_stands_is_never_changed(code, place, letter):
    assume(letter.isdecimal() or not 2 <= place < 8)
    assert parse_credit_code(code[:place] + letter + code[place + 1 :]).suggestion is None


@pytest.mark.parametrize(("head", "known"), [("91", True), ("94", False), ("B1", False), ("12", True)])
def test_a_repair_is_offered_only_for_a_known_department_and_category(head, known):
    code = code_of(head, "110258", "MA5D2R2B")
    broken = code[:2] + code[2:8].replace("0", "O", 1) + code[8:]
    assert parse_credit_code(broken).suggestion == (code if known else None)


def test_spaces_full_width_and_small_letters_are_tidied_and_told():
    code = code_of("91", "500103", "MA5D2R2B")
    wide = "".join(chr(ord(ch) + 0xFEE0) for ch in code)
    assert parse_number(wide).normal == code
    assert parse_number(wide).notes == ("全角字符改为半角",)
    assert parse_number(f" {code.lower()[:12]} {code.lower()[12:]}\u200b").normal == code
    assert parse_number(code).notes == ()


def test_a_division_of_no_province_is_a_problem():
    number = parse_credit_code(code_of("91", "990101", "MA5D2R2B"))
    assert [p.code for p in number.problems] == ["unknown_division"]


@pytest.mark.parametrize(("count", "said"), [(17, "少1位"), (19, "多1位"), (12, "少6位")])
def test_a_wrong_length_says_how_many_are_lacking(count, said):
    number = parse_credit_code(("91500103MA5D2R2B" + "123")[:count])
    assert said in number.problems[0].message
    assert number.suggestion is None


def test_fifteen_digits_are_an_old_business_number_with_its_own_check():
    body = "50010300012345"
    good = parse_number(body + business_number_check(body))
    assert good.valid
    assert good.kind is NumberKind.OLD_BUSINESS_NUMBER
    assert good.parts == {
        "division": "500103",
        "province": "重庆",
        "sequence": "00012345",
        "check": good.normal[-1],
    }
    assert "18位" in good.notes[-1]
    wrong = str((int(good.normal[-1]) + 1) % 10)
    assert [p.code for p in parse_number(body + wrong).problems] == ["bad_check"]


@given(st.text("0123456789", min_size=14, max_size=14), st.integers(0, 13), st.integers(1, 9))
def test_the_old_check_digit_shows_every_single_wrong_digit(body, place, step):
    changed = body[:place] + str((int(body[place]) + step) % 10) + body[place + 1 :]
    assert business_number_check(changed) != business_number_check(body)


def test_fourteen_digits_are_told_to_be_one_short_but_not_completed():
    number = parse_number("50010300012345")
    assert "50010300012345" + business_number_check("50010300012345") in number.problems[0].message
    assert number.suggestion is None
    assert not number.valid


def test_an_organisation_code_is_known_with_and_without_its_hyphen():
    check = organisation_check("12345678")
    for text in (f"12345678-{check}", f"12345678{check}"):
        assert parse_number(text).kind is NumberKind.ORGANISATION_CODE
        assert parse_number(text).normal == f"12345678-{check}"
        assert parse_number(text).valid
    assert not parse_number("12345678-" + ("1" if check != "1" else "2")).valid


@given(st.text(max_size=30))
def test_no_text_whatever_breaks_the_reader(text):
    number = parse_number(text)
    assert number.valid or number.problems or number.kind is NumberKind.ABSENT
    assert number.to_dict()["text"] == text


@given(st.text(alphabet=CREDIT_ALPHABET, min_size=17, max_size=17))
def test_the_check_character_is_the_one_that_another_library_finds(body):
    assert credit_check(body) == uscc.calc_check_digit(body)
