"""The likeness of two addresses says how sure it is and why."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.matching.test_addresses import TEXTS
from zhuangjian.engines.matching.addresses_compare import address_similarity

BASE = "广州市白云区人和镇华盛南路88号"


@pytest.mark.parametrize(
    "other",
    [
        "广东省广州市白云区人和镇华盛南路８８號",
        "广州市白云区人和镇华盛南路88#",
        "广州市白云区人和镇华盛南路八十八号（自主申报）",
        "人和镇华盛南路88号",
        "广州市白云区华盛南路88号",
        "广州市白云区人和镇华盛南路88号2栋",
    ],
)
def test_the_same_gate_in_other_spellings_is_alike(other: str) -> None:
    assert address_similarity(BASE, other).score > 0.9


def test_the_next_gate_is_not_the_same_place() -> None:
    found = address_similarity(BASE, "广州市白云区人和镇华盛南路90号")
    assert found.score <= 0.6
    assert "门牌号不同：88／90" in found.reasons


def test_a_gate_with_a_sub_number_is_nearer_than_another_gate() -> None:
    sub = address_similarity(BASE, "广州市白云区人和镇华盛南路88号之一").score
    assert address_similarity(BASE, "广州市白云区人和镇华盛南路18号").score <= sub < 1.0


def test_the_same_street_in_another_district_is_another_place() -> None:
    found = address_similarity(BASE, "广州市天河区人和镇华盛南路88号")
    assert found.score < 0.2
    assert found.reasons == ("区县不同：天河区／白云区",)


@pytest.mark.parametrize(
    "old, new",
    [
        ("重庆市万盛区万东北路4号", "重庆市綦江区万东北路4号"),
        ("长沙市望城县星城大道1号", "湖南省长沙市望城区星城大道1号"),
    ],
)
def test_a_renamed_or_united_district_is_the_same_place(old: str, new: str) -> None:
    found = address_similarity(old, new)
    assert found.score > 0.9
    assert any("区划曾更名或调整" in reason for reason in found.reasons)


def test_a_town_alone_never_makes_two_addresses_one() -> None:
    assert address_similarity("广州市白云区人和镇", "广州市白云区太和镇").score < 0.5


def test_english_addresses_are_compared_by_number_and_street() -> None:
    near = address_similarity("27 Washington Street, Oak Park", "27 WASHINGTON ST Oak Park").score
    far = address_similarity("27 Washington Street, Oak Park", "310 Pine Ave Chicago").score
    assert near > 0.8 > 0.3 > far


def test_an_absent_address_is_like_nothing() -> None:
    assert address_similarity("", BASE).score == 0.0
    assert address_similarity("", "").score == 0.0


@settings(max_examples=100, deadline=None)
@given(TEXTS, TEXTS)
def test_the_likeness_is_the_same_both_ways_and_between_0_and_1(a: str, b: str) -> None:
    found = address_similarity(a, b)
    assert found.score == address_similarity(b, a).score
    assert 0.0 <= found.score <= 1.0
    assert found.reasons
