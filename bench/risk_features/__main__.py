"""How near the portable features come to SQL written by hand for DuckDB, how they grow, and the same on a Spark cluster.

For each number of signals: seconds of both (median, run in turn in one process), the ratio of their processor time over
all threads (which other work on the machine does not disturb), whether the tables are equal, and the peak of memory. Then the same on a master and two workers started here. Exits with 1 when a table
differs or the ratio at 10,000,000 signals and more is above 1.2. ``--sizes 100000000`` needs 5 GB of disk;
``--picture FILE`` draws the growth; ``--spark-sizes`` (none given: no Spark).
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import by_hand
import picture
import planted
from cluster import cluster

DAY = date(2025, 9, 30)
LIMIT = 1.2
JUDGED = 10_000_000


def measure(folder: Path, repeats: int, memory: str) -> dict[str, Any]:
    """Both ways in this process, in turn: seconds of each, whether the tables are equal, and the peak of memory."""
    from zhuangjian.engines.risk.features import features
    from zhuangjian.engines.risk.features_spec import FeatureSpec
    from zhuangjian.engines.tables import open_session

    spec = FeatureSpec()
    seconds: dict[str, list[float]] = {"ours": [], "by_hand": []}
    processor: dict[str, list[float]] = {"ours": [], "by_hand": []}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        start, used = time.perf_counter(), time.process_time()
        result = work()
        seconds[name].append(time.perf_counter() - start)
        processor[name].append(time.process_time() - used)
        return result

    with open_session("duckdb", memory_limit=memory, temp_directory=folder.parent) as session:
        table = session.read(folder)
        query = by_hand.sql(folder, DAY, spec)
        for turn in range(repeats):
            mine = timed("ours", lambda: session.arrow(features(table, DAY, spec).order_by("party")))
            hand = timed("by_hand", lambda: session.backend.con.execute(query).to_arrow_table())
            if turn == 0 and not hand.cast(mine.schema).equals(mine):
                raise SystemExit("手写 SQL 与本引擎的结果不同。")
    return {
        "parties": mine.num_rows,
        "columns": mine.num_columns,
        "ours": round(statistics.median(seconds["ours"]), 2),
        "by_hand": round(statistics.median(seconds["by_hand"]), 2),
        "ratio": round(statistics.median(processor["ours"]) / statistics.median(processor["by_hand"]), 3),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def on_spark(folder: Path, master: str, repeats: int) -> dict[str, Any]:
    """The expression on the cluster and on DuckDB: seconds of the later runs, and whether the files are the same bytes."""
    from zhuangjian.engines.risk.features import features
    from zhuangjian.engines.tables import open_session

    shared = folder.parent
    with open_session("duckdb", memory_limit="4GB", temp_directory=shared) as session:
        session.write(features(session.read(folder), DAY), shared / "duckdb.parquet", order_by=("party",))
    seconds = []
    with open_session(
        "spark", master=master, memory_limit="2GB", threads=2, temp_directory=shared
    ) as session:
        table = session.read(folder)
        for _ in range(repeats):
            start = time.perf_counter()
            session.write(features(table, DAY), shared / "spark.parquet", order_by=("party",))
            seconds.append(round(time.perf_counter() - start, 1))
    same = (shared / "duckdb.parquet").read_bytes() == (shared / "spark.parquet").read_bytes()
    return {"spark_first": seconds[0], "spark": min(seconds), "same_bytes": same}


def child(*words: str) -> dict[str, Any]:
    """One measurement in a process whose memory nothing else has used."""
    done = subprocess.run([sys.executable, __file__, *words], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.returncode)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def one_size(signals: int, spark: bool, memory: str, turns: int) -> dict[str, Any]:
    """Everything measured for one number of signals; its files are removed before the next."""
    with tempfile.TemporaryDirectory(prefix="risk-features-") as place:
        folder = Path(place) / "signals"
        folder.mkdir()
        planted.write(folder, signals)
        repeats = 1 if signals > JUDGED else turns
        row = {"signals": signals} | child(
            "--child", str(folder), "--repeats", str(repeats), "--memory", memory
        )
        if spark:
            logs = Path(place) / "spark"
            logs.mkdir()
            with cluster(logs) as master:
                row |= child("--child", str(folder), "--master", master, "--repeats", "3")
        return row


def main() -> int:
    """Print a Markdown table of all sizes; returns the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000, 10_000_000])
    parser.add_argument("--spark-sizes", type=int, nargs="*", default=[])
    parser.add_argument("--memory", default="4GB")
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--master", help=argparse.SUPPRESS)
    parser.add_argument("--repeats", type=int, default=5)
    given = parser.parse_args()
    if given.child:
        work = on_spark(given.child, given.master, given.repeats) if given.master else None
        print(json.dumps(work or measure(given.child, given.repeats, given.memory)))
        return 0
    rows = []
    print(
        "| 信号 | 企业 | 本引擎（秒） | 手写 SQL（秒） | 比值（处理器时间） | 内存峰值（MB） | Spark 首次 / 再次（秒） | 结果 |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|---|", flush=True)
    for signals in given.sizes:
        row = one_size(signals, signals in given.spark_sizes, given.memory, given.repeats)
        rows.append(row)
        spark = f"{row['spark_first']} / {row['spark']}" if "spark" in row else "—"
        same = "两个引擎逐字节相同" if row.get("same_bytes") else "与手写相同"
        print(
            f"| {signals:,} | {row['parties']:,} | {row['ours']} | {row['by_hand']} | {row['ratio']} "
            f"| {row['peak_mb']:,} | {spark} | {same} |",
            flush=True,
        )
    if given.picture:
        picture.draw(rows, given.picture)
    differs = [row for row in rows if row.get("same_bytes") is False]
    slow = [row for row in rows if row["signals"] >= JUDGED and row["ratio"] > LIMIT]
    return 1 if differs or slow else 0


if __name__ == "__main__":
    raise SystemExit(main())
