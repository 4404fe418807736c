"""A made-up authority's inspections: some parties are worse than others, and nothing else is to be known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from zhuangjian.engines.risk.history import History
from zhuangjian.engines.risk.history_reading import Table, history_of
from zhuangjian.engines.risk.warning_learners import Settings

SMALL = Settings(members=1, rounds=15, trees=15, features=12)
START = date(2020, 1, 1)


def rows(number: int = 900, parties: int = 60, seed: int = 7, **columns: Any) -> dict[str, list[Any]]:
    """Columns 单号, 企业, 日期, 面积, 邮编, 类别, 检查员, 缺陷数, 有问题 over two years; every third party finds trouble often."""
    random = np.random.default_rng(seed)
    party = random.integers(0, parties, number)
    days = np.sort(random.integers(0, 730, number))
    found = random.random(number) < np.where(party % 3 == 0, 0.6, 0.1)
    table: dict[str, list[Any]] = {
        "单号": [f"R{i:05d}" for i in range(number)],
        "企业": [f"E{p:03d}" for p in party],
        "日期": [START + timedelta(days=int(d)) for d in days],
        "面积": [float(v) for v in np.round(random.normal(200, 50, number), 1)],
        "邮编": [f"4000{p % 7}" for p in party],
        "类别": [("餐饮", "零售", "工厂")[p % 3 if p % 5 else 1] for p in party],
        "检查员": [f"员{v}" for v in random.integers(0, 6, number)],
        "缺陷数": [int(v) for v in np.where(found, random.integers(1, 5, number), 0)],
        "有问题": [int(v) for v in found],
    }
    return table | columns


def history(table: dict[str, list[Any]] | None = None, *more: pa.Table) -> History:
    """The history of the table (and of further tables)."""
    tables = [Table("检查.parquet", pa.table(table or rows()))]
    tables += [Table(f"另表{n}.parquet", t) for n, t in enumerate(more, 1)]
    return history_of(tables, entity="企业", date="日期", target="有问题")
