"""Four linear models on strings of characters whose probabilities are averaged: two on strings weighted by rarity, two on
strings weighted by how much more often a label has them than the others (Wang and Manning 2012)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

RAREST = 2
ROUNDS = 2000
# Longest string and inverse strength of the penalty, of each model.
BY_RARITY = ((3, 8.0), (5, 8.0))
BY_LABEL_COUNTED = (4, 0.1)
BY_LABEL_WEIGHTED = (5, 4.0)


class Voting:
    """Trained by :meth:`fit`; ``classes`` are the labels in the order of the columns of :meth:`shares`."""

    classes: Any

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> Voting:
        """Learn from texts with their labels; a ValueError where no string occurs twice."""
        from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

        truth = np.asarray(labels)
        self.classes = np.unique(truth)
        rare = {"analyzer": "char", "min_df": RAREST}
        self._models: list[tuple[Any, Any]] = []
        for longest, strength in BY_RARITY:
            words = TfidfVectorizer(ngram_range=(1, longest), sublinear_tf=True, **rare)
            self._models.append((words, _Each(strength, by_label=False)))
        longest, strength = BY_LABEL_COUNTED
        self._models.append(
            (CountVectorizer(ngram_range=(1, longest), binary=True, **rare), _Each(strength, by_label=True))
        )
        longest, strength = BY_LABEL_WEIGHTED
        words = TfidfVectorizer(ngram_range=(1, longest), sublinear_tf=True, **rare)
        self._models.append((words, _Each(strength, by_label=True)))
        for words, model in self._models:
            model.fit(words.fit_transform(texts), truth, self.classes)
        return self

    def shares(self, texts: Sequence[str]) -> Any:
        """The probability of every label for every text."""
        return np.mean([model.shares(words.transform(texts)) for words, model in self._models], axis=0)


class _Each:
    """One logistic regression for two labels; for more, one for each label against the rest."""

    def __init__(self, strength: float, *, by_label: bool) -> None:
        self._strength, self._by_label = strength, by_label

    def fit(self, features: Any, truth: Any, classes: Any) -> None:
        from sklearn.linear_model import LogisticRegression

        wanted = classes[1:] if len(classes) == 2 else classes
        self._parts: list[tuple[Any, Any]] = []
        for label in wanted:
            meant = truth == label
            weights = _ratios(features, meant) if self._by_label else None
            scaled = features if weights is None else features.multiply(weights).tocsr()
            model = LogisticRegression(C=self._strength, max_iter=ROUNDS, random_state=0)
            self._parts.append((weights, model.fit(scaled, meant)))

    def shares(self, features: Any) -> Any:
        columns = []
        for weights, model in self._parts:
            scaled = features if weights is None else features.multiply(weights).tocsr()
            columns.append(model.predict_proba(scaled)[:, 1])
        if len(columns) == 1:
            return np.column_stack([1 - columns[0], columns[0]])
        found = np.column_stack(columns)
        return found / np.maximum(found.sum(axis=1, keepdims=True), 1e-12)


def _ratios(features: Any, meant: Any) -> Any:
    """By string, the logarithm of how much more often texts of a label have it than the others; one is added to each."""
    present = (features > 0).astype(float)
    yes = 1 + np.asarray(present[meant].sum(axis=0))
    no = 1 + np.asarray(present[~meant].sum(axis=0))
    return np.log((yes / yes.sum()) / (no / no.sum()))
