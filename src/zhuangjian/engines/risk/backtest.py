"""The back-test: window after window, each scored by a model that has seen earlier days only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

import numpy as np

from zhuangjian.engines.risk.backtest_window import WindowResult, run_window
from zhuangjian.engines.risk.history import Floats, History
from zhuangjian.engines.risk.history_columns import day_number, day_of
from zhuangjian.engines.risk.history_past import View
from zhuangjian.engines.risk.leaks import Verdict
from zhuangjian.engines.risk.measures import auc, calibration_error
from zhuangjian.engines.risk.warning import KINDS, Kind, trainable
from zhuangjian.engines.risk.warning_learners import Settings
from zhuangjian.engines.risk.windows import Length, Window, next_start, period_start, windows
from zhuangjian.engines.rules.answer import Refusal

AsOf = Literal["day", "window"]
MEANS = (
    "auc", "auc_boosted", "auc_blend", "auc_ebm", "auc_at_start", "average_precision", "calibration_error", "brier",
    "first_half_share", "first_half_share_actual", "days_earlier",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be measured.

    ``as_of``: ``day`` scores each row from everything before its own day, as a run every morning would; ``window`` from
    what was known when the window began. The order of a window (first half, days earlier) is always the latter, because
    an order for the whole window can only be made at its beginning.
    """

    length: Length = "quarter"
    first: date | None = None
    last: date | None = None
    exclude: tuple[str, ...] = ()
    group: str | None = None
    kind: Kind = "blend"
    view: View = "recorded"
    as_of: AsOf = "day"
    settings: Settings = field(default_factory=Settings)
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class Backtest:
    """The windows in order, and what holds for all of them."""

    question: Question
    windows: tuple[WindowResult, ...]
    verdicts: tuple[Verdict, ...]
    notes: tuple[str, ...]
    groups: tuple[dict[str, Any], ...]

    def mean(self, name: str) -> float | None:
        """The plain mean of a measure over the windows that have it."""
        found = [w.measures[name] for w in self.windows if w.measures.get(name) is not None]
        return float(np.mean(found)) if found else None


def backtest(
    history: History, question: Question, told: Callable[[int, int], None] = lambda done, total: None
) -> Backtest:
    """Score every window from earlier rows only; ``told`` hears how many are done where they go one after the other.

    Refused: unknown settings, a period without rows, nothing earlier to learn from.
    """
    _check(history, question)
    found = _windows(history, question)
    outcomes = _run(history, found, question, told)
    return Backtest(
        question,
        tuple(outcomes),
        _joined_verdicts([w.verdicts for w in outcomes]),
        (*history.notes, *_joined_notes(outcomes)),
        tuple(_by_group(history, question.group, outcomes)) if question.group else (),
    )


def _check(history: History, question: Question) -> None:
    if question.kind not in KINDS:
        raise Refusal(f"没有名为“{question.kind}”的模型。可选：{'、'.join(KINDS)}。")
    absent = [
        n
        for n in (*question.exclude, *([question.group] if question.group else []))
        if n not in history.columns
    ]
    if absent:
        raise Refusal(
            f"数据里没有这些列：{'、'.join(absent)}。现有的列：{'、'.join(list(history.columns)[:80])}。",
            missing=absent,
        )
    if not (history.scored & np.isfinite(history.target)).any():
        raise Refusal("结果列没有一行有值，无法回测。")


def _windows(history: History, question: Question) -> list[Window]:
    days = history.day[history.scored & np.isfinite(history.target)]
    earliest, latest = int(days.min()), int(days.max())
    last = min(question.last or day_of(latest), day_of(latest))
    first = question.first
    if first is None:
        # A year of rows is wanted before the first window, or half of what there is.
        begin = day_of(min(earliest + 365, (earliest + latest) // 2))
        first = period_start(begin, question.length)
        if first < begin:
            first = next_start(first, question.length)
        first = min(first, last)
    if first > day_of(latest):
        raise Refusal(
            f"最后一行的日期是 {day_of(latest)}，在 --from {first} 之前，没有可评分的行。请把 --from 往前移或补充数据。"
        )
    rows = trainable(history, day_number(first))
    if len(rows) == 0:
        raise Refusal(
            f"{first} 之前没有一行有结果，没有可以学习的历史。请把 --from 往后移，或补充更早的数据。"
        )
    return windows(first, last, question.length)


def _run(
    history: History, found: Sequence[Window], question: Question, told: Callable[[int, int], None]
) -> list[WindowResult]:
    if question.jobs == 1 or len(found) == 1:
        done: list[WindowResult] = []
        for window in found:
            told(len(done), len(found))
            done.append(run_window(history, window, question))
        return done
    from joblib import Parallel, delayed

    parallel = Parallel(n_jobs=question.jobs, backend="loky", inner_max_num_threads=1)
    # The longest windows are the last; started first they leave no core idle at the end.
    results: list[WindowResult] = parallel(delayed(run_window)(history, w, question) for w in reversed(found))
    return results[::-1]


def _joined_verdicts(all_of_them: Sequence[tuple[Verdict, ...]]) -> tuple[Verdict, ...]:
    """The verdicts of the last window; a column refused for itself in any window is told with that reason."""
    last = {v.column: v for v in all_of_them[-1]}
    for verdicts in all_of_them[:-1]:
        for verdict in verdicts:
            now = last[verdict.column]
            if verdict.warned and not now.warned and now.role not in ("history", "refused"):
                last[verdict.column] = replace(now, warned=True, why=verdict.why, auc=verdict.auc)
    return tuple(last.values())


def _joined_notes(outcomes: Sequence[WindowResult]) -> list[str]:
    return list(dict.fromkeys(note for w in outcomes for note in w.notes))


def _by_group(history: History, name: str, outcomes: Sequence[WindowResult]) -> list[dict[str, Any]]:
    """For each value of the group column, over all windows: rows, found share, mean probability, AUC, calibration error."""
    rows = np.concatenate([w.rows for w in outcomes])
    if len(rows) == 0:
        return []
    probability = np.concatenate([w.probability for w in outcomes])
    labels = labels_of(history, name)
    member = np.array([labels[row] for row in rows], dtype=object)
    result = []
    for label in sorted(set(member.tolist())):
        chosen = member == label
        target: Floats = history.target[rows][chosen]
        result.append(
            {
                "value": label,
                "n": int(chosen.sum()),
                "positives": int(target.sum()),
                "found_share": float(target.mean()),
                "mean_probability": float(probability[chosen].mean()),
                "auc": auc(target, probability[chosen]),
                "calibration_error": calibration_error(target, probability[chosen]),
            }
        )
    return sorted(result, key=lambda r: (-int(r["n"]), str(r["value"])))


def labels_of(history: History, name: str) -> list[str]:
    """The values of a column as text, 未填 where absent."""
    column = history.columns[name]
    if column.kind == "text":
        return [column.levels[c] if c >= 0 else "未填" for c in column.codes]
    if column.kind == "date":
        return [day_of(int(v)).isoformat() if np.isfinite(v) else "未填" for v in column.values]
    return [f"{v:g}" if np.isfinite(v) else "未填" for v in column.values]
