"""Plots of a model card: calm, few colours, Chinese type drawn as outlines, the same bytes for the same figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

INK, QUIET, GRID = "#24303c", "#8492a0", "#e4e9ee"
BLUE, PALE, WARM = "#2f6690", "#a9c4d9", "#c8553d"
MOST_ROWS = 30


@contextmanager
def _style() -> Iterator[None]:
    import matplotlib as mpl
    import pylopdf_fonts_zh_cn
    from matplotlib import font_manager

    path = str(pylopdf_fonts_zh_cn.sans_path())
    family = font_manager.FontProperties(fname=path).get_name()
    if not any(entry.fname == path for entry in font_manager.fontManager.ttflist):
        font_manager.fontManager.addfont(path)
    settings: Any = {
        "font.family": [family],
        "font.size": 10.5,
        "axes.unicode_minus": False,
        "axes.edgecolor": QUIET,
        "axes.labelcolor": INK,
        "axes.titlelocation": "left",
        "axes.titlesize": 12,
        "axes.titlepad": 12,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "text.color": INK,
        "text.parse_math": False,
        "xtick.color": INK,
        "ytick.color": INK,
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "grid.color": GRID,
        "legend.frameon": False,
        "svg.fonttype": "path",
        "svg.hashsalt": "zhuangjian",
    }
    with mpl.rc_context(settings):
        yield


def save(path: Path, width: float, height: float, draw: Callable[[Any], None]) -> Path:
    """Draw on a figure of ``width`` × ``height`` inches and write it as SVG or PNG by the path's suffix."""
    from matplotlib.figure import Figure

    with _style():
        figure = Figure(figsize=(width, height), layout="constrained")
        draw(figure)
        metadata = {"Date": None, "Creator": None} if path.suffix == ".svg" else {"Software": None}
        new = path.with_name(f"{path.stem}.new{path.suffix}")
        figure.savefig(new, dpi=110, metadata=metadata)
        new.replace(path)
    return path


def windows_auc(path: Path, windows: Sequence[Mapping[str, Any]]) -> Path:
    """AUC of each window with its interval, beside the random order."""
    rows = [w for w in windows if w.get("auc") is not None]
    places = range(len(rows))
    mean = sum(float(w["auc"]) for w in rows) / max(1, len(rows))

    def draw(figure: Any) -> None:
        axes = figure.subplots()
        axes.axhline(0.5, color=QUIET, lw=1, ls=(0, (4, 3)), label="随机顺序 0.500")
        axes.axhline(mean, color=PALE, lw=1.4, label=f"各期平均 {mean:.3f}")
        low = [float(w["auc"]) - float(w.get("auc_low") or w["auc"]) for w in rows]
        high = [float(w.get("auc_high") or w["auc"]) - float(w["auc"]) for w in rows]
        axes.errorbar(
            places,
            [float(w["auc"]) for w in rows],
            yerr=[low, high],
            fmt="o",
            ms=6,
            color=BLUE,
            ecolor=PALE,
            elinewidth=3,
            label="模型（95% 区间）",
        )
        for place, window in zip(places, rows, strict=True):
            axes.annotate(
                f"{float(window['auc']):.3f}",
                (place, float(window["auc"])),
                (9, 0),
                textcoords="offset points",
                va="center",
                fontsize=9,
            )
        _window_axis(axes, rows)
        axes.set_title("区分能力：把有问题的排在前面的能力（AUC）")
        axes.grid(axis="y")
        _legend(figure)

    return save(path, 8.6, 3.8, draw)


def windows_first_half(path: Path, windows: Sequence[Mapping[str, Any]]) -> Path:
    """Share of the findings met in the first half of the window: real order, model, perfect order."""
    rows = [w for w in windows if w.get("first_half_share") is not None]

    def draw(figure: Any) -> None:
        axes = figure.subplots()
        axes.axhline(0.5, color=QUIET, lw=1, ls=(0, (4, 3)), label="随机顺序 50%")
        for place, window in enumerate(rows):
            actual = window.get("first_half_share_actual")
            if actual is not None:
                axes.plot([place, place], [actual, window["first_half_share"]], color=PALE, lw=3, zorder=1)
        _dots(axes, rows, "first_half_share_actual", QUIET, "实际顺序")
        _dots(axes, rows, "first_half_share", BLUE, "模型顺序")
        _marks(axes, [_beside(w, "perfect", "first_half_share") for w in rows], "完美顺序")
        _window_axis(axes, rows)
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        axes.set_title("前一半检查中查到的问题占全部问题的比例")
        axes.grid(axis="y")
        _legend(figure)

    return save(path, 8.6, 3.8, draw)


