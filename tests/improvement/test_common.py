"""Common problems are counted as a naive count has them; an inspector's strictness is taken out (LN 2(1))."""

from __future__ import annotations

import random

from zhuangjian.engines.checkpoints.suggesting import typical
from zhuangjian.engines.improvement.common import Looked, common_problems

STRICT = 7


def planted(seed: int = 5) -> list[Looked]:
    """Three years; checkpoint 13 gets rarer, 74 is frequent; inspector 7 finds far more, and alone looks at 20 often."""
    rng, rows = random.Random(seed), []
    for number in range(900):
        inspector = number % 8
        window = number % 3
        for item, rate in (("13", (0.5, 0.3, 0.1)[window]), ("74", 0.4), ("5", 0.03), ("20", 0.1)):
            if item == "20" and inspector != STRICT and number % 5:
                continue
            odds = rate / (1 - rate) * (6 if inspector == STRICT else 1)
            rows.append(
                Looked("actual", item, number % 60, inspector, window, rng.random() < odds / (1 + odds))
            )
    return rows


def test_every_figure_is_what_a_naive_count_gives():
    rows = planted()
    found = common_problems(rows, 3)
    assert found.looks == len(rows)
    for one in found.rows:
        own = [row for row in rows if row.item == one.item]
        assert (one.share.hits, one.share.n) == (sum(1 for row in own if row.found), len(own))
        assert one.parties == len({row.party for row in own if row.found})
        assert [(s.hits, s.n) for s in one.windows] == [
            (
                sum(1 for row in own if row.window == year and row.found),
                sum(1 for row in own if row.window == year),
            )
            for year in range(3)
        ]
        p, n, z = one.share.value, one.share.n, 1.959964
        assert abs((one.low - p) ** 2 * n - z * z * one.low * (1 - one.low)) < 1e-4, (
            "Wilson: the score equation"
        )
        assert abs((one.high - p) ** 2 * n - z * z * one.high * (1 - one.high)) < 1e-4
    assert [one.low for one in found.rows] == sorted((one.low for one in found.rows), reverse=True)


def test_what_falls_is_said_to_fall_and_what_stays_is_not():
    rising = {one.item: one.rising for one in common_problems(planted(), 3).rows}
    assert (rising["13"], rising["74"]) == ("down", "")


def test_a_strict_inspectors_findings_are_taken_down_to_those_of_the_average_one():
    rows = {one.item: one for one in common_problems(planted(), 3).rows}
    assert rows["20"].adjusted < 0.75 * rows["20"].share.value
    assert abs(rows["74"].adjusted / rows["74"].share.value - 1) < 0.15
    alone = [row for row in planted() if row.inspector == STRICT]
    lonely = common_problems(alone, 3)
    assert lonely.unadjusted
    assert {one.adjusted for one in lonely.rows} == {None}


def test_the_typical_wording_is_what_the_others_say_too():
    texts = ["未按规定对成品放行审核记录", "成品放行审核记录不完整", "成品未经放行审核即出厂", "灭蝇灯损坏"]
    assert "放行审核" in typical(texts, 1)[0]
    assert typical([], 3) == []
    assert len(typical([texts[0], texts[0] + "。"], 3)) == 1
