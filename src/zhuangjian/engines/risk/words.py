"""Reasons in words: what a feature is, what value it has here, and whether that raises or lowers the risk."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from zhuangjian.engines.risk.history import Floats
from zhuangjian.engines.risk.history_past import Feature

NOT_KNOWN = "无记录"


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason: the feature in words with its value, and what it adds to the log odds (positive raises the risk)."""

    feature: str
    text: str
    weight: float


def _window(feature: Feature) -> str:
    days = int(feature.detail)
    return {30: "近1个月", 120: "近4个月", 180: "近半年", 365: "近1年", 720: "近2年"}.get(days, f"近{days}天")


NAMES: Mapping[str, Callable[[Feature], str]] = {
    "everybody": lambda f: f"全体{_window(f)}的发现率",
    "own_rate": lambda f: f"本主体{_window(f)}的发现率与全体之差",
    "own_number": lambda f: "本主体以往检查次数",
    "own_since": lambda f: "距上次检查的天数",
    "own_last": lambda f: "上次检查是否发现问题",
    "own_mean": lambda f: f"本主体以往“{f.source}”与全体平均之差",
    "own_last_value": lambda f: f"上次检查的“{f.source}”",
    "group_rate": lambda f: f"同一“{f.source}”{_window(f)}的发现率与全体之差",
    "group_number": lambda f: f"同一“{f.source}”近期检查的多少",
    "value": lambda f: f"“{f.source}”",
    "age": lambda f: f"距“{f.source}”的天数",
    "is": lambda f: f"“{f.source}”为“{f.detail}”",
    "season": lambda f: "时令",
    "control": lambda f: "检查宽严的控制项（评分时一律取平均）",
}


def name_of(feature: Feature) -> str:
    """The feature in Chinese."""
    return NAMES[feature.kind](feature)


def value_of(feature: Feature, value: float) -> str:
    """The value in Chinese: shares in percent, days and counts as whole numbers, absent as 无记录."""
    if math.isnan(value):
        return NOT_KNOWN
    if feature.kind == "everybody":
        return f"{value:.1%}"
    if feature.kind in ("own_rate", "group_rate"):
        return f"{value * 100:+.1f}个百分点"
    if feature.kind in ("own_number", "own_since", "age"):
        return f"{value:.0f}"
    if feature.kind == "own_last":
        return "是" if value > 0.5 else "否"
    if feature.kind == "is":
        return "是" if value else "否"
    return f"{value:.4g}"


def causes(
    features: tuple[Feature, ...], contributions: Floats, values: Floats, number: int = 3
) -> list[Cause]:
    """The features of one row with the strongest contributions, strongest first; those worth less than 0.01 are left out.

    Features that say the same thing over different times count as one, told by the strongest of them.
    """
    groups: dict[tuple[str, str], list[int]] = {}
    for place, feature in enumerate(features):
        groups.setdefault(family(feature), []).append(place)
    sums = sorted(
        ((float(contributions[places].sum()), places) for places in groups.values()),
        key=lambda pair: (-abs(pair[0]), pair[1][0]),
    )
    found = []
    for weight, places in sums[:number]:
        if abs(weight) < 0.01:
            break
        first = max(places, key=lambda place: (contributions[place] * np.sign(weight), -place))
        feature, value = features[first], float(values[first])
        direction = "升高" if weight > 0 else "降低"
        if feature.kind == "season":
            text = f"时令使风险{direction}"
        else:
            text = f"{name_of(feature)}：{value_of(feature, value)}，使风险{direction}"
        found.append(Cause(feature.key, text, weight))
    return found


def family(feature: Feature) -> tuple[str, str]:
    """What a feature shares with those that say the same thing over other times."""
    if feature.kind in ("own_rate", "own_last", "own_number", "own_since"):
        return feature.kind, ""
    return feature.kind, feature.source
