"""The early-warning model: fitted on a history, it gives any of its later rows a probability, an interval and reasons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from zhuangjian.engines.risk.calibrate import Calibration, Interval, calibrate, interval
from zhuangjian.engines.risk.history import Floats, History, Ints
from zhuangjian.engines.risk.history_past import CONTROL, Feature, Known, Plan, past_features
from zhuangjian.engines.risk.warning_learners import Learned, Settings, learn
from zhuangjian.engines.rules.answer import Refusal

Kind = Literal["ebm", "boosted", "blend"]
KINDS: tuple[Kind, ...] = ("ebm", "boosted", "blend")
HELD_BACK = 0.2
DEFAULT = Settings()
LEAST_ROWS, LEAST_POSITIVES = 50, 5


@dataclass(frozen=True, slots=True)
class Scores:
    """Per row: calibrated probability with its 90 % interval, log odds, and what each feature adds to them."""

    interval: Interval
    score: Floats
    challengers: dict[Kind, Floats]
    contributions: Floats
    features: tuple[Feature, ...]
    values: Floats

    @property
    def probability(self) -> Floats:
        """Calibrated probabilities."""
        return self.interval.probability


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted model. It holds no rows: `score` is given the history it may look back on."""

    plan: Plan
    kind: Kind
    features: tuple[Feature, ...]
    learned: Learned
    calibration: Calibration
    trained_rows: int
    trained_positives: int

    def score(self, history: History, rows: Ints, as_of: Ints) -> Scores:
        """Scores of ``rows``, each from what was known before its ``as_of`` (never later than the row's own day)."""
        return self.score_known(past_features(history, self.plan, rows, as_of))

    def score_known(self, known: Known) -> Scores:
        """Scores from features already made by `past_features` with this model's plan."""
        matrix = _level(known)
        additive = self.learned.additive_scores(matrix)
        boosted = self.learned.boosted_scores(matrix)
        members = _members(self.kind, additive, boosted)
        challengers = {
            kind: _members(kind, additive, boosted).mean(axis=0)
            for kind in KINDS
            if (kind == "boosted" or len(additive)) and (kind == "ebm" or len(boosted))
        }
        contributions = self.learned.contributions(matrix)
        return Scores(
            interval(members, self.calibration),
            members.mean(axis=0),
            challengers,
            contributions,
            known.features,
            matrix,
        )


def fit(
    history: History,
    plan: Plan,
    rows: Ints,
    as_of: Ints,
    *,
    kind: Kind = "blend",
    settings: Settings = DEFAULT,
) -> Model:
    """A model learned from ``rows`` of the history with features as of ``as_of``; refused when there is too little to learn."""
    return fit_known(
        history, plan, past_features(history, plan, rows, as_of), rows, kind=kind, settings=settings
    )


def fit_known(
    history: History, plan: Plan, known: Known, rows: Ints, *, kind: Kind = "blend", settings: Settings = DEFAULT,
    challenger: bool = True, calibrated: bool = True,
) -> Model:  # fmt: skip
    """As `fit`, from features already made for ``rows`` (in the order of days).

    The calibration is learned on the last fifth by one member of each kind taught on the first four fifths; then all rows are
    learned from. ``challenger`` also trains the kind that ``kind`` does not need; ``calibrated`` False leaves the scores raw.
    """
    target, entity, day = history.target[rows], history.entity[rows], history.day[rows]
    _enough(target)
    rising = np.array([f.rising for f in known.features], bool)
    wanted = {"additive": kind != "boosted" or challenger, "boosted": kind != "ebm" or challenger}
    calibration = Calibration(1.0, 0.0)
    if calibrated:
        calibration = _calibration(known, target, entity, day, rising, kind, settings)
    always = np.array([f == CONTROL for f in known.features], bool)
    learned = learn(known.matrix, target, entity, rising, always, settings, **wanted)
    return Model(plan, kind, known.features, learned, calibration, len(target), int(target.sum()))


def _calibration(
    known: Known, target: Floats, entity: Ints, day: Ints, rising: np.ndarray, kind: Kind, settings: Settings
) -> Calibration:
    cut = day[int(len(day) * (1 - HELD_BACK))]
    early, late = day < cut, day >= cut
    if len(np.unique(target[early])) < 2 or len(np.unique(target[late])) < 2:
        return Calibration(1.0, 0.0)
    smaller = replace(settings, members=1)
    always = np.array([f == CONTROL for f in known.features], bool)
    part = learn(
        known.matrix[early], target[early], entity[early], rising, always, smaller,
        additive=kind != "boosted", boosted=kind != "ebm",
    )  # fmt: skip
    matrix = _level(known)[late]
    scores = _members(kind, part.additive_scores(matrix), part.boosted_scores(matrix)).mean(axis=0)
    return calibrate(target[late], scores)


def _members(kind: Kind, additive: Floats, boosted: Floats) -> Floats:
    if kind == "ebm":
        return additive
    if kind == "boosted":
        return boosted
    return np.asarray((additive + boosted) / 2, np.float64)


def _level(known: Known) -> Floats:
    """The matrix with the control for who inspects set to everybody's level: no score knows who comes."""
    if CONTROL not in known.features:
        return known.matrix
    matrix = known.matrix.copy()
    matrix[:, known.features.index(CONTROL)] = 0.0
    return matrix


def _enough(target: Floats) -> None:
    positives = int(target.sum())
    if len(target) < LEAST_ROWS or min(positives, len(target) - positives) < LEAST_POSITIVES:
        raise Refusal(
            f"此前只有 {len(target)} 行结果（其中有问题 {positives} 行），不足以训练："
            f"至少要 {LEAST_ROWS} 行，有问题和没问题的各至少 {LEAST_POSITIVES} 行。请补充更早的数据，或把 --from 往后移。"
        )


def trainable(history: History, before: int) -> Ints:
    """Indices of the rows of earlier days that may be learned from: scored ones whose outcome is known."""
    return np.flatnonzero((history.day < before) & history.scored & np.isfinite(history.target))
