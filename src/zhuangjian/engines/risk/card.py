"""The model card: what a model is for, how it did on the operator's own past, for whom less well, and how to rerun it.

Everything in it comes from the report that is passed in; a part that was not measured is said not to have been.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zhuangjian.engines.rules.answer import Refusal

from . import plots
from .card_backtest import VIEWS, results
from .card_words import cell, warnings_of

NAME = "模型卡.md"
_ABSENT = "没有提供，未评价。"


def model_card(report: Mapping[str, Any], directory: Path) -> Path:
    """Write the card and its plots (SVG) into ``directory``, made where absent; the card's path.

    ``report``: ``backtest`` (as ``risk backtest --format json``), and optionally ``fairness``, ``drift`` and
    ``strictness`` (as their ``to_dict``), ``name`` and ``about`` (title and purpose in words). The same report gives
    the same bytes. Raises ``Refusal`` without a back-test or with one that has no window.
    """
    backtest = report.get("backtest")
    if not isinstance(backtest, Mapping) or not isinstance(backtest.get("windows"), Sequence):
        raise Refusal(
            "回测结果里没有 windows，请用 risk backtest --format json 的输出", missing=["backtest.windows"]
        )
    windows = [w for w in backtest["windows"] if isinstance(w, Mapping)]
    if not any(w.get("auc") is not None for w in windows):
        raise Refusal("回测结果里没有一个时段有 AUC，无法生成模型卡，请检查回测的时段和数据", missing=["auc"])
    directory.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=directory, prefix=".new-") as place:
        made = Path(place)
        parts = {
            "回测": lambda: [*_head(report, backtest), *results(backtest, windows, made)],
            "公平性": lambda: [*_fairness(report.get("fairness"), made)],
            "漂移": lambda: [*_drift(report.get("drift"), made)],
            "检查尺度": lambda: [*_strictness(report.get("strictness"), made)],
            "限度": lambda: [*_limits(report)],
        }
        lines = [line for name, part in parts.items() for line in _written(name, part)]
        (made / NAME).write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
        for file in sorted(made.iterdir()):
            file.replace(directory / file.name)
    return directory / NAME


def _written(name: str, part: Callable[[], list[str]]) -> list[str]:
    try:
        return part()
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refusal(
            f"{name}的结果不完整或者格式不对（{error!r}），请用相应命令加 --format json 的输出",
            missing=[name],
        ) from None


def _head(report: Mapping[str, Any], backtest: Mapping[str, Any]) -> Iterator[str]:
    yield f"# 模型卡：{cell(report.get('name') or '风险预警模型')}"
    yield ""
    yield cell(
        report.get("about")
        or "对检查对象按发现问题的可能性排序，供编制检查计划参考。分数不是结论，不作为处罚或者认定的依据。"
    )
    yield ""
    settings = backtest.get("settings")
    backtest = {**(settings if isinstance(settings, Mapping) else {}), **backtest}
    facts = {
        "对象列": backtest.get("entity"),
        "日期列": backtest.get("date"),
        "目标": backtest.get("target"),
        "行数": backtest.get("rows"),
        "模型": backtest.get("model"),
        "口径": VIEWS.get(str(backtest.get("view")), backtest.get("view")),
        "特征数": _size(backtest.get("features")),
        "排除的列": backtest.get("excluded") or backtest.get("exclude"),
        "分组列": backtest.get("groups") or backtest.get("group"),
    }
    told = [f"| {name} | {cell(value)} |" for name, value in facts.items() if value not in (None, [], "")]
    if told:
        yield from ("| 项目 | 内容 |", "|---|---|", *told, "")


def _size(features: Any) -> Any:
    return len(features) if isinstance(features, (list, tuple)) else features


def _fairness(report: Any, directory: Path) -> Iterator[str]:
    yield "## 公平性：不同地区、规模"
    yield ""
    if not isinstance(report, Mapping):
        yield from (_ABSENT, "")
        return
    yield (
        f"{report['n']} 行，{report['positives']} 行有问题；分数最高的 {report['flag_share']:.0%} 列入重点。"
        f"区间为 {report['level']:.0%}，差别按 Holm 法校正。"
    )
    yield ""
    inside = report.get("auc_within")
    if inside:
        yield (
            f"全部对象之间 AUC {report['auc']['value']:.3f}；**同一名检查员检查的对象之间 {inside['value']:.3f}**"
            f"（{inside['low']:.3f}–{inside['high']:.3f}），两者之差是猜中谁去检查所得。"
        )
        yield ""
    columns = list(dict.fromkeys(row["column"] for row in report["groups"]))
    for number, column in enumerate(columns, 1):
        rows = [row for row in report["groups"] if row["column"] == column]
        yield f"### 按 {cell(column)}"
        yield ""
        yield "| 组 | 行数 | AUC | 实际比例 | 预期比例 | 占问题 | 占重点 | 命中率 |"
        yield "|---" + "|---:" * 7 + "|"
        yield from map(_group, rows)
        yield ""
        if any(not row["suppressed"] for row in rows):
            name = f"公平性_{number}.svg"
            plots.fairness_groups(directory / name, column, rows, report["auc"]["value"])
            yield f"![按 {cell(column)} 分组的比较]({name})"
            yield ""
    if report["suppressed"]:
        yield "样本太少、未作评价的组：" + "；".join(map(cell, report["suppressed"])) + "。"
        yield ""
    yield from warnings_of(report["warnings"], "没有发现组间差别（不等于没有差别，小组的区间很宽）。")


def _group(row: Mapping[str, Any]) -> str:
    if row["suppressed"]:
        return f"| {cell(row['group'])} | {row['n']} | 样本不足 | | | | | |"
    figures = (
        f"{row['auc']['value']:.3f}（{row['auc']['low']:.3f}–{row['auc']['high']:.3f}）",
        f"{row['rate']['value']:.1%}",
        f"{row['expected_rate']:.1%}",
        f"{row['share_of_positives']:.1%}",
        f"{row['share_of_flagged']:.1%}",
        f"{row['caught']['value']:.1%}",
    )
    return f"| {cell(row['group'])} | {row['n']} | " + " | ".join(figures) + " |"


def _drift(report: Any, directory: Path) -> Iterator[str]:
    yield "## 漂移"
    yield ""
    if not isinstance(report, Mapping):
        yield from (_ABSENT, "")
        return
    watch, act = report["thresholds"]
    yield (
        f"基准期 {report['reference_n']} 行。PSI 满 {watch:g} 为关注，满 {act:g} 为明显变化，"
        f"并且要通过多重比较校正（Benjamini–Hochberg）后的检验。"
    )
    yield ""
    if report["features"]:
        plots.drift_table(directory / "漂移.svg", report["features"])
        yield "![各特征各时段的 PSI](漂移.svg)"
        yield ""
    if any(row["rate"] is not None for row in report["windows"]):
        yield "| 时段 | 行数 | 发现问题的比例 | 校正后 p | 实际减预期 | 校正后 p |"
        yield "|---" + "|---:" * 5 + "|"
        for row in report["windows"]:
            figures = [
                "—" if row[key] is None else format(row[key], form)
                for key, form in (("rate", ".1%"), ("rate_p", ".2g"), ("gap", "+.3f"), ("gap_p", ".2g"))
            ]
            yield f"| {cell(row['window'])} | {row['n']} | " + " | ".join(figures) + " |"
        yield ""
    yield from warnings_of(report["warnings"], "没有发现漂移。")


def _strictness(report: Any, directory: Path) -> Iterator[str]:
    yield "## 检查尺度"
    yield ""
    yield "谁来检查从不作为被检查对象的特征；检查员的尺度另行估计，只用于扣除和统一标准。"
    yield ""
    if not isinstance(report, Mapping):
        yield from (_ABSENT, "")
        return
    rows = report["inspectors"]
    spread = [row["rate"] for row in rows]
    yield (
        f"{report['rows']} 行结果，{len(rows)} 名检查员（{'化名' if report['pseudonyms'] else '实名'}）。"
        f"检查同样的对象，发现问题的比例从 {min(spread):.1%} 到 {max(spread):.1%}，平均尺度 {report['average_rate']:.1%}；"
        f"检查员之间的标准差 {report['between']:.2f}（对数几率）。"
    )
    yield ""
    plots.inspectors(directory / "检查尺度.svg", rows, report["average_rate"])
    yield "![各检查员的尺度](检查尺度.svg)"
    yield ""
    yield from warnings_of(report["warnings"])


def _limits(report: Mapping[str, Any]) -> Iterator[str]:
    yield "## 使用限度"
    yield ""
    yield "- 分数反映以往检查中的规律；没有检查过的对象、新出现的违法方式可能不在其中，计划中应保留随机抽取。"
    yield "- 以往查得多的地方记录也多，分数高不等于违法多；应与公平性一节一并阅读。"
    yield "- 漂移一节出现明显变化或者校准偏离时，应当重新训练并重做本卡。"
    absent = [
        word
        for key, word in (("fairness", "公平性"), ("drift", "漂移"), ("strictness", "检查尺度"))
        if not report.get(key)
    ]
    if absent:
        yield f"- 本卡没有评价：{'、'.join(absent)}。"
