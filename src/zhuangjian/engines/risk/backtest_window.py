"""One window of the back-test."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from zhuangjian.engines.risk import measures
from zhuangjian.engines.risk.history import Floats, History, Ints
from zhuangjian.engines.risk.history_columns import day_number, day_of
from zhuangjian.engines.risk.history_past import Plan, past_features, plan_features
from zhuangjian.engines.risk.history_target import with_recovered_target
from zhuangjian.engines.risk.leaks import Verdict, judge_columns
from zhuangjian.engines.risk.warning import Model, Scores, fit_known, trainable
from zhuangjian.engines.risk.windows import Window, period_start
from zhuangjian.engines.risk.words import family, name_of

if TYPE_CHECKING:
    from zhuangjian.engines.risk.backtest import Question


@dataclass(frozen=True, slots=True)
class WindowResult:
    """A scored window. ``measures`` holds every figure (None where it has no meaning, ``why_null`` says why)."""

    window: Window
    rows: Ints
    probability: Floats
    low: Floats
    high: Floats
    order_score: Floats
    measures: dict[str, Any]
    random: dict[str, Any]
    perfect: dict[str, Any]
    moved: tuple[dict[str, Any], ...]
    why_null: str
    verdicts: tuple[Verdict, ...]
    notes: tuple[str, ...]


def run_window(history: History, window: Window, question: Question) -> WindowResult:
    """Learn from the days before the window, score its rows, measure."""
    start, end = day_number(window.start), day_number(window.end)
    past = history.before(start)
    verdicts = tuple(judge_columns(past, question.exclude))
    history, notes = with_recovered_target(history, start, verdicts)
    plan = plan_features(history.before(start), verdicts, question.view)
    train = trainable(history, start)
    rows = np.flatnonzero(
        history.scored & np.isfinite(history.target) & (history.day >= start) & (history.day <= end)
    )
    begun = _begun(history, question)
    whole = question.as_of == "window"
    model, ahead = _learn_and_score(
        history, plan, train, rows, begun[train], np.full(len(rows), start, np.int64), question, whole
    )
    scores = ahead
    if not whole:
        model, scores = _learn_and_score(
            history, plan, train, rows, history.day[train], history.day[rows], question, True
        )
    target, day = history.target[rows], history.day[rows]
    return WindowResult(
        window, rows, scores.probability, scores.interval.low, scores.interval.high, ahead.score,
        _measures(target, day, scores, ahead, train=len(train), train_positives=model.trained_positives),
        _bound(target, day, measures.random_order(target, day), 0.5, float(target.mean()) if len(target) else None),
        _bound(target, day, measures.perfect_order(target, day), 1.0, 1.0),
        tuple(_moved(scores, target)), _why_null(target), verdicts, tuple(notes),
    )  # fmt: skip


def _learn_and_score(
    history: History,
    plan: Plan,
    train: Ints,
    rows: Ints,
    train_as_of: Ints,
    as_of: Ints,
    question: Question,
    main: bool,
) -> tuple[Model, Scores]:
    both = np.concatenate([train, rows])
    known = past_features(history, plan, both, np.concatenate([train_as_of, as_of]))
    model = fit_known(
        history, plan, replace(known, matrix=known.matrix[: len(train)]), train,
        kind=question.kind, settings=question.settings, challenger=main, calibrated=main,
    )  # fmt: skip
    return model, model.score_known(replace(known, matrix=known.matrix[len(train) :]))


def _begun(history: History, question: Question) -> Ints:
    """For every row the first day of its own quarter or month."""
    days, member = np.unique(history.day, return_inverse=True)
    starts = np.array([day_number(period_start(day_of(d), question.length)) for d in days], np.int64)
    return starts[member]


def _measures(
    target: Floats, day: Ints, scores: Scores, ahead: Scores, *, train: int, train_positives: int
) -> dict[str, Any]:
    interval = measures.auc_interval(target, scores.score)
    order, actual = measures.order_by(target, day, ahead.score), measures.actual_order(target, day)
    found: dict[str, Any] = {
        "n": len(target),
        "positives": int(target.sum()),
        "auc": measures.auc(target, scores.score),
        "auc_low": interval[0] if interval else None,
        "auc_high": interval[1] if interval else None,
        "average_precision": measures.average_precision(target, scores.score),
        "calibration_error": measures.calibration_error(target, scores.probability),
        "brier": measures.brier(target, scores.probability),
        "first_half_share": order.first_half_share if order else None,
        "first_half_share_actual": actual.first_half_share if actual else None,
        "days_earlier": order.days_earlier if order else None,
        "auc_at_start": measures.auc(target, ahead.score),
        "mean_probability": float(scores.probability.mean()) if len(target) else None,
        "trained_rows": train,
        "trained_positives": train_positives,
    }
    for kind, score in scores.challengers.items():
        found[f"auc_{kind}"] = measures.auc(target, score)
    return found


def _bound(
    target: Floats, day: Ints, order: measures.Order | None, level: float, precision: float | None
) -> dict[str, Any]:
    mixed = measures.auc(target, target) is not None
    return {
        "auc": level if mixed else None,
        "average_precision": precision if target.sum() else None,
        "first_half_share": order.first_half_share if order else None,
        "days_earlier": order.days_earlier if order else None,
    }


def _why_null(target: Floats) -> str:
    if len(target) == 0:
        return "窗口内没有可评分的行"
    if target.sum() == 0:
        return f"窗口内 {len(target)} 行都没有发现问题，AUC 和次序没有意义"
    if target.sum() == len(target):
        return f"窗口内 {len(target)} 行都发现了问题，AUC 没有意义"
    if measures.auc_interval(target, target) is None:
        return "有问题或没问题的不到两行，AUC 没有区间"
    return ""


def _moved(scores: Scores, target: Floats, number: int = 8) -> list[dict[str, Any]]:
    """What set the found apart from the rest: mean contribution among positives less that among negatives, largest first.

    Features that say the same thing over different times are added up and told by the strongest of them.
    """
    if measures.auc(target, target) is None:
        return []
    yes, no = scores.contributions[target == 1], scores.contributions[target == 0]
    gap = yes.mean(axis=0) - no.mean(axis=0)
    families: dict[tuple[str, str], list[int]] = {}
    for place, feature in enumerate(scores.features):
        families.setdefault(family(feature), []).append(place)
    found: list[dict[str, Any]] = []
    for places in families.values():
        strongest = scores.features[max(places, key=lambda place: (abs(gap[place]), -place))]
        together = scores.contributions[:, places].sum(axis=1)
        found.append(
            {
                "feature": strongest.key,
                "words": name_of(strongest),
                "separation": float(gap[places].sum()),
                "weight": float(np.abs(together).mean()),
            }
        )
    found.sort(key=lambda m: (-abs(m["separation"]), m["feature"]))
    return [m for m in found[:number] if m["separation"] != 0]
