"""Day trips: the solver on published team-orienteering instances, beside a plain peer measured in the same run.

    python bench/orienteering.py [--seconds 2] [--every 10] [--cpu]

The peer is what anybody would write first: insert the site with the best score per extra way until nothing fits. Gaps are
to the published reference values. `--every N` takes each N-th instance only (1 = all of them, 252 × the seconds);
`--cpu` spends CPU seconds instead of wall-clock seconds, for a machine that is busy with something else.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from pathlib import Path

from zhuangjian.engines.planner.orienteering import benchmark, trips
from zhuangjian.engines.planner.orienteering.checker import score_of, trip_length
from zhuangjian.engines.planner.orienteering.instances import Instance, read_instances, read_references

ROOT = Path(os.environ.get("ZHUANGJIAN_SHARED") or Path(__file__).resolve().parents[2] / "shared")
DATA = ROOT / "data/team_orienteering"


def plain_insertion(instance: Instance) -> float:
    """Score of the peer: best score per added length first, appended where it is cheapest."""
    ways = trips.euclidean(instance.points)
    end = len(instance.points) - 1
    routes: list[list[int]] = [[] for _ in range(instance.trips)]
    left = {i for i in range(1, end) if instance.scores[i - 1] > 0}
    service = [0.0] * (end - 1)
    while True:
        options = []
        for i in left:
            for r, route in enumerate(routes):
                for p in range(len(route) + 1):
                    longer = [*route[:p], i, *route[p:]]
                    length = trip_length(longer, lambda a, b: ways[a][b], service)
                    if length <= instance.limit:
                        before = trip_length(route, lambda a, b: ways[a][b], service) or ways[0][end]
                        options.append((instance.scores[i - 1] / (length - before + 1e-9), i, r, longer))
        if not options:
            return score_of(routes, instance.scores)
        _, i, r, longer = max(options)
        routes[r] = longer
        left.discard(i)


def main() -> None:
    """Print per set: mean, median, 90th percentile and largest gap, share at the reference, and the peer's mean gap."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--every", type=int, default=10)
    parser.add_argument("--cpu", action="store_true")
    asked = parser.parse_args()
    if not DATA.exists():
        print("公开算例不在本机（可用环境变量 ZHUANGJIAN_SHARED 指定目录），跳过")
        return
    if asked.cpu:
        trips.time.perf_counter = time.process_time  # type: ignore[assignment]
    references = read_references(DATA / "reference_values.txt")
    chosen = [i for i in read_instances(DATA) if references.get(i.name.removesuffix(".txt"))][:: asked.every]
    results = benchmark.benchmark(chosen, references, seconds=asked.seconds)
    print("set  instances  mean %  median %  p90 %  max %  at reference  peer mean %  slowest s")
    for group in sorted({row.group for row in results}):
        rows = [(i, row) for i, row in zip(chosen, results, strict=True) if row.group == group]
        gaps = sorted(row.gap_percent or 0.0 for _, row in rows)
        peer = [benchmark.gap_percent(plain_insertion(i), row.reference or 0.0) for i, row in rows]
        print(
            f"{group:>3}  {len(gaps):>9}  {statistics.fmean(gaps):>6.3f}  {statistics.median(gaps):>8.3f}"
            f"  {gaps[int(0.9 * (len(gaps) - 1))]:>5.2f}  {gaps[-1]:>5.2f}  {sum(g <= 0 for g in gaps):>12}"
            f"  {statistics.fmean(peer):>11.2f}  {max(row.seconds for _, row in rows):>9.3f}"
        )


if __name__ == "__main__":
    main()
