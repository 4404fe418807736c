"""Clusters without chains."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zhuangjian.engines.matching.clusters import agglomerate, connected, join_by_number


def test_two_records_join_at_the_threshold_and_not_below_it() -> None:
    assert agglomerate([[1], [2]], {(1, 2): 1.0}, {}, 1.0) == [[1, 2]]
    assert agglomerate([[1], [2]], {(1, 2): 0.99}, {}, 1.0) == [[1], [2]]


def test_a_chain_whose_ends_contradict_each_other_is_cut() -> None:
    bits = {(1, 2): 5.0, (2, 3): 4.0, (1, 3): -9.0}
    assert agglomerate([[1], [2], [3]], bits, {}, 0.0) == [[1, 2], [3]]


def test_a_triangle_that_agrees_as_a_whole_joins() -> None:
    bits = {(1, 2): 5.0, (2, 3): 4.0, (1, 3): -1.0}
    assert agglomerate([[1], [2], [3]], bits, {}, 0.0) == [[1, 2, 3]]


def test_a_pair_never_scored_counts_as_disagreeing() -> None:
    assert agglomerate([[1], [2], [3]], {(1, 2): 5.0, (2, 3): 4.0}, {}, 0.0) == [[1, 2], [3]]


def test_no_weight_joins_different_codes() -> None:
    codes = {1: "甲", 3: "乙"}
    bits = {(1, 2): 11.0, (2, 3): 12.0, (1, 3): 12.0}
    assert agglomerate([[1], [2], [3]], bits, codes, 0.0) == [[1], [2, 3]]


def test_what_numbers_joined_stays_joined() -> None:
    assert agglomerate([[1, 2], [3]], {(1, 2): -30.0}, {}, 0.0) == [[1, 2], [3]]


def test_numbers_join_neighbours_but_not_two_codes() -> None:
    assert join_by_number([(1, 2), (2, 3)], {}).groups == [[1, 2, 3]]
    found = join_by_number([(1, 2), (2, 3)], {1: "甲", 3: "乙"})
    assert found.groups == []
    assert found.refused == [(1, 2), (2, 3)]


def test_equal_codes_stay_joined_where_another_number_brings_a_different_one() -> None:
    found = join_by_number([(1, 2), (2, 3)], {1: "甲", 2: "甲", 3: "乙"})
    assert found.groups == [[1, 2]]
    assert found.refused == [(2, 3)]


@st.composite
def components(draw: st.DrawFn) -> tuple[int, dict[tuple[int, int], float], dict[int, str]]:
    size = draw(st.integers(2, 7))
    pairs = [(a, b) for a in range(size) for b in range(a + 1, size)]
    weight = st.floats(-15, 15, allow_nan=False)
    bits = {pair: draw(weight) for pair in pairs if draw(st.booleans())}
    codes = {one: draw(st.sampled_from("甲乙")) for one in range(size) if draw(st.booleans())}
    return size, bits, codes


@given(components(), st.randoms(use_true_random=False))
def test_every_record_is_in_one_cluster_and_codes_stay_apart_in_any_order(component, chance) -> None:
    size, bits, codes = component
    groups = [[one] for one in range(size)]
    found = agglomerate(groups, bits, codes, 0.5)
    assert sorted(one for group in found for one in group) == list(range(size))
    assert all(len({codes[one] for one in group if one in codes}) <= 1 for group in found)
    chance.shuffle(groups)
    assert agglomerate(groups, bits, codes, 0.5) == found


def test_components_are_in_the_order_of_their_first_members() -> None:
    assert connected([5, 4, 3, 2, 1], [(4, 5), (1, 3)]) == [[1, 3], [2], [4, 5]]
