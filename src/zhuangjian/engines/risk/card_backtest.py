"""The back-test in a model card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from . import plots
from .card_words import cell, items, warnings_of

VIEWS = {"recorded": "按记录", "adjusted": "扣除由谁检查", "placeless": "不用地点"}
_WINDOW_COLUMNS = (
    ("n", "检查数", "d"),
    ("positives", "有问题", "d"),
    ("auc", "AUC", ".3f"),
    ("average_precision", "平均精度", ".3f"),
    ("calibration_error", "校准误差", ".3f"),
    ("first_half_share", "前半查到", ".1%"),
    ("first_half_share_actual", "实际前半", ".1%"),
    ("days_earlier", "提前天数", ".2f"),
)


def results(
    backtest: Mapping[str, Any], windows: Sequence[Mapping[str, Any]], directory: Path
) -> Iterator[str]:
    """The back-test: figures by window beside random and perfect order, plots, views, columns, cautions."""
    yield "## 回测：每个时段只用更早的数据训练"
    yield ""
    mean = backtest.get("mean_auc")
    if mean is not None:
        yield f"各期平均 AUC **{float(mean):.3f}**（随机顺序 0.500，完美顺序 1.000）。"
        yield ""
    shown = [c for c in _WINDOW_COLUMNS if any(isinstance(w.get(c[0]), (int, float)) for w in windows)]
    yield "| 时段 | " + " | ".join(title for _, title, _ in shown) + " |"
    yield "|---" + "|---:" * len(shown) + "|"
    for window in windows:
        figures = [_figure(window, name, form) for name, _, form in shown]
        yield f"| {cell(window.get('start'))} 至 {cell(window.get('end'))} | " + " | ".join(figures) + " |"
    yield ""
    yield "前半查到：按模型顺序检查到一半时查到的问题占全部问题的比例，随机顺序为 50%。提前天数：与实际顺序相比，实际顺序为 0。"
    yield ""
    plots.windows_auc(directory / "回测_AUC.svg", windows)
    yield "![各时段的 AUC 及区间](回测_AUC.svg)"
    if any(w.get("first_half_share") is not None for w in windows):
        plots.windows_first_half(directory / "回测_前一半.svg", windows)
        yield "![前一半检查查到的比例](回测_前一半.svg)"
    if any(w.get("days_earlier") is not None for w in windows):
        plots.windows_days(directory / "回测_提前天数.svg", windows)
        yield "![平均提前的天数](回测_提前天数.svg)"
    yield ""
    yield from _moved(windows)
    yield from _views(backtest)
    yield from _columns(backtest)
    yield from warnings_of([t for key in ("warnings", "cautions", "notes") for t in items(backtest.get(key))])


def _figure(window: Mapping[str, Any], name: str, form: str) -> str:
    value = window.get(name)
    if not isinstance(value, (int, float)):
        return "—"
    text = format(int(value) if form == "d" else float(value), form)
    beside = [
        f"{word} {format(float(value), form)}"
        for order, word in (("random", "随机"), ("perfect", "完美"))
        if name not in ("n", "positives", "auc")
        and isinstance(value := _of_order(window, order, name), (int, float))
    ]
    if beside:
        text += f"（{'，'.join(beside)}）"
    if name == "auc" and window.get("auc_low") is not None and window.get("auc_high") is not None:
        text += f"（{float(window['auc_low']):.3f}–{float(window['auc_high']):.3f}）"
    return text


def _of_order(window: Mapping[str, Any], order: str, name: str) -> Any:
    inner = window.get(order)
    return inner.get(name) if isinstance(inner, Mapping) else None


def _moved(windows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    told = [(w, w["moved"]) for w in windows if isinstance(w.get("moved"), Sequence) and w["moved"]]
    if not told:
        return
    yield "### 各时段主要靠什么区分"
    yield ""
    for window, reasons in told:
        words = [cell(r.get("words") or r.get("feature")) for r in reasons if isinstance(r, Mapping)]
        yield f"- {cell(window.get('start'))} 至 {cell(window.get('end'))}：{'；'.join(words[:6])}"
    yield ""


def _columns(backtest: Mapping[str, Any]) -> Iterator[str]:
    columns = backtest.get("columns")
    if not isinstance(columns, Mapping):
        return
    for key, title in (
        ("refused", "没有采用的列及原因"),
        ("warned", "单独预测过好、需要核对的列"),
    ):
        told = [c for c in items(columns.get(key)) if isinstance(c, Mapping)]
        if told:
            yield from (f"### {title}", "")
            yield from (f"- {cell(c.get('column'))}：{cell(c.get('why'))}" for c in told)
            yield ""


def _views(backtest: Mapping[str, Any]) -> Iterator[str]:
    views = backtest.get("views")
    if not isinstance(views, Mapping):
        return
    yield from ("### 换一种口径", "", "| 口径 | 各期平均 AUC | 说明 |", "|---|---:|---|")
    for name, body in views.items():
        mean = body.get("mean_auc")
        figure = f"{mean:.3f}" if isinstance(mean, (int, float)) else "—"
        yield f"| {cell(VIEWS.get(name, name))} | {figure} | {cell(body.get('why_null'))} |"
    yield ""
