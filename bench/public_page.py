"""How long the public page takes while a large register is loaded, against the same server standing idle.

    python bench/public_page.py                50,000 rows into a fresh SQLite home
    python bench/public_page.py --rows 200000  DATABASE_URL for PostgreSQL (an empty database)

The page is asked for every tenth of a second, each time over a new connection: first for a while with nothing else
going on, then for as long as the load runs in a process of its own. Both are measured in one run on one machine, so
the ratio of the two says what the load does to who only reads.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import intake

PAGE = "/public/"
EVERY = 0.1
IDLE_SECONDS = 15.0


def main() -> None:
    """Measure and print JSON."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rows", type=int, default=50_000)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "ZHUANGJIAN_HOME": f"{folder}/home"}
        table = Path(folder) / "licences_2026-01.csv"
        intake.write(table, given.rows)
        print(json.dumps(measured(environment, table, given.rows), ensure_ascii=False, indent=2))


def measured(environment: dict[str, str], table: Path, rows: int) -> dict[str, object]:
    """Latencies in milliseconds, idle and while the table is loaded."""
    subprocess.run(command("init"), env=environment, check=True, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{free_port()}"
    server = subprocess.Popen(
        command("serve", "--port", address.rpartition(":")[2]), env=environment, stdout=subprocess.DEVNULL
    )
    try:
        wait_for(address)
        print("the server stands idle", file=sys.stderr)
        idle = times(address, lambda since: time.monotonic() - since < IDLE_SECONDS)
        print("loading", file=sys.stderr)
        began = time.monotonic()
        load = subprocess.Popen(
            command("intake", "load", "licences", str(table)), env=environment, stdout=subprocess.DEVNULL
        )
        loaded = times(address, lambda _: load.poll() is None)
        took = time.monotonic() - began
        if load.returncode:
            raise SystemExit(f"the load ended with {load.returncode}")
    finally:
        server.terminate()
        server.wait(30)
    quiet, busy = told(idle), told(loaded)
    return {
        "rows": rows,
        "load_seconds": round(took, 1),
        "idle": quiet,
        "loading": busy,
        "ratio_of_medians": round(busy["median_ms"] / quiet["median_ms"], 2),
        "ratio_of_95th": round(busy["p95_ms"] / quiet["p95_ms"], 2),
    }


def command(*words: str) -> list[str]:
    """One command of the program."""
    return [sys.executable, "-m", "zhuangjian.cli.main", *words]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str) -> None:
    """Until the server answers; the first pages warm its processes."""
    for _ in range(600):
        try:
            for _ in range(5):
                once(address)
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server does not answer")


def once(address: str) -> float:
    """Seconds until the whole page is there."""
    began = time.perf_counter()
    with urllib.request.urlopen(address + PAGE, timeout=60) as answer:
        answer.read()
    return time.perf_counter() - began


def times(address: str, more: Callable[[float], bool]) -> list[float]:
    """One asking after the other for as long as ``more`` says."""
    found, since = [], time.monotonic()
    while more(since):
        found.append(once(address))
        time.sleep(EVERY)
    return found


def told(found: list[float]) -> dict[str, float]:
    """Median, 95th percentile and longest, in milliseconds."""
    ordered = sorted(1000 * one for one in found)
    return {
        "pages": len(ordered),
        "median_ms": round(statistics.median(ordered), 1),
        "p95_ms": round(ordered[int(0.95 * (len(ordered) - 1))], 1),
        "longest_ms": round(ordered[-1], 1),
    }


if __name__ == "__main__":
    main()
