"""The back-test: no later row is ever seen, every figure is printed, odd windows say why they have none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest

from tests.risk.warning_tables import SMALL, START, history, rows
from zhuangjian.engines.risk.backtest import Question, backtest
from zhuangjian.engines.risk.backtest_report import report, score_table, views
from zhuangjian.engines.risk.history import History
from zhuangjian.engines.risk.history_columns import day_number
from zhuangjian.engines.risk.history_past import past_features, plan_features
from zhuangjian.engines.risk.leaks import judge_columns
from zhuangjian.engines.risk.windows import Window, windows
from zhuangjian.engines.rules.answer import Refusal

ASK = Question(first=date(2021, 7, 1), last=date(2021, 12, 31), settings=SMALL)
TARGET_KEYS = {
    "start", "end", "n", "positives", "auc", "auc_low", "auc_high", "average_precision", "calibration_error",
    "first_half_share", "first_half_share_actual", "days_earlier",
}  # fmt: skip


def test_it_prints_every_promised_figure_with_random_and_perfect_beside() -> None:
    told = report(backtest(history(), ASK))
    assert told["mean_auc"] is not None
    for window in told["windows"]:
        assert set(window) >= TARGET_KEYS
        assert window["auc_low"] < window["auc"] < window["auc_high"]
        assert window["random"]["auc"] == 0.5
        assert window["perfect"]["auc"] == 1.0
        assert window["random"]["average_precision"] == pytest.approx(
            window["positives"] / window["n"], abs=1e-6
        )
        assert window["days_earlier"] <= window["perfect"]["days_earlier"]
        assert window["moved"]
    assert told["mean_auc"] == pytest.approx(np.mean([w["auc"] for w in told["windows"]]), abs=1e-6)
    assert sum(w["n"] for w in told["windows"]) == sum(d >= date(2021, 7, 1) for d in rows()["日期"])


def test_it_finds_parties_that_are_often_in_trouble() -> None:
    # Every third party has .6 against .1: the best possible order reaches about .78.
    assert (backtest(history(), ASK).mean("auc") or 0) > 0.68


def test_outcomes_without_any_pattern_give_an_auc_of_about_one_half() -> None:
    coin = [int(v) for v in np.random.default_rng(11).integers(0, 2, 900)]
    table = rows(有问题=coin, 缺陷数=[0] * 900)
    found = backtest(history(table), ASK)
    assert 0.4 < (found.mean("auc") or 0) < 0.6


def probabilities(h: History, question: Question, until: date) -> list[tuple[str, int, float]]:
    found = backtest(h, question)
    return sorted(
        (h.entities[h.entity[row]], int(h.day[row]), float(p))
        for w in found.windows
        for row, p in zip(w.rows, w.probability, strict=True)
        if h.day[row] < day_number(until)
    )


def planted(after: date) -> dict[str, list[object]]:
    """The rows, with everything from ``after`` on turned upside down and a hundred more rows there."""
    table = rows()
    later = [d >= after for d in table["日期"]]
    table["有问题"] = [1 - y if late else y for y, late in zip(table["有问题"], later, strict=True)]
    table["缺陷数"] = [99 if late else v for v, late in zip(table["缺陷数"], later, strict=True)]
    table["面积"] = [-1e6 if late else v for v, late in zip(table["面积"], later, strict=True)]
    more = rows(100, seed=99)
    more["日期"] = [after + timedelta(days=i) for i in range(100)]
    more["单号"] = [f"N{i}" for i in range(100)]
    more["邮编"] = ["99999"] * 100
    return {name: table[name] + more[name] for name in table}


def test_nothing_planted_in_a_later_window_changes_an_earlier_score() -> None:
    until = date(2021, 10, 1)
    first = probabilities(history(), ASK, until)
    second = probabilities(history(planted(until)), ASK, until)
    assert first
    assert first == second  # to the last bit


def test_nothing_planted_inside_the_window_changes_a_score_of_an_earlier_day() -> None:
    until = date(2021, 8, 15)
    one = replace(ASK, last=date(2021, 9, 30))
    assert probabilities(history(), one, until) == probabilities(history(planted(until)), one, until)


def test_scores_as_of_the_window_do_not_know_what_happened_inside_it() -> None:
    one = replace(ASK, last=date(2021, 9, 30), as_of="window")
    table = rows()
    inside = [d >= date(2021, 7, 1) for d in table["日期"]]
    turned = rows(有问题=[1 - y if i else y for y, i in zip(table["有问题"], inside, strict=True)])
    until = date(2021, 10, 1)
    assert probabilities(history(), one, until) == probabilities(history(turned), one, until)


def test_the_features_change_when_an_earlier_outcome_does() -> None:
    """The other side: the planted-future tests could not pass merely because nothing is looked at."""
    until = date(2021, 10, 1)
    assert probabilities(history(), ASK, until) != probabilities(
        history(planted(date(2021, 3, 1))), ASK, until
    )


def test_a_row_of_the_same_day_is_no_earlier_row() -> None:
    table = rows()
    h = history({n: [*v, v[-1]] for n, v in table.items()} | {"单号": [f"S{i}" for i in range(901)]})
    plan = plan_features(h, judge_columns(h))
    last = np.flatnonzero(h.day == h.day.max())
    assert len(last) >= 2
    turned = replace(h, target=np.where(h.day == h.day.max(), 1 - h.target, h.target))
    before = past_features(h, plan, last, h.day[last]).matrix
    after = past_features(turned, plan, last, h.day[last]).matrix
    np.testing.assert_array_equal(before, after)


def test_features_may_not_look_beyond_the_day_of_their_row() -> None:
    h = history()
    plan = plan_features(h, judge_columns(h))
    with pytest.raises(Refusal, match="截止日"):
        past_features(h, plan, np.array([5]), h.day[[5]] + 1)


def test_the_same_input_in_any_order_gives_the_same_bytes() -> None:
    table = rows()
    order = np.random.default_rng(5).permutation(900)
    shuffled = {name: [values[i] for i in order] for name, values in table.items()}
    one = replace(ASK, last=date(2021, 9, 30))
    assert repr(report(backtest(history(table), one))) == repr(report(backtest(history(shuffled), one)))


def test_the_number_of_processes_does_not_change_the_result() -> None:
    assert repr(report(backtest(history(), ASK))) == repr(report(backtest(history(), replace(ASK, jobs=2))))


def test_a_window_without_findings_or_rows_or_with_one_row_says_why_it_has_no_auc() -> None:
    table = rows()
    table["有问题"] = [
        0 if d >= date(2021, 10, 1) else y for d, y in zip(table["日期"], table["有问题"], strict=True)
    ]
    keep = [not (date(2021, 11, 1) <= d <= date(2021, 12, 30)) for d in table["日期"]]
    thin = {name: [v for v, k in zip(values, keep, strict=True) if k] for name, values in table.items()}
    thin = {name: [*values, values[-1]] for name, values in thin.items()}
    thin["日期"][-1] = date(2021, 12, 31)
    thin["单号"][-1] = "R99999"
    found = backtest(history(thin), replace(ASK, first=date(2021, 10, 1), length="month"))
    october, november, december = report(found)["windows"]
    assert october["n"] > 1
    assert october["auc"] is None
    assert "没有发现问题" in october["why_null"]
    assert november["n"] == 0
    assert november["why_null"] == "窗口内没有可评分的行"
    assert december["n"] >= 1
    assert december["days_earlier"] is None
    assert found.mean("auc") is None


def test_groups_are_reported_side_by_side() -> None:
    told = report(backtest(history(), replace(ASK, group="类别")))
    assert {g["value"] for g in told["groups"]} == {"餐饮", "零售", "工厂"}
    assert sum(g["n"] for g in told["groups"]) == sum(w["n"] for w in told["windows"])


def test_the_scores_are_one_row_for_each_scored_row() -> None:
    h = history()
    found = backtest(h, ASK)
    table = score_table(h, found)
    assert table.num_rows == sum(w.measures["n"] for w in found.windows)
    low, p, high = (table.column(n).to_numpy() for n in ("low", "probability", "high"))
    assert (low <= p).all()
    assert (p <= high).all()
    assert ((low > 0) & (high < 1)).all()


def test_windows_are_calendar_periods_cut_to_what_is_asked() -> None:
    assert windows(date(2012, 11, 5), date(2013, 4, 2), "quarter") == [
        Window(date(2012, 11, 5), date(2012, 12, 31)),
        Window(date(2013, 1, 1), date(2013, 3, 31)),
        Window(date(2013, 4, 1), date(2013, 4, 2)),
    ]
    assert [w.start.month for w in windows(date(2012, 11, 1), date(2013, 1, 31), "month")] == [11, 12, 1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"first": date(2030, 1, 1)}, "最后一行"),
        ({"first": START}, "没有可以学习的历史"),
        ({"first": START + timedelta(days=5)}, "不足以训练"),
        ({"exclude": ("没有的列",)}, "没有的列"),
        ({"group": "没有的列"}, "现有的列"),
        ({"last": date(2021, 1, 1)}, "早于"),
    ],
)
def test_impossible_questions_are_refused_in_words(change: dict[str, object], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        backtest(history(), replace(ASK, **change))  # type: ignore[arg-type]


def test_who_inspected_can_be_removed_and_never_changes_a_score() -> None:
    """Two strict inspectors find trouble everywhere; the adjusted scores do not depend on who came."""
    one = replace(ASK, last=date(2021, 9, 30), view="adjusted")
    h = history()
    until = date(2021, 10, 1)
    table = rows()
    swapped = rows(
        检查员=[
            "员9" if d >= date(2021, 7, 1) else v for d, v in zip(table["日期"], table["检查员"], strict=True)
        ]
    )
    first, second = (
        probabilities(h, replace(one, as_of="window"), until),
        probabilities(history(swapped), replace(one, as_of="window"), until),
    )
    assert first == second


def test_the_three_views_stand_side_by_side() -> None:
    one = replace(ASK, last=date(2021, 9, 30))
    found = views(history(), backtest(history(), one))
    assert set(found) == {"recorded", "adjusted", "placeless"}
    assert all(v["mean_auc"] is not None for v in found.values())


def test_a_second_table_of_earlier_rows_adds_history_only() -> None:
    table = rows()
    early = {n: v[:300] for n, v in table.items() if n != "有问题"} | {
        "单号": [f"OLD{i}" for i in range(300)]
    }
    early["日期"] = [d - timedelta(days=400) for d in early["日期"]]
    h = history(table, pa.table(early))
    assert len(h) == 1200
    assert h.scored.sum() == 900
    found = backtest(h, replace(ASK, last=date(2021, 9, 30)))
    assert found.windows[0].measures["n"] == sum(
        date(2021, 7, 1) <= d <= date(2021, 9, 30) for d in table["日期"]
    )
    assert any("缺陷数”≥1" in note for note in found.notes)


def test_a_table_without_dates_keyed_by_the_row_only_tells_of_the_past() -> None:
    table = rows()
    items = pa.table({"单号": table["单号"], "第一项": table["有问题"]})
    h = history(table, items)
    verdict = next(v for v in judge_columns(h) if v.column == "第一项")
    assert verdict.role == "history"
    assert "同时记下" in verdict.why


def test_rows_given_twice_count_once() -> None:
    table = rows()
    assert len(history(table, pa.table(table))) == 900


def test_later_files_of_the_same_shape_are_stacked_even_with_other_types() -> None:
    table = rows()
    cut = 600
    first = {n: v[:cut] for n, v in table.items()}
    second = {n: v[cut:] for n, v in table.items()} | {"邮编": [int(v) for v in table["邮编"][cut:]]}
    both = history(first, pa.table(second))
    assert len(both) == 900
    assert both.columns["邮编"].levels == history(table).columns["邮编"].levels


def test_a_table_that_cannot_be_joined_is_refused() -> None:
    with pytest.raises(Refusal, match="没有日期列"):
        history(rows(), pa.table({"别的": [1, 2]}))
