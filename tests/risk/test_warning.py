"""The model itself: monotone, reproducible, in probabilities that mean what they say, with reasons a person can read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.risk.warning_tables import SMALL, history, rows
from zhuangjian.engines.risk.calibrate import Calibration, calibrate, interval, sigmoid
from zhuangjian.engines.risk.history_past import CONTROL, Feature, Known, past_features, plan_features
from zhuangjian.engines.risk.history_sums import decayed, last_before
from zhuangjian.engines.risk.leaks import judge_columns
from zhuangjian.engines.risk.warning import Model, fit, trainable
from zhuangjian.engines.risk.warning_current import warn
from zhuangjian.engines.risk.warning_learners import entity_draw
from zhuangjian.engines.risk.words import causes, name_of, value_of
from zhuangjian.engines.rules.answer import Refusal

KINDS = ("ebm", "boosted", "blend")


def fitted(kind: str = "blend") -> tuple[Model, Known]:
    h = history()
    plan = plan_features(h, judge_columns(h))
    train = trainable(h, int(h.day.max()))
    model = fit(h, plan, train, h.day[train], kind=kind, settings=SMALL)  # type: ignore[arg-type]
    return model, past_features(h, plan, train, h.day[train])


@pytest.mark.parametrize("kind", KINDS)
def test_more_trouble_in_the_past_never_lowers_the_risk(kind: str) -> None:
    model, known = fitted(kind)
    rising = [place for place, f in enumerate(known.features) if f.rising]
    assert any(model.learned.used[place] for place in rising)
    before = model.score_known(known).probability
    for place in rising:
        raised = known.matrix.copy()
        raised[:, place] += 0.3
        assert (model.score_known(replace(known, matrix=raised)).probability >= before - 1e-12).all(), (
            known.features[place]
        )


def test_something_that_is_not_required_to_rise_may_fall() -> None:
    """The other side: without the constraint the model does lower the risk somewhere."""
    model, known = fitted("boosted")
    before = model.score_known(known).probability
    free = [place for place, f in enumerate(known.features) if not f.rising and model.learned.used[place]]
    fell = False
    for place in free:
        moved = known.matrix.copy()
        moved[:, place] += np.nanstd(moved[:, place])
        fell |= bool((model.score_known(replace(known, matrix=moved)).probability < before - 1e-9).any())
    assert fell


def test_the_same_rows_give_the_same_model_to_the_last_bit() -> None:
    (one, known), (two, _) = fitted(), fitted()
    np.testing.assert_array_equal(one.score_known(known).score, two.score_known(known).score)


def test_the_control_for_who_inspects_is_level_for_everybody_when_scoring() -> None:
    h = history()
    plan = plan_features(h, judge_columns(h), "adjusted")
    assert plan.inspector == "检查员"
    train = trainable(h, int(h.day.max()))
    model = fit(h, plan, train, h.day[train], settings=SMALL)
    known = past_features(h, plan, train, h.day[train])
    place = known.features.index(CONTROL)
    moved = known.matrix.copy()
    moved[:, place] = 5.0
    np.testing.assert_array_equal(
        model.score_known(known).score, model.score_known(replace(known, matrix=moved)).score
    )


def test_a_history_without_inspectors_cannot_be_adjusted() -> None:
    h = history({n: v for n, v in rows().items() if n != "检查员"})
    with pytest.raises(Refusal, match="由谁检查"):
        plan_features(h, judge_columns(h), "adjusted")


def test_too_little_history_is_refused_with_the_numbers() -> None:
    h = history({n: v[:40] for n, v in rows().items()})
    plan = plan_features(h, judge_columns(h))
    with pytest.raises(Refusal, match="40 行"):
        fit(h, plan, np.arange(40), h.day, settings=SMALL)


def test_decayed_sums_by_hand() -> None:
    group, day = np.array([0, 0, 1]), np.array([0, 10, 10])
    values = np.array([[1.0], [1.0], [np.nan]])
    sums, counts = decayed(
        group, day, values, np.array([0, 0, 0, 1, -1]), np.array([0, 10, 20, 20, 20]), 10.0
    )
    # Nothing before day 0; one row 10 days back weighs ½; at day 20: ¼ + ½; an unknown value counts for nothing.
    assert sums[:, 0].tolist() == [0.0, 0.5, 0.75, 0.0, 0.0]
    assert counts[:, 0].tolist() == [0.0, 0.5, 0.75, 0.0, 0.0]


def test_the_last_row_before_a_day() -> None:
    group, day = np.array([0, 0, 1]), np.array([3, 5, 4])
    last, number = last_before(group, day, np.array([0, 0, 0, 1, 2]), np.array([3, 5, 6, 9, 9]))
    assert last.tolist() == [-1, 0, 1, 2, -1]
    assert number.tolist() == [0, 1, 2, 1, 0]


def test_calibration_brings_doubled_log_odds_back() -> None:
    random = np.random.default_rng(4)
    true = random.normal(-1, 1, 20_000)
    target = (random.random(20_000) < sigmoid(true)).astype(float)
    found = calibrate(target, 2 * true + 1)
    assert found.slope == pytest.approx(0.5, abs=0.03)
    assert found.offset == pytest.approx(-0.5, abs=0.06)


def test_calibration_never_turns_the_order_round_and_stays_put_without_evidence() -> None:
    random = np.random.default_rng(4)
    score = random.normal(0, 1, 2000)
    wrong = (random.random(2000) < sigmoid(-3 * score)).astype(float)
    assert calibrate(wrong, score).slope > 0
    assert calibrate(np.zeros(0), np.zeros(0)) == Calibration(1.0, 0.0)


def test_members_that_agree_leave_a_narrow_interval_and_one_member_a_point() -> None:
    line = Calibration(1.0, 0.0)
    wide, narrow = interval(np.array([[0.0], [2.0]]), line), interval(np.array([[0.9], [1.1]]), line)
    assert wide.high[0] - wide.low[0] > narrow.high[0] - narrow.low[0] > 0
    assert wide.probability[0] == narrow.probability[0]
    point = interval(np.array([[1.0]]), line)
    assert point.low[0] == point.probability[0] == point.high[0]


def test_parties_are_drawn_whole() -> None:
    entity = np.array([0, 0, 1, 1, 1, 2])
    weight = entity_draw(entity, 3)
    assert weight[0] == weight[1]
    assert weight[2] == weight[3] == weight[4]
    assert weight[0] + weight[2] + weight[5] == 3


def test_reasons_are_sentences_with_values_strongest_first() -> None:
    features = (
        Feature("own_rate", "", "720", True),
        Feature("own_rate", "", "180", True),
        Feature("value", "面积"),
    )
    found = causes(features, np.array([0.3, 0.1, -0.2]), np.array([0.25, 0.1, np.nan]))
    assert [c.text for c in found] == [
        "本主体近2年的发现率与全体之差：+25.0个百分点，使风险升高",
        "“面积”：无记录，使风险降低",
    ]
    assert found[0].weight == pytest.approx(0.4)
    assert causes(features, np.zeros(3), np.zeros(3)) == []


def test_every_feature_of_a_real_plan_has_words() -> None:
    _, known = fitted("boosted")
    for place, feature in enumerate(known.features):
        assert name_of(feature)
        assert value_of(feature, float(known.matrix[0, place]))
    assert len({f.key for f in known.features}) == len(known.features)


def test_all_parties_are_warned_of_on_a_day_from_earlier_rows_only() -> None:
    h = history()
    day = int(np.quantile(h.day, 0.8))
    found = warn(h, day, settings=SMALL)
    assert [p.entity for p in found.parties] == [
        p.entity for p in sorted(found.parties, key=lambda p: (-p.probability, p.entity))
    ]
    assert len(found.parties) == len(set(h.entity[h.day < day].tolist()))
    assert all(p.low <= p.probability <= p.high for p in found.parties)
    assert any(p.reasons for p in found.parties)
    bad = {f"E{i:03d}" for i in range(0, 60, 3)}
    assert sum(p.entity in bad for p in found.parties[:20]) >= 14
    turned = replace(h, target=np.where(h.day >= day, 1 - h.target, h.target))
    assert warn(turned, day, settings=SMALL).parties == found.parties


def test_nobody_is_warned_of_before_the_first_row() -> None:
    h = history()
    with pytest.raises(Refusal, match="之前没有任何数据"):
        warn(h, int(h.day.min()), settings=SMALL)
