"""Weights learnt from the records themselves: u from random pairs, m by expectation maximisation; never from truth."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import Any, Final

from zhuangjian.engines.matching.pairs import COMPARISONS, Comparison, Level, settings

MIN_RECORDS: Final = 60
MIN_PAIRS: Final = 100
RANDOM_PAIRS: Final = 1e6
EM_PAIRS: Final = 1e6
TRAINING_KEYS: Final = ("code", "phone_end", "address_key", "name_full", "name_core", "person")
_FLOOR: Final = 1e-5


@dataclass(frozen=True, slots=True)
class Model:
    """The weights in force: (m, u) of every level of every field, and where they come from in Chinese."""

    comparisons: tuple[Comparison, ...]
    weights: dict[str, list[tuple[float, float]]]
    trained: bool
    notes: tuple[str, ...]


def usable(con: Any) -> tuple[Comparison, ...]:
    """The fields that at least two records have."""
    kept = []
    for comparison in COMPARISONS:
        column = "address_tokens" if comparison.name == "address" else comparison.column
        if con.execute(f"SELECT count({column}) FROM party").fetchone()[0] >= 2:
            kept.append(comparison)
    return tuple(kept)


def assumed(comparisons: tuple[Comparison, ...]) -> dict[str, list[tuple[float, float]]]:
    """The weights before training."""
    return {c.name: [(level.m, level.u) for level in c.levels] for c in comparisons}


def _without_frequencies(comparisons: tuple[Comparison, ...]) -> tuple[Comparison, ...]:
    """Among a few records every value looks common."""
    return tuple(
        replace(one, levels=tuple(replace(level, frequency="") for level in one.levels))
        for one in comparisons
    )


def train(con: Any, party: Any, records: int, seed: int) -> Model:
    """Weights for the records in ``party``; the assumed ones, said so in ``notes``, when there are too few records."""
    comparisons = usable(con)
    if records < MIN_RECORDS or not comparisons:
        note = f"只有{records}条记录，不足{MIN_RECORDS}条，未训练，用预设权重。"
        return Model(_without_frequencies(comparisons), assumed(comparisons), False, (note,))
    from splink import Linker

    logging.getLogger("splink").setLevel(logging.ERROR)
    linker = Linker(party, settings(list(comparisons), assumed(comparisons), 1 / records), log_level=None)
    linker.training.estimate_u_using_random_sampling(
        max_pairs=RANDOM_PAIRS, seed=seed, min_count_per_level=None, num_chunks=1
    )
    rarest = 1 / min(RANDOM_PAIRS, records * (records - 1) / 2)
    notes: list[str] = []
    for key in TRAINING_KEYS:
        pairs = _pairs_sharing(con, key)
        if pairs < MIN_PAIRS:
            continue
        linker.training.estimate_parameters_using_expectation_maximisation(
            f"l.{key} = r.{key}",
            fix_u_probabilities=True,
            max_pairs=EM_PAIRS if pairs > EM_PAIRS else None,
            estimate_without_term_frequencies=True,
        )
        notes.append(f"按“{key}”相同的{pairs}对训练。")
    if not notes:
        notes.append("相同值太少，不足以训练；m 用预设值，u 由随机抽取的记录对得出。")
        return Model(comparisons, _learnt(linker, comparisons, rarest), False, tuple(notes))
    return Model(comparisons, _learnt(linker, comparisons, rarest), True, tuple(notes))


def _pairs_sharing(con: Any, key: str) -> int:
    found = con.execute(
        f"SELECT coalesce(sum(size * (size - 1) / 2), 0) FROM (SELECT count(*) AS size FROM party WHERE {key} IS NOT NULL GROUP BY {key})"
    ).fetchone()
    return int(found[0])


def _learnt(
    linker: Any, comparisons: tuple[Comparison, ...], rarest: float
) -> dict[str, list[tuple[float, float]]]:
    """What splink learnt, with the assumed value where a level was never seen."""
    weights: dict[str, list[tuple[float, float]]] = {}
    for comparison, found in zip(comparisons, linker._settings_obj.comparisons, strict=True):
        levels = [level for level in found.comparison_levels if not level.is_null_level]
        weights[comparison.name] = [
            _pair(level, was, rarest) for level, was in zip(levels, comparison.levels, strict=True)
        ]
    return weights


def _pair(level: Any, was: Level, rarest: float) -> tuple[float, float]:
    """m and u of one level; a level that speaks against keeps its assumed odds while its m is unknown."""
    u = max(_number(level, "u") or rarest, rarest)
    m = _number(level, "m")
    if m is not None:
        return max(m, _FLOOR), u
    return (was.m, u) if was.m >= was.u else (was.m / was.u * u, u)


def _number(level: Any, kind: str) -> float | None:
    has = getattr(level, f"_has_estimated_{kind}_values", False)
    value = getattr(level, f"{kind}_probability", None) if has else None
    return float(value) if isinstance(value, float) else None
