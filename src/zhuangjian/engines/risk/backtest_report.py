"""A back-test as one document: every window's figures with random and perfect order beside them, columns, cautions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from zhuangjian.engines.risk.backtest import MEANS, Backtest, backtest
from zhuangjian.engines.risk.backtest_window import WindowResult
from zhuangjian.engines.risk.history import History
from zhuangjian.engines.risk.history_columns import day_of
from zhuangjian.engines.risk.leaks import Verdict, names_inspector, names_place
from zhuangjian.engines.rules.answer import Refusal

if TYPE_CHECKING:
    import pyarrow as pa

SHOWN = 6


def report(result: Backtest) -> dict[str, Any]:
    """JSON-ready: ``windows``, ``mean_*`` over them, ``random`` and ``perfect`` means, ``columns``, ``notes``, ``cautions``."""
    question = result.question
    told: dict[str, Any] = {
        "windows": [_window(w) for w in result.windows],
        **{f"mean_{name}": _round(result.mean(name)) for name in MEANS},
        "windows_with_auc": sum(w.measures["auc"] is not None for w in result.windows),
        "random": _means([w.random for w in result.windows]),
        "perfect": _means([w.perfect for w in result.windows]),
        "settings": {
            "windows": question.length, "model": question.kind, "view": question.view, "as_of": question.as_of,
            "members": question.settings.members, "features": question.settings.features,
            "seed": question.settings.seed, "exclude": list(question.exclude),
        },
        "columns": _columns(result.verdicts),
        "notes": list(result.notes),
        "cautions": cautions(result),
    }  # fmt: skip
    if question.group:
        told["groups"] = [{k: _round(v) for k, v in row.items()} for row in result.groups]
    return told


def views(history: History, result: Backtest) -> dict[str, Any]:
    """The mean AUC as recorded, with who inspected removed, and without anything that says where; why where impossible."""
    found: dict[str, Any] = {}
    for view in ("recorded", "adjusted", "placeless"):
        if view == result.question.view:
            found[view] = {
                "mean_auc": _round(result.mean("auc")),
                "mean_auc_at_start": _round(result.mean("auc_at_start")),
            }
            continue
        try:
            other = backtest(history, replace(result.question, view=view, group=None))
        except Refusal as refusal:
            found[view] = {"mean_auc": None, "why_null": refusal.message}
        else:
            found[view] = {
                "mean_auc": _round(other.mean("auc")),
                "mean_auc_at_start": _round(other.mean("auc_at_start")),
            }
    return found


def cautions(result: Backtest) -> list[str]:
    """What a reader of the figures must know."""
    said = []
    mean = result.mean("auc")
    if mean is not None and mean >= 0.9:
        said.append(f"平均 AUC 高达 {mean:.3f}：请逐列核对是否混入了事后才有的内容。")
    used = [v.column for v in result.verdicts if v.role in ("feature", "group", "both")]
    places = [name for name in used if names_place(name)]
    if places and result.question.view == "recorded":
        said.append(
            f"地点类的列（{'、'.join(places[:SHOWN])} 等）既说明当地情况，也间接说明近来谁在当地检查："
            "检查人员按片分工时，地点的近期发现率在很大程度上是宽严之别。"
            "请用 --view adjusted（扣除由谁检查）和 placeless（不用地点）对照，或加 --compare 一次算出。"
        )
    if any(names_inspector(v.column) for v in result.verdicts):
        said.append("数据中有检查人员的列：任何评分都不使用它；--view adjusted 只用它估计并扣除宽严差异。")
    if result.question.as_of == "day":
        said.append(
            "AUC 按每行自己的日期之前已知的一切计算；前半找到的比例和提前天数按窗口开始时的评分计算（整个窗口的次序只能在开始时排定）。"
        )
    return said


def score_table(history: History, result: Backtest) -> pa.Table:
    """One row per scored row: entity, date, target, probability with its interval, score at the window's start."""
    import pyarrow as pa

    rows = np.concatenate([w.rows for w in result.windows])
    return pa.table(
        {
            "entity": [history.entities[e] for e in history.entity[rows]],
            "date": [day_of(d) for d in history.day[rows]],
            "target": history.target[rows],
            "probability": np.concatenate([w.probability for w in result.windows]),
            "low": np.concatenate([w.low for w in result.windows]),
            "high": np.concatenate([w.high for w in result.windows]),
            "score_at_start": np.concatenate([w.order_score for w in result.windows]),
            "window": [w.window.start for w in result.windows for _ in w.rows],
        }
    )


def _window(result: WindowResult) -> dict[str, Any]:
    return {
        "start": result.window.start.isoformat(),
        "end": result.window.end.isoformat(),
        **{name: _round(value) for name, value in result.measures.items()},
        "why_null": result.why_null or None,
        "random": {k: _round(v) for k, v in result.random.items()},
        "perfect": {k: _round(v) for k, v in result.perfect.items()},
        "moved": [{k: _round(v) for k, v in m.items()} for m in result.moved],
    }


def _means(rows: list[dict[str, Any]]) -> dict[str, Any]:
    found = {}
    for name in ("auc", "average_precision", "first_half_share", "days_earlier"):
        values = [row[name] for row in rows if row[name] is not None]
        found[f"mean_{name}"] = _round(float(np.mean(values))) if values else None
    return found


def _columns(verdicts: tuple[Verdict, ...]) -> dict[str, Any]:
    def told(v: Verdict) -> dict[str, Any]:
        return {"column": v.column, "role": v.role, "why": v.why, "auc": _round(v.auc)}

    return {
        "used": [told(v) for v in verdicts if v.role in ("feature", "group", "both")],
        "history_only": [v.column for v in verdicts if v.role == "history"],
        "refused": [told(v) for v in verdicts if v.role in ("history", "refused")],
        "warned": [told(v) for v in verdicts if v.warned],
    }


def _round(value: Any) -> Any:
    return round(value, 6) if isinstance(value, float) else value