def windows_days(path: Path, windows: Sequence[Mapping[str, Any]]) -> Path:
    """Mean days by which findings would have come earlier than in the real order."""
    rows = [w for w in windows if w.get("days_earlier") is not None]

    def draw(figure: Any) -> None:
        axes = figure.subplots()
        values = [float(w["days_earlier"]) for w in rows]
        axes.bar(range(len(rows)), values, width=0.5, color=[BLUE if v >= 0 else WARM for v in values])
        for place, value in enumerate(values):
            axes.annotate(
                f"{value:.1f}",
                (place, max(value, 0)),
                (0, 3),
                textcoords="offset points",
                ha="center",
                fontsize=9,
            )
        _marks(axes, [_beside(w, "perfect", "days_earlier") for w in rows], "完美顺序")
        axes.axhline(0, color=INK, lw=0.8)
        _window_axis(axes, rows)
        axes.set_title("比实际顺序平均提前查到问题的天数（0 为实际顺序）")
        axes.grid(axis="y")
        if axes.get_legend_handles_labels()[0]:
            _legend(figure)

    return save(path, 8.6, 3.6, draw)


def _beside(window: Mapping[str, Any], order: str, measure: str) -> float | None:
    inner = window.get(order)
    value = inner.get(measure) if isinstance(inner, Mapping) else window.get(f"{measure}_{order}")
    return None if value is None else float(value)


def _dots(axes: Any, rows: Sequence[Mapping[str, Any]], key: str, colour: str, label: str) -> None:
    places = [i for i, w in enumerate(rows) if w.get(key) is not None]
    axes.plot(places, [float(rows[i][key]) for i in places], "o", ms=6, color=colour, label=label)


def _marks(axes: Any, values: Sequence[float | None], label: str) -> None:
    places = [i for i, v in enumerate(values) if v is not None]
    if places:
        axes.plot(places, [values[i] for i in places], "_", ms=16, mew=1.6, color=INK, label=label)


