"""Two names are compared part by part; what one side does not say is neither for nor against."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from zhuangjian.engines.matching.names_compare import same_name


def test_the_same_own_name_in_province_and_city_is_one_firm() -> None:
    found = same_name("广州市丽人化妆品有限公司", "广东丽人化妆品有限责任公司")
    assert (found.key, found.region, found.form, found.same) == (1.0, True, True, True)


def test_the_same_own_name_in_another_province_is_another_firm() -> None:
    found = same_name("湖南丽人化妆品有限公司", "广东丽人化妆品有限公司")
    assert (found.key, found.region, found.same) == (1.0, False, False)


def test_a_missing_region_speaks_neither_for_nor_against() -> None:
    found = same_name("丽人化妆品有限公司", "广东丽人化妆品有限公司")
    assert (found.region, found.same) == (None, True)


def test_a_company_and_a_shop_of_one_own_name_are_two_firms() -> None:
    assert not same_name("广州丽人化妆品有限公司", "广州丽人化妆品店").same
    assert same_name("广州丽人化妆品商行", "广州丽人化妆品店").same


def test_a_branch_is_not_its_company() -> None:
    found = same_name("广州丽人化妆品有限公司", "广州丽人化妆品有限公司第一分公司")
    assert (found.key, found.branch, found.same) == (1.0, False, False)


def test_another_trade_under_the_same_own_name_is_another_firm() -> None:
    assert not same_name("广州丽人化妆品有限公司", "广州丽人汽车租赁有限公司").same


def test_a_former_name_is_recognised_whichever_side_tells_it() -> None:
    old, new = "广州丽妍化妆品有限公司", "广州市妍丽美容有限公司（原名：广州丽妍化妆品有限公司）"
    assert same_name(old, new).former
    assert same_name(new, old).former
    assert not same_name(old, "广州市妍丽美容有限公司").former


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=20), st.text(max_size=20))
def test_the_comparison_is_the_same_both_ways(a: str, b: str) -> None:
    assert same_name(a, b) == same_name(b, a)
    assert 0.0 <= same_name(a, b).key <= 1.0
