"""Every item has the same chance, none is out of reach, and nothing but seed, round and id decides."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations, permutations
from math import comb, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.draw.helpers import chi_square, chi_square_limit, drawn, ids, plain_list
from zhuangjian.engines.draw import Sheet, freeze, run
from zhuangjian.engines.draw.ranking import first, item_score


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6])
def test_over_all_orders_of_scores_each_subset_is_drawn_exactly_equally_often(size: int) -> None:
    names = ids(size)
    for count in range(1, size + 1):
        seen: Counter[frozenset[str]] = Counter()
        for order in permutations(range(size)):
            scores = {name: bytes([place]) for name, place in zip(names, order, strict=True)}
            seen[frozenset(one for _, one in first(names, count, scores.__getitem__))] += 1
        assert set(seen) == set(map(frozenset, combinations(names, count)))
        assert set(seen.values()) == {factorial(size) // comb(size, count)}


def test_with_real_seeds_each_subset_of_two_from_five_is_drawn_equally_often() -> None:
    runs = 20_000
    names = ids(5)
    seen = Counter(
        tuple(sorted(one for _, one in first(names, 2, item_score(str(seed), 1)))) for seed in range(runs)
    )
    assert len(seen) == 10
    assert chi_square(list(seen.values()), runs / 10) < chi_square_limit(9)


def test_with_real_seeds_each_order_of_four_comes_equally_often() -> None:
    runs = 12_000
    names = ids(4)
    seen = Counter(tuple(one for _, one in first(names, 4, item_score(f"次{n}", 1))) for n in range(runs))
    assert len(seen) == 24
    assert chi_square(list(seen.values()), runs / 24) < chi_square_limit(23)


@pytest.mark.parametrize("size", range(1, 13))
def test_no_item_is_out_of_reach_whatever_the_size_and_the_count(size: int) -> None:
    names = ids(size)
    for count in range(1, size + 1):
        left = set(names)
        for seed in range(400):
            chosen = [one for _, one in first(names, count, item_score(str(seed), 1))]
            assert len(set(chosen)) == count
            left -= set(chosen)
            if not left:
                break
        assert left == set()


def test_every_tenth_of_a_long_list_is_drawn_equally_often() -> None:
    names, runs, count = ids(2000), 200, 100
    hits = [0] * 10
    for seed in range(runs):
        for _, one in first(names, count, item_score(f"种子{seed}", 1)):
            hits[int(one[1:]) // 200] += 1
    assert sum(hits) == runs * count
    assert chi_square(hits, runs * count / 10) < chi_square_limit(9)


def test_every_item_of_a_long_list_is_drawn_equally_often() -> None:
    names, runs, count = ids(300), 1500, 60
    hits = Counter(one for n in range(runs) for _, one in first(names, count, item_score(f"{n}", 1)))
    share = count / len(names)
    # without replacement the statistic shrinks by the share that is not drawn
    statistic = chi_square([hits[one] for one in names], runs * share) / (1 - share)
    assert statistic < chi_square_limit(len(names) - 1)
    assert statistic > chi_square_limit(len(names) - 1, -4)


def test_ids_that_are_alike_and_follow_each_other_are_drawn_independently() -> None:
    runs = 8000
    seen = Counter(
        ("P000001" in chosen, "P000002" in chosen)
        for n in range(runs)
        for chosen in [{one for _, one in first(ids(4), 2, item_score(f"{n}", 1))}]
    )
    assert abs(seen[True, True] / runs - 1 / 6) < 0.02
    assert abs(seen[True, False] / runs - 1 / 3) < 0.025


def test_rounds_of_one_seed_are_independent() -> None:
    runs = 6000
    both = Counter(
        (first(ids(6), 1, item_score(str(n), 1))[0][1], first(ids(6), 1, item_score(str(n), 2))[0][1])
        for n in range(runs)
    )
    assert len(both) == 36
    assert chi_square(list(both.values()), runs / 36) < chi_square_limit(35)


@given(st.integers(1, 40), st.data())
def test_the_order_of_the_list_does_not_matter(size: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, size))
    rows = [[one, one[-1]] for one in ids(size)]
    mixed = data.draw(st.permutations(rows))
    assert run(freeze(Sheet(["编号", "尾"], rows), count), "s") == run(
        freeze(Sheet(["编号", "尾"], mixed), count), "s"
    )


@given(st.text(min_size=1, max_size=12).filter(lambda text: text.strip().isprintable() and text.strip()))
def test_only_seed_round_and_id_decide(seed: str) -> None:
    wide = Sheet(["编号", "区"], [[one, str(random.Random(one).random())] for one in ids(9)])
    assert drawn(plain_list(9), 4, seed) == drawn(wide, 4, seed, title="另一个名称")


def test_a_longer_list_keeps_the_order_of_those_that_were_there() -> None:
    order = [one for _, one in first(ids(50), 50, item_score("s", 1))]
    longer = [one for _, one in first(ids(80), 80, item_score("s", 1))]
    assert [one for one in longer if one in set(order)] == order


def test_seed_and_id_cannot_run_together() -> None:
    assert item_score("1", 1)("23") != item_score("12", 1)("3")
    assert item_score("s", 1)("1P") != item_score("s", 11)("P")


def test_another_seed_gives_another_draw() -> None:
    assert len({tuple(drawn(plain_list(60), 10, f"s{n}")) for n in range(20)}) == 20
