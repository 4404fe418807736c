"""Signals of the demo parties: most have none, a few have many, one in ten is not attributable."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from zhuangjian.apps.registry.bulk import made
from zhuangjian.apps.registry.models import Signal

KINDS = (
    ("sampling", 4, "抽样检验不合格：菌落总数超标"),
    ("sampling", 3, "抽样检验不合格：成分与注册资料不一致"),
    ("complaint", 2, "投诉：使用后皮肤不适"),
    ("complaint", 1, "投诉：标签内容不清"),
    ("adverse_reaction", 2, "不良反应报告：面部红斑"),
    ("penalty", 4, "行政处罚：未建立进货查验记录"),
    ("opinion", 2, "舆情：网络销售宣称医疗作用"),
    ("filing", 2, "备案资料核查：配方填报不规范"),
)


def signals_of(party: Any, rng: Random, index: int, on: date) -> list[Signal]:
    """0 to 6 signals; makers draw more than shops."""
    many = 0.9 if "manufacturer" in party.kinds else 0.35
    count = 0
    while count < 6 and rng.random() < many / (1 + count * 0.6):
        count += 1
    return [_signal(rng, index, n, on) for n in range(count)]


def _signal(rng: Random, index: int, n: int, on: date) -> Signal:
    kind, severity, title = rng.choice(KINDS)
    objected = kind == "sampling" and rng.random() < 0.15
    return made(
        Signal,
        kind=kind,
        occurred_on=on - timedelta(days=int(rng.expovariate(1 / 300)) % 1095),
        severity=severity,
        title=title,
        attributable=not objected,
        attribution_note="企业否认生产，异议成立（涉嫌假冒）" if objected else "",
        source_key=f"demo/{index}/{n}",
        source="演示数据",
    )
