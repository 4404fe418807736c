"""The two learners: an additive model that can be read feature by feature, and a boosted challenger."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from zhuangjian.engines.risk.history import Flags, Floats, Ints


@dataclass(frozen=True, slots=True)
class Settings:
    """How much is learned.

    ``members`` models of each kind are trained, each on its own draw of the parties, and averaged; ``features`` is how many
    features are let in, those that set the found apart most in the training rows.
    """

    members: int = 4
    features: int = 60
    rounds: int = 400
    trees: int = 120
    interactions: int = 0
    seed: int = 20261121


@dataclass(frozen=True, slots=True)
class Learned:
    """Fitted members. ``used`` are the features that vary; ``centre`` is each term's mean contribution on the training rows."""

    additive: tuple[Any, ...]
    boosted: tuple[Any, ...]
    used: Flags
    centre: Floats

    def additive_scores(self, matrix: Floats) -> Floats:
        """Log odds by each additive member (members × rows)."""
        return _log_odds(self.additive, matrix[:, self.used])

    def boosted_scores(self, matrix: Floats) -> Floats:
        """Log odds by each boosted member (members × rows)."""
        return _log_odds(self.boosted, matrix[:, self.used])

    def contributions(self, matrix: Floats) -> Floats:
        """What each feature adds to the log odds beyond its mean (rows × all features, 0 for unused)."""
        result = np.zeros(matrix.shape)
        result[:, self.used] = _terms(self.additive, matrix[:, self.used]) - self.centre
        return result


def learn(
    matrix: Floats, target: Floats, entity: Ints, rising: Flags, always: Flags, settings: Settings, *,
    additive: bool, boosted: bool,
) -> Learned:  # fmt: skip
    """Fit the members on rows × features; ``rising`` features may only raise the risk, ``always`` ones are let in unasked.

    Deterministic in ``settings.seed``.
    """
    used = telling(matrix, target, always, settings.features)
    inputs, constraint = matrix[:, used], np.where(rising[used], 1, 0)
    models: tuple[list[Any], list[Any]] = ([], [])
    for number in range(settings.members):
        weight = entity_draw(entity, settings.seed + number)
        chosen = weight > 0
        if len(np.unique(target[chosen])) < 2:
            weight, chosen = np.ones(len(target)), np.ones(len(target), bool)
        part = (inputs[chosen], target[chosen], weight[chosen], constraint)
        if additive:
            models[0].append(_additive(*part, settings, number))
        if boosted:
            models[1].append(_boosted(*part, settings, number))
    members = tuple(models[0])
    centre = _terms(members, inputs).mean(axis=0) if members else np.zeros(int(used.sum()))
    return Learned(members, tuple(models[1]), used, centre)


def entity_draw(entity: Ints, seed: int) -> Floats:
    """How often each row's party was drawn when as many parties are drawn with replacement as there are."""
    parties, member = np.unique(entity, return_inverse=True)
    drawn = np.random.default_rng(seed).integers(0, len(parties), len(parties))
    return np.bincount(drawn, minlength=len(parties)).astype(float)[member]


def telling(matrix: Floats, target: Floats, always: Flags, number: int) -> Flags:
    """The ``number`` varying features whose means differ most between the found and the rest, in standard deviations."""
    varies = np.array([_varies(matrix[:, place]) for place in range(matrix.shape[1])], bool)
    there = np.isfinite(matrix)
    mean = np.where(there, matrix, 0).sum(axis=0) / np.maximum(there.sum(axis=0), 1)
    filled = np.where(there, matrix, mean)
    gap = np.abs(filled[target == 1].mean(axis=0) - filled[target == 0].mean(axis=0)) / (
        filled.std(axis=0) + 1e-12
    )
    # Rounded, so that two equal columns are not told apart by their last digit.
    order = np.argsort(-np.where(varies, np.round(gap, 9), -1.0), kind="stable")[:number]
    used: Flags = always & varies
    used[order] = varies[order]
    if not used.any():
        used[0] = True
    return used


def _varies(values: Floats) -> bool:
    there = values[np.isfinite(values)]
    return bool(len(there) and (len(there) < len(values) or (there != there[0]).any()))


def _additive(
    inputs: Floats, target: Floats, weight: Floats, constraint: Ints, settings: Settings, number: int
) -> Any:
    from interpret.glassbox import ExplainableBoostingClassifier

    model = ExplainableBoostingClassifier(
        interactions=settings.interactions, outer_bags=1, max_bins=32, learning_rate=0.03, min_samples_leaf=20,
        max_rounds=settings.rounds, early_stopping_rounds=30, validation_size=0.15, n_jobs=1,
        random_state=settings.seed + number, monotone_constraints=constraint.tolist(),
        feature_types=["continuous"] * inputs.shape[1],
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return model.fit(inputs, target, sample_weight=weight)


def _boosted(
    inputs: Floats, target: Floats, weight: Floats, constraint: Ints, settings: Settings, number: int
) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=settings.trees, learning_rate=0.05, max_leaf_nodes=8, min_samples_leaf=40, l2_regularization=5.0,
        max_features=0.3, early_stopping=False, monotonic_cst=constraint, random_state=settings.seed + number,
    )  # fmt: skip
    return model.fit(inputs, target, sample_weight=weight)


def _log_odds(members: tuple[Any, ...], inputs: Floats) -> Floats:
    if len(inputs) == 0:
        return np.zeros((len(members), 0))
    return np.array([model.decision_function(inputs) for model in members])


def _terms(members: tuple[Any, ...], inputs: Floats) -> Floats:
    """Mean contribution of each feature over the additive members; a pair of features shares its own evenly."""
    total = np.zeros(inputs.shape)
    if len(inputs) == 0:
        return total
    for model in members:
        values = model.eval_terms(inputs)
        for place, term in enumerate(model.term_features_):
            for feature in term:
                total[:, feature] += values[:, place] / len(term)
    return total / max(len(members), 1)
