"""Strata get exactly their quotas, by largest remainders or as written."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.draw.helpers import drawn, ids
from zhuangjian.engines.draw import Exclusion, Sheet, freeze, largest_remainders, run
from zhuangjian.engines.rules.answer import Refusal

SIZES = st.dictionaries(
    st.tuples(st.text(min_size=1, max_size=3)), st.integers(1, 50), min_size=1, max_size=8
)


def by_district(*names: str) -> Sheet:
    return Sheet(["编号", "区"], [[one, name] for one, name in zip(ids(len(names)), names, strict=True)])


@given(SIZES, st.data())
def test_shares_stay_within_one_of_proportion_and_add_up(
    sizes: dict[tuple[str], int], data: st.DataObject
) -> None:
    total = sum(sizes.values())
    count = data.draw(st.integers(1, total))
    shares = largest_remainders(sizes, count)
    assert sum(shares.values()) == count
    for key, size in sizes.items():
        assert abs(shares[key] - Fraction(count * size, total)) < 1
        assert shares[key] <= size


@given(SIZES, st.data())
def test_a_stratum_rounded_up_has_no_smaller_remainder_than_one_rounded_down(
    sizes: dict[tuple[str], int], data: st.DataObject
) -> None:
    total = sum(sizes.values())
    count = data.draw(st.integers(1, total))
    shares = largest_remainders(sizes, count)
    remainder = {key: Fraction(count * size, total) % 1 for key, size in sizes.items()}
    up = [remainder[key] for key, size in sizes.items() if shares[key] > count * size // total]
    down = [remainder[key] for key, size in sizes.items() if shares[key] == count * size // total]
    assert not up or not down or min(up) >= max(down)


def test_a_textbook_case_of_largest_remainders() -> None:
    votes = {"A": 47_000, "B": 16_000, "C": 15_800, "D": 12_000, "E": 6_100, "F": 3_100}
    shares = largest_remainders({(name,): number for name, number in votes.items()}, 10)
    assert {key[0]: share for key, share in shares.items()} == {
        "A": 5,
        "B": 2,
        "C": 1,
        "D": 1,
        "E": 1,
        "F": 0,
    }


def test_equal_remainders_go_to_the_larger_stratum_then_to_the_first_name() -> None:
    assert largest_remainders({("b",): 3, ("a",): 1}, 2) == {("b",): 2, ("a",): 0}
    assert largest_remainders({("b",): 1, ("a",): 1}, 1) == {("a",): 1, ("b",): 0}


@given(st.lists(st.sampled_from(["渝中", "江北", "南岸", "万州"]), min_size=1, max_size=40), st.data())
def test_each_stratum_gives_exactly_its_quota(names: list[str], data: st.DataObject) -> None:
    count = data.draw(st.integers(1, len(names)))
    where = dict(zip(ids(len(names)), names, strict=True))
    document = run(freeze(by_district(*names), count, strata=["区"]), "s")
    got = Counter(where[one] for one in document["result"]["selected"])
    assert {e["key"][0]: e["quota"] for e in document["frozen"]["strata"]["quotas"]} == {
        name: got[name] for name in set(names)
    }
    assert sum(got.values()) == count


def test_strata_can_be_made_of_several_columns() -> None:
    rows = [[one, "甲" if n % 2 else "乙", "大" if n % 3 else "小"] for n, one in enumerate(ids(24))]
    document = freeze(Sheet(["编号", "区", "规模"], rows), 6, strata=["区", "规模"])
    assert [(e["key"], e["eligible"], e["quota"]) for e in document["frozen"]["strata"]["quotas"]] == [
        (["乙", "大"], 8, 2),
        (["乙", "小"], 4, 1),
        (["甲", "大"], 8, 2),
        (["甲", "小"], 4, 1),
    ]


def test_inside_a_stratum_the_same_ranking_counts_as_without_strata() -> None:
    rows = by_district(*["甲"] * 10, *["乙"] * 10)
    alone = Sheet(["编号"], [[one] for one in ids(10)])
    chosen = run(freeze(rows, 6, strata=["区"]), "s")["result"]["selected"]
    assert [one for one in chosen if one in ids(10)] == drawn(alone, 3, "s")


def test_written_quotas_are_kept_to_the_letter() -> None:
    rows = by_district("甲", "甲", "甲", "乙", "乙", "丙")
    document = run(freeze(rows, strata=["区"], quotas={("甲",): 1, ("乙",): 2, ("丙",): 0}), "s")
    assert Counter(e["stratum"][0] for e in document["rounds"][0]["selected"]) == {"甲": 1, "乙": 2}
    assert document["frozen"]["count"] == 3


@pytest.mark.parametrize(
    ("quotas", "words"),
    [
        ({("甲",): 4, ("乙",): 1}, "层“甲”名额 4，可抽的只有 3 家"),
        ({("甲",): 1}, "没有写层“乙”"),
        ({("甲",): 1, ("乙",): 1, ("丁",): 1}, "层“丁”在可抽名单中没有对象"),
        ({("甲",): -1, ("乙",): 1}, "名额不能小于 0"),
        ({("甲",): 0, ("乙",): 0}, "合计为 0"),
    ],
)
def test_quotas_that_do_not_fit_are_refused(quotas: dict[tuple[str, ...], int], words: str) -> None:
    with pytest.raises(Refusal, match=words):
        freeze(by_district("甲", "甲", "甲", "乙"), strata=["区"], quotas=quotas)


def test_a_quota_equal_to_its_stratum_fits_and_exclusions_count() -> None:
    rows, quotas = by_district("甲", "甲", "乙"), {("甲",): 2, ("乙",): 0}
    assert drawn(rows, 2, "s", strata=["区"], quotas=quotas) == ids(2)
    with pytest.raises(Refusal, match="名额 2，可抽的只有 1 家"):
        freeze(rows, strata=["区"], quotas=quotas, exclusions=[Exclusion("P000000", "停业")])


def test_unknown_blank_and_look_alike_strata_are_refused() -> None:
    with pytest.raises(Refusal, match=r"没有“市”这一列；现有的列：编号、区"):
        freeze(by_district("甲"), 1, strata=["市"])
    with pytest.raises(Refusal, match="“P000001”的“区”为空"):
        freeze(by_district("甲", " "), 1, strata=["区"])
    with pytest.raises(Refusal, match="只有全半角或大小写不同"):
        freeze(by_district("A区", "Ａ区"), 1, strata=["区"])
    with pytest.raises(Refusal, match="写重了"):
        freeze(by_district("甲"), 1, strata=["区", "区"])
    with pytest.raises(Refusal, match="没有写明按哪些列分层"):
        freeze(by_district("甲"), quotas={("甲",): 1})
    with pytest.raises(Refusal, match="合计 1，与抽取数量 2 不一致"):
        freeze(by_district("甲", "甲"), 2, strata=["区"], quotas={("甲",): 1})
    with pytest.raises(Refusal, match="没有写明要抽多少家"):
        freeze(by_district("甲"))
