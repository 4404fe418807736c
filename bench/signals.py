"""What disproportionality costs beside hand-written SQL that computes the same in DuckDB, from file to file.

    python bench/signals.py [--rows 10000000] [--repeats 3] [--reports FILE --id COL --product COL --event COL]

Generates seeded reports with products and reactions as unequal as real ones, then, taking turns: the hand-written SQL
(counting distinct reports in both usual ways) and `zhuangjian.engines.signals`, each reading the same Parquet file and
writing one row a pair with PRR, ROR, χ² and IC. Their results are compared before any time is believed. Then the time
of the EBGM prior on squashed counts and of the EBGM columns of all pairs. With ``--reports`` also the whole command in
a process of its own. Prints one JSON document; exits with 1 when the ratio is above 1.5.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

LIMIT = 1.5
PRODUCTS, EVENTS = 20_000, 5_000

COUNTED = {
    "count_distinct": """
        pairs AS (SELECT product, event, count(DISTINCT id) AS n FROM r GROUP BY ALL),
        products AS (SELECT product, count(DISTINCT id) AS np FROM r GROUP BY ALL),
        events AS (SELECT event, count(DISTINCT id) AS ne FROM r GROUP BY ALL),
        total AS (SELECT count(DISTINCT id) AS t FROM r)""",
    "distinct_first": """
        pairs AS (SELECT product, event, count(*) AS n FROM (SELECT DISTINCT id, product, event FROM r) GROUP BY ALL),
        products AS (SELECT product, count(*) AS np FROM (SELECT DISTINCT id, product FROM r) GROUP BY ALL),
        events AS (SELECT event, count(*) AS ne FROM (SELECT DISTINCT id, event FROM r) GROUP BY ALL),
        total AS (SELECT count(*) AS t FROM (SELECT DISTINCT id FROM r))""",
}

# The limits of IC by the approximation of Norén et al. 2013: SQL has no gamma quantile.
SQL = """
COPY (
    WITH r AS (SELECT id, product, event FROM read_parquet('{source}')),{counted},
    cells AS (
        SELECT product, event, n, np::DOUBLE * ne / t AS e, n::DOUBLE AS a, (np - n)::DOUBLE AS b,
            (ne - n)::DOUBLE AS c, (t - np - ne + n)::DOUBLE AS d, t::DOUBLE AS t
        FROM pairs JOIN products USING (product) JOIN events USING (event), total),
    ratios AS (
        SELECT *, CASE WHEN c = 0 THEN 'inf'::DOUBLE ELSE (a / (a + b)) / (c / (c + d)) END AS prr,
            CASE WHEN b * c = 0 THEN 'inf'::DOUBLE ELSE a * d / (b * c) END AS ror,
            CASE WHEN c > 0 THEN 1.959963984540054 * sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)) END AS wp,
            CASE WHEN b * c * d > 0 THEN 1.959963984540054 * sqrt(1 / a + 1 / b + 1 / c + 1 / d) END AS wr,
            abs(a * d - b * c) AS x, log2((n + 0.5) / (e + 0.5)) AS ic
        FROM cells)
    SELECT product, event, n, e, n / e AS rr,
        prr, prr * exp(-wp) AS prr_low, prr * exp(wp) AS prr_high,
        ror, ror * exp(-wr) AS ror_low, ror * exp(wr) AS ror_high,
        t * (x / ((a + b) * (c + d))) * (x / ((a + c) * (b + d))) AS chi2,
        t * (greatest(x - t / 2, 0) / ((a + b) * (c + d))) * (greatest(x - t / 2, 0) / ((a + c) * (b + d))) AS chi2_yates,
        ic, ic - 3.3 * (n + 0.5) ** -0.5 - 2 * (n + 0.5) ** -1.5 AS ic025,
        ic + 2.4 * (n + 0.5) ** -0.5 - 0.5 * (n + 0.5) ** -1.5 AS ic975
    FROM ratios
) TO '{target}' (FORMAT parquet)"""


def write_reports(path: Path, rows: int, seed: int) -> None:
    """Rows of report, product and reaction; about three rows a report, frequencies as 1 / rank."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng = np.random.default_rng(seed)
    names = {
        "product": (pa.array([f"产品{k:05d}号" for k in range(PRODUCTS)]), PRODUCTS),
        "event": (pa.array([f"反应{k:04d}" for k in range(EVENTS)]), EVENTS),
    }
    schema = pa.schema([("id", pa.int64()), ("product", pa.string()), ("event", pa.string())])
    with pq.ParquetWriter(path, schema) as out:
        for start in range(0, rows, 1_000_000):
            size = min(1_000_000, rows - start)
            columns: dict[str, Any] = {"id": rng.integers(0, max(rows // 3, 1), size)}
            for name, (values, count) in names.items():
                weight = np.cumsum(1 / np.arange(1, count + 1) ** 1.05)
                place = np.searchsorted(weight, rng.random(size) * weight[-1])
                columns[name] = values.take(pa.array(place))
            out.write_table(pa.table(columns, schema=schema))


def by_sql(source: Path, target: Path, form: str) -> None:
    """The hand-written statement in a DuckDB of its own."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(SQL.format(source=source, target=target, counted=COUNTED[form]))


def by_engine(source: Path, target: Path) -> None:
    """The same table from the library, on DuckDB, without EBGM."""
    from zhuangjian.engines.signals.report import measure
    from zhuangjian.engines.signals.report_files import count_files
    from zhuangjian.engines.tables.writing import write_file

    counts = count_files(source, id="id", product="product", event="event", engine="duckdb")
    table = measure(counts, shrink=False).table()
    write_file(table.to_batches(), table.schema, target)


def same(ours: Path, theirs: Path) -> float:
    """Largest relative difference in any shared column; refuses different pairs."""
    import pyarrow.parquet as pq

    keys = [("product", "ascending"), ("event", "ascending")]
    one, two = pq.read_table(ours).sort_by(keys), pq.read_table(theirs).sort_by(keys)
    for name in ("product", "event", "n"):
        assert one[name].equals(two[name]), name
    worst = 0.0
    for name in (
        "e",
        "rr",
        "prr",
        "prr_low",
        "prr_high",
        "ror",
        "ror_low",
        "ror_high",
        "chi2",
        "chi2_yates",
        "ic",
    ):
        a, b = (np.asarray(table[name].to_numpy(), dtype=float) for table in (one, two))
        assert np.array_equal(np.isnan(a), np.isnan(b)), name
        assert np.array_equal(np.isinf(a), np.isinf(b)), name
        known = np.isfinite(a)
        worst = max(worst, float(np.max(np.abs(a[known] - b[known]) / (np.abs(b[known]) + 1e-6))))
    assert worst < 1e-6, worst
    return worst


def timed(work: Callable[[], object], processor: list[float] | None = None) -> float:
    """Seconds of the clock; those of the processor (all threads) go to the list."""
    start, used = time.perf_counter(), time.process_time()
    work()
    if processor is not None:
        processor.append(time.process_time() - used)
    return time.perf_counter() - start


def shrinking(source: Path) -> dict[str, Any]:
    """Seconds for the prior (squashed counts) and for the EBGM columns of every pair."""
    from zhuangjian.engines.signals.gps_fit import fit
    from zhuangjian.engines.signals.gps_posterior import scores
    from zhuangjian.engines.signals.report_files import count_files
    from zhuangjian.engines.signals.squash import auto_squash, points

    counts = count_files(source, id="id", product="product", event="event", engine="duckdb")
    start = time.perf_counter()
    squashed = auto_squash(points(counts.n, counts.expected))
    fitted = fit(squashed)
    prior = time.perf_counter() - start
    start = time.perf_counter()
    scores(fitted.theta, counts.n, counts.expected)
    return {
        "pairs": len(counts),
        "points": len(squashed),
        "converged": fitted.converged,
        "prior_seconds": prior,
        "ebgm_seconds": time.perf_counter() - start,
    }


def command(words: argparse.Namespace, folder: Path) -> dict[str, float]:
    """Seconds of the whole command as a process, best of three, and of its processor time."""
    line = [sys.executable, "-m", "zhuangjian.cli.main", "signals", "disproportionality", "--format", "json"]
    line += ["--reports", words.reports, "--id", words.id, "--product", words.product, "--event", words.event]
    line += ["--out", str(folder / "command.csv")]
    clock, processor = [], []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        clock.append(timed(lambda: subprocess.run(line, check=True, stdout=subprocess.DEVNULL)))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {"seconds": min(clock), "processor_seconds": min(processor)}


def main() -> int:
    """Print the figures; 0 when the ratio holds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--reports")
    parser.add_argument("--id", default="id")
    parser.add_argument("--product", default="product")
    parser.add_argument("--event", default="event")
    words = parser.parse_args()
    found: dict[str, Any] = {"rows": words.rows}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, ours, theirs = folder / "reports.parquet", folder / "ours.parquet", folder / "sql.parquet"
        write_reports(source, words.rows, words.seed)
        by_sql(source, theirs, "distinct_first")
        by_engine(source, ours)
        found["largest_difference"] = same(ours, theirs)
        times: dict[str, list[float]] = {form: [] for form in (*COUNTED, "engine")}
        used: dict[str, list[float]] = {form: [] for form in (*COUNTED, "engine")}
        for _ in range(words.repeats):
            for form in COUNTED:
                times[form].append(timed(lambda form=form: by_sql(source, theirs, form), used[form]))
            times["engine"].append(timed(lambda: by_engine(source, ours), used["engine"]))
        found["seconds"] = times
        found["processor_seconds"] = used
        for name, of in (("ratio", times), ("processor_ratio", used)):
            found[name] = min(of["engine"]) / min(min(of[form]) for form in COUNTED)
        found |= shrinking(source)
        if words.reports:
            found["command"] = command(words, folder)
    found["peak_bytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps(found, indent=2))
    return 0 if found["ratio"] <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
