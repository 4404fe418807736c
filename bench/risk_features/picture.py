"""Time and memory against the number of signals, as one picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def draw(rows: list[dict[str, Any]], path: Path) -> None:
    """Write an SVG with two panels; the same figures give the same bytes."""
    import matplotlib as mpl

    mpl.use("Agg")
    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "zhuangjian", "font.family": "sans-serif"})
    from matplotlib import pyplot as plt

    figure, (time, memory) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    sizes = [row["signals"] for row in rows]
    time.plot(sizes, [row["ours"] for row in rows], "o-", label="本引擎（DuckDB）")
    time.plot(sizes, [row["by_hand"] for row in rows], "x--", label="手写 SQL")
    spark = [row for row in rows if row.get("spark")]
    time.plot(
        [row["signals"] for row in spark],
        [row["spark"] for row in spark],
        "s",
        label="本引擎（Spark，两个工作节点）",
    )
    memory.plot(sizes, [row["peak_mb"] for row in rows], "o-")
    time.set(xscale="log", yscale="log", xlabel="信号数", ylabel="秒")
    memory.set(xscale="log", xlabel="信号数", ylabel="内存峰值（MB）", ylim=(0, None))
    time.legend()
    for panel in (time, memory):
        panel.grid(alpha=0.3)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})
