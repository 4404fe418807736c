"""Drawing, scoring, item statistics and hours, each against a second way of saying it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuangjian.engines.training.drawing import TooFew, draw_items, shuffle_options
from zhuangjian.engines.training.hours import Standing, standing
from zhuangjian.engines.training.items import FEWEST, Answered, behaviour, correlation
from zhuangjian.engines.training.scoring import score

BANK = {"原料": [f"y{n}" for n in range(10)], "标签": [f"b{n}" for n in range(6)]}


def test_each_topic_gives_as_many_as_are_asked_and_the_same_seed_the_same_paper():
    drawn = draw_items(BANK, {"原料": 4, "标签": 3}, "s")
    assert Counter(one[0] for one in drawn) == {"y": 4, "b": 3}
    assert len(set(drawn)) == 7
    assert drawn == draw_items(
        {"标签": BANK["标签"][::-1], "原料": BANK["原料"]}, {"标签": 3, "原料": 4}, "s"
    )
    assert drawn != draw_items(BANK, {"原料": 4, "标签": 3}, "t")


def test_as_many_as_there_are_can_be_drawn_and_not_one_more():
    assert len(draw_items(BANK, {"标签": 6}, "s")) == 6
    with pytest.raises(TooFew, match="“标签”要抽 7 题，题库中只有 6 题"):
        draw_items(BANK, {"标签": 7}, "s")


def test_every_item_and_every_first_option_comes_up_equally_often():
    seeds = [str(n) for n in range(4000)]
    items = Counter(one for seed in seeds for one in draw_items({"原料": BANK["原料"]}, {"原料": 3}, seed))
    assert all(1200 * 0.87 < items[one] < 1200 * 1.13 for one in BANK["原料"])
    first = Counter(shuffle_options("y1", "ABCD", seed)[0] for seed in seeds)
    assert all(1000 * 0.87 < first[at] < 1000 * 1.13 for at in range(4))


@given(
    st.lists(
        st.tuples(st.one_of(st.none(), st.sets(st.integers(0, 4))), st.sets(st.integers(0, 4), min_size=1)),
        max_size=30,
    )
)
def test_a_question_is_right_only_with_all_of_its_key_and_nothing_more(pairs):
    found = score(pairs, 60)
    right = [chosen == key for chosen, key in pairs]
    assert (found.right, found.asked) == (sum(right), len(pairs))
    assert found.points == (100 * sum(right) // len(pairs) if pairs else 0)
    assert found.passed == (bool(pairs) and found.points >= 60)


def test_fifty_nine_fails_and_sixty_passes():
    key = {0}
    assert not score([(key, key)] * 59 + [(None, key)] * 41, 60).passed
    assert score([(key, key)] * 60 + [(None, key)] * 40, 60).passed


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 20)), min_size=2, max_size=60))
def test_the_correlation_is_that_of_numpy(pairs):
    x, y = np.array(pairs, float).T
    told = correlation([(float(a), float(b)) for a, b in pairs])
    if x.std() == 0 or y.std() == 0:
        assert told is None
    else:
        assert told == pytest.approx(np.corrcoef(x, y)[0, 1], abs=1e-9)


def sat(right: bool, others: int, chosen: int | None = None) -> Answered:
    return Answered((chosen if chosen is not None else (0 if right else 1),), right, others, 20)


def test_a_question_that_the_better_get_wrong_is_dubious_once_twenty_answered():
    wrong_way = [sat(n < 10, 4 if n < 10 else 18) for n in range(FEWEST)]
    told = behaviour(wrong_way, [0])
    assert told.discrimination is not None
    assert told.discrimination < -0.9
    assert any("并不更好" in doubt for doubt in told.doubts)
    assert behaviour(wrong_way[:-1], [0]).doubts == ()
    right_way = [sat(n >= 8, 4 if n < 8 else 18) for n in range(FEWEST)]
    assert behaviour(right_way, [0]).doubts == ()


def test_a_wrong_option_chosen_more_often_than_the_key_is_named():
    rows = [sat(n < 8, n % 7 + (10 if n < 8 else 0), 0 if n < 8 else 2) for n in range(FEWEST)]
    told = behaviour(rows, [0])
    assert told.chosen == {0: 8, 2: 12}
    assert "选第 3 项的比选答案的多" in told.doubts


def at(done: str, coming: str, today: date) -> Standing:
    return standing(Decimal(20), Decimal(done), Decimal(coming), 2026, date(2026, 9, 1), today).standing


def test_hours_are_met_at_twenty_and_not_a_tenth_below():
    day = date(2026, 10, 1)
    assert at("20", "0", day) == Standing.MET
    assert at("19.9", "0", day) == Standing.SHORT
    assert at("19.9", "0.1", day) == Standing.COVERED


def test_a_shortfall_is_said_from_the_day_of_warning_and_missed_after_the_year():
    assert at("8", "0", date(2026, 8, 31)) == Standing.UNDER_WAY
    assert at("8", "0", date(2026, 9, 1)) == Standing.SHORT
    assert at("8", "0", date(2026, 12, 31)) == Standing.SHORT
    assert at("8", "12", date(2026, 12, 31)) == Standing.COVERED
    assert at("8", "12", date(2027, 1, 1)) == Standing.MISSED


@given(
    st.decimals(0, 30, places=1), st.decimals(0, 30, places=1), st.dates(date(2026, 1, 1), date(2027, 2, 1))
)
def test_more_hours_never_make_it_worse(done, coming, day):
    order = [Standing.MISSED, Standing.SHORT, Standing.UNDER_WAY, Standing.COVERED, Standing.MET]
    ranks = [
        order.index(standing(Decimal(20), done + more, coming, 2026, date(2026, 9, 1), day).standing)
        for more in (Decimal(0), Decimal(1), Decimal(10))
    ]
    assert all(a <= b for a, b in pairwise(ranks))