def _window_axis(axes: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    axes.set_xticks(range(len(rows)), [window_label(w) for w in rows])
    if len(rows) > 9:
        axes.tick_params(axis="x", labelrotation=45)
    axes.set_xlim(-0.6, len(rows) - 0.3)


def window_label(window: Mapping[str, Any]) -> str:
    """``2013 二季度`` for a quarter, ``2013-04`` for a month, else the first day."""
    start, end = str(window.get("start", ""))[:10], str(window.get("end", ""))[:10]
    if len(start) == 10 and start[8:] == "01" and start[:4] == end[:4]:
        months = int(end[5:7]) - int(start[5:7])
        if months == 2 and start[5:7] in ("01", "04", "07", "10"):
            return f"{start[:4]}\n{'一二三四'[int(start[5:7]) // 3]}季度"
        if months == 0:
            return start[:7]
    return start


def _legend(figure: Any, handles: Sequence[Any] | None = None) -> None:
    given = {} if handles is None else {"handles": list(handles)}
    figure.legend(loc="outside lower left", ncols=4, fontsize=9, **given)


def fairness_groups(path: Path, column: str, rows: Sequence[Mapping[str, Any]], auc: float) -> Path:
    """One column's groups: AUC, observed against expected, share of what is flagged against share of findings."""
    shown = [row for row in rows if not row["suppressed"]]
    shown = sorted(shown, key=lambda row: (-row["n"], row["group"]))[:MOST_ROWS][::-1]
    places = range(len(shown))

    def draw(figure: Any) -> None:
        left, middle, right = figure.subplots(1, 3, sharey=True)
        left.axvline(auc, color=PALE, lw=1.4)
        values = [row["auc"]["value"] for row in shown]
        spans = [[v - row["auc"]["low"] for v, row in zip(values, shown, strict=True)],
                 [row["auc"]["high"] - v for v, row in zip(values, shown, strict=True)]]  # fmt: skip
        left.errorbar(values, places, xerr=spans, fmt="o", color=BLUE, ecolor=PALE, elinewidth=3, ms=5)
        left.set_title(f"AUC（竖线：全部 {auc:.3f}）")
        left.set_yticks(places, [f"{_short(row['group'])}  n={row['n']}" for row in shown])
        _pairs(
            middle,
            shown,
            lambda r: r["rate"]["value"],
            lambda r: r["expected_rate"],
            ("实际比例", "预期比例"),
        )
        middle.set_title("发现问题的比例：实际与预期")
        _pairs(right, shown, lambda r: r["share_of_positives"], lambda r: r["share_of_flagged"], ("占全部问题", "占被列入重点"))  # fmt: skip
        right.set_title("占问题的份额与占重点的份额")
        for axes in (left, middle, right):
            axes.grid(axis="x")
            axes.spines["left"].set_visible(False)
            axes.set_ylim(-0.6, len(shown) - 0.4)
        figure.suptitle(f"按 {column} 分组", x=0.01, ha="left", fontsize=13)
        _legend(figure)

    return save(path, 11.5, 2.0 + 0.32 * len(shown), draw)


def _pairs(axes: Any, rows: Sequence[Any], first: Any, second: Any, labels: tuple[str, str]) -> None:
    for place, row in enumerate(rows):
        axes.plot([first(row), second(row)], [place, place], color=GRID, lw=4, zorder=1)
    axes.plot([first(row) for row in rows], range(len(rows)), "o", ms=6, color=INK, label=labels[0])
    axes.plot(
        [second(row) for row in rows], range(len(rows)), "o", ms=6, mfc="white", color=BLUE, label=labels[1]
    )
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")


def drift_table(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    """PSI of features by window; the strongest first, coloured by what was concluded."""
    windows = list(dict.fromkeys(row["window"] for row in rows))
    strongest: dict[str, float] = {}
    for row in rows:
        strongest[row["feature"]] = max(strongest.get(row["feature"], 0.0), row["psi"])
    features = sorted(strongest, key=lambda name: (-strongest[name], name))[:20]
    cells = {(row["feature"], row["window"]): row for row in rows}
    colours = {"stable": "#f3f6f8", "watch": "#f4d9a8", "drift": "#e3a08f"}

    def draw(figure: Any) -> None:
        from matplotlib.patches import Patch, Rectangle

        axes = figure.subplots()
        for y, feature in enumerate(features[::-1]):
            for x, window in enumerate(windows):
                row = cells.get((feature, window))
                if row is not None:
                    axes.add_patch(
                        Rectangle((x + 0.03, y + 0.06), 0.94, 0.88, color=colours[row["state"]], lw=0)
                    )
                    axes.text(x + 0.5, y + 0.5, f"{row['psi']:.2f}", ha="center", va="center", fontsize=9)
        axes.set_xlim(0, len(windows))
        axes.set_ylim(0, len(features))
        axes.set_xticks([x + 0.5 for x in range(len(windows))], windows)
        axes.set_yticks([y + 0.5 for y in range(len(features))], [_short(f, 24) for f in features[::-1]])
        axes.spines[:].set_visible(False)
        axes.set_title("特征漂移（PSI）")
        told = {"stable": "稳定", "watch": "关注", "drift": "明显变化"}
        _legend(figure, [Patch(color=colours[key], label=word) for key, word in told.items()])

    return save(path, max(5.0, 3.2 + 0.9 * len(windows)), 1.6 + 0.34 * len(features), draw)


def inspectors(path: Path, rows: Sequence[Mapping[str, Any]], average: float) -> Path:
    """What each inspector would find if sent to all cases, with intervals; the average inspector as a line."""
    kept = [*rows[: MOST_ROWS // 2], *rows[max(MOST_ROWS // 2, len(rows) - MOST_ROWS // 2) :]][::-1]
    places = range(len(kept))

    def draw(figure: Any) -> None:
        axes = figure.subplots()
        axes.axvline(average, color=QUIET, lw=1, ls=(0, (4, 3)), label=f"平均尺度 {average:.1%}")
        for group, colour, label in ((True, WARM, "与平均有差别"), (False, BLUE, "看不出差别")):
            some = [i for i in places if bool(kept[i]["differs"]) is group]
            if some:
                values = [kept[i]["rate"] for i in some]
                spans = [[kept[i]["rate"] - kept[i]["rate_low"] for i in some],
                         [kept[i]["rate_high"] - kept[i]["rate"] for i in some]]  # fmt: skip
                axes.errorbar(values, some, xerr=spans, fmt="o", ms=5, color=colour, ecolor=PALE, elinewidth=3, label=label)  # fmt: skip
        raw = [row["raw_rate"] for row in kept]
        axes.plot(raw, places, "|", ms=9, mew=1.4, color=QUIET, label="未校正")
        axes.set_yticks(places, [f"{row['inspector']}  n={row['n']}" for row in kept])
        axes.set_ylim(-0.6, len(kept) - 0.4)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        axes.grid(axis="x")
        axes.spines["left"].set_visible(False)
        axes.set_title("各检查员检查同样的对象会发现问题的比例")
        _legend(figure)

    return save(path, 8.6, 1.7 + 0.3 * len(kept), draw)


def _short(text: str, most: int = 20) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
