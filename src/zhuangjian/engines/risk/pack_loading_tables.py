"""A grading method as published: every factor, its points, article, basis and reason, from the pack and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhuangjian.engines.rules.bases import label_of

from .grade_words import CREDIT, FACTOR_TITLES, LATENESS, PARTY_KIND
from .pack_loading import Method
from .pack_loading_models import Decay


def method_table(method: Method) -> dict[str, Any]:
    """The method as JSON-ready rows: factors, direct raises, limits, visits."""
    scale = method.scale
    return {
        "pack": method.label,
        "title": method.title,
        "on": method.on.isoformat(),
        "basis": method.basis,
        "factors": _factors(method),
        "direct": [
            {
                "event": event.value,
                "title": event.label,
                "holds_days": rule.holds_days,
                "article": rule.article,
                "basis": rule.basis,
                "reason": rule.reason,
            }
            for event, rule in method.direct.items()
        ],
        "scale": {
            "limits": {grade.value: points for grade, points in sorted(scale.limits.items())},
            "margin": scale.margin,
            "hold_days": scale.hold_days,
            "static_max": scale.static_max,
            "dynamic_max": scale.dynamic_max,
            "article": scale.article,
            "basis": scale.basis,
            "reason": scale.reason,
        },
        "visits": [
            {
                "grade": grade.value,
                "per_year": rule.per_year,
                "most": rule.most,
                "mode": rule.mode,
                "article": rule.article,
                "basis": rule.basis,
            }
            for grade, rule in method.visits.items()
        ],
    }


def _factors(method: Method) -> list[dict[str, Any]]:
    rows = [_row(PARTY_KIND, "静态", _named(method.kinds.points), "", "", method.kinds)]
    for fact, rule in method.counts.items():
        points = "；".join(f"满 {step.at_least} 计 {step.points}" for step in rule.steps)
        rows.append(_row(fact.value, "静态", points, "", "", rule))
    rows.append(_row(CREDIT, "动态", _named(method.credit.points), "", "", method.credit))
    for kind, signal in method.signals.items():
        points = "严重程度 " + " ".join(f"{n}：{p}" for n, p in sorted(signal.severity.items()))
        if signal.conclusion:
            points = (
                f"{_named(signal.conclusion)}；没有结论的按{points}；按期整改的计 {signal.on_time_percent}%"
            )
        rows.append(_row(kind.value, "动态", points, f"{signal.cap}", decay_told(signal.decay), signal))
    late = method.lateness
    rows.append(_row(LATENESS, "动态", f"每次 {late.points}", f"{late.cap}", decay_told(late.decay), late))
    return rows


def _named(points: Any) -> str:
    return "；".join(f"{term.label} {value}" for term, value in points.items())


def _row(factor: str, group: str, points: str, cap: str, decay: str, rule: Any) -> dict[str, Any]:
    return {
        "factor": factor,
        "title": FACTOR_TITLES[factor],
        "group": group,
        "points": points,
        "cap": cap,
        "decay": decay,
        "article": rule.article,
        "basis": rule.basis,
        "reason": rule.reason,
        "lowers": rule.lowers,
        "effective_from": rule.effective_from.isoformat(),
    }


def decay_told(decay: Decay) -> str:
    """The decay in words."""
    if decay.half_life_days is not None:
        ends = "" if decay.horizon_days is None else f"，满 {decay.horizon_days} 天后不计"
        return f"每 {decay.half_life_days} 天减半{ends}"
    return "；".join(f"{step.until_days} 天内 {step.percent}%" for step in decay.steps) + "；此后不计"


def method_text(method: Method) -> str:
    """The method as Markdown tables in Chinese, as printed and as shown in the docs."""
    table = method_table(method)
    lines = [f"方法 `{table['pack']}`，{table['on']} 有效的取值。{_mark(table['basis'])}", ""]
    lines += [
        "| 因素 | 组 | 分值 | 上限 | 减退 | 依据 | 理由 | 怎样降低 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row['title']} | {row['group']} | {row['points']} | {row['cap'] or '—'} | {row['decay'] or '—'} "
        f"| {row['article']}{_mark(row['basis'])} | {row['reason']} | {row['lowers']} |"
        for row in table["factors"]
    ]
    lines += ["", "| 直接列为最高等级 | 保持天数 | 依据 | 理由 |", "|---|---|---|---|"]
    lines += [
        f"| {row['title']} | {row['holds_days']} | {row['article']}{_mark(row['basis'])} | {row['reason']} |"
        for row in table["direct"]
    ]
    scale = table["scale"]
    limits = "，".join(f"{grade} 级满 {points} 分" for grade, points in scale["limits"].items())
    lines += [
        "",
        f"等级界限：{limits}，不满的为 A 级。静态至多 {scale['static_max']} 分，动态至多 {scale['dynamic_max']} 分。"
        f"达到界限当日升级；低于界限 {scale['margin']} 分以上连续满 {scale['hold_days']} 天才降一级"
        f"{_told(scale)}。",
        "",
        "| 等级 | 每年次数 | 至多 | 方式 | 依据 |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {row['grade']} | {row['per_year']:g} | {row['most']:g} | {row['mode']} | {row['article']}{_mark(row['basis'])} |"
        for row in table["visits"]
    ]
    return "\n".join(lines) + "\n"


def _told(scale: Mapping[str, Any]) -> str:
    words = f"{scale['article']}{_mark(scale['basis'])}"
    return f"（{words}）" if scale["article"] else words


def _mark(basis: str) -> str:
    return "" if basis == "official" else f"［{label_of(basis)}］"
