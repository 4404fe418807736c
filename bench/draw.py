"""How much the draw costs beside the least that any such draw must do: read the list, hash each id, keep the lowest.

Prints, for 100,000 and 1,000,000 parties: seconds of processor time of each step, the ratio to a bare baseline measured in the same run, and
the peak of memory. ``--sizes 100000`` chooses other sizes. Exits with 1 when 500 of 100,000 take a second or more.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import heapq
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

COUNT = 500
SECOND = 1.0
DISTRICTS = ("渝中", "江北", "南岸", "沙坪坝", "九龙坡", "万州", "涪陵")


def write_list(path: Path, size: int) -> None:
    """A list of ``size`` parties with a credit-code-like id, a district and a name."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["编号", "区", "名称"])
        writer.writerows(
            (f"9150{number * 7919 % 10**14:014}", DISTRICTS[number * 31 % 7], f"企业{number}")
            for number in range(size)
        )


def baseline(path: Path) -> float:
    """Seconds to read the ids, hash each once and keep the lowest: no checks, no file, no strata."""
    start = time.process_time()
    with path.open(encoding="utf-8", newline="") as file:
        names = [row[0] for row in csv.reader(file)][1:]
    heapq.nsmallest(COUNT, ((hashlib.sha256(b"seed" + one.encode()).digest(), one) for one in names))
    return time.process_time() - start


def steps(path: Path, strata: list[str]) -> dict[str, Any]:
    """Seconds of each step in this process, whose memory nothing else has used."""
    from zhuangjian.engines.draw import chunks, freeze, run, verify_bytes
    from zhuangjian.engines.draw.tables import listing, read_table

    seconds: dict[str, float] = {}
    values: dict[str, Any] = {}

    def timed(name: str, work: Callable[[], Any]) -> None:
        start = time.process_time()
        values[name] = work()
        seconds[name] = time.process_time() - start

    out = path.with_suffix(".json")
    timed("read", lambda: listing(read_table(path, ["编号", *strata]), "编号", strata))
    timed("freeze", lambda: freeze(values.pop("read"), COUNT, strata=strata))
    timed("draw", lambda: run(values["freeze"], "种子"))
    with out.open("wb") as file:
        timed("write", lambda: file.writelines(chunks(values["draw"])) or file.write(b"\n"))
    drawing = peak()
    values.clear()
    timed("verify", lambda: verify_bytes(out.read_bytes()).ok)
    assert values["verify"]
    return {"seconds": seconds, "peak_drawing": drawing, "peak_verifying": peak(), "file": out.stat().st_size}


def peak() -> int:
    """Most memory this process ever held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def measured(path: Path, strata: list[str]) -> dict[str, Any]:
    """``steps`` in a process of its own."""
    command = [sys.executable, __file__, "--steps", str(path), "--strata", ",".join(strata)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def second_reading(path: Path) -> float:
    """Seconds that ``verify_draw.py`` takes for the same file, start of Python included."""
    script = Path(__file__).resolve().parents[1] / "src" / "zhuangjian" / "apps" / "draws" / "verify_draw.py"
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run([sys.executable, "-I", "-S", str(script), str(path)], check=True, capture_output=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def report(size: int, folder: Path) -> bool:
    """Print one size; whether it keeps the promise."""
    path = folder / f"{size}.csv"
    write_list(path, size)
    least = min(baseline(path) for _ in range(3))
    print(
        f"\n{size:,} 家抽 {COUNT} 家（处理器时间）；对照（只读入、每个编号算一次散列、取最小）{least:.2f} 秒"
    )
    kept = True
    for strata in ([], ["区"]):
        found = measured(path, strata)
        parts = found["seconds"]
        drawing = sum(parts[name] for name in ("read", "freeze", "draw", "write"))
        kept = kept and (size != 100_000 or drawing < SECOND)
        print(
            f"  {'分层' if strata else '不分层'}：抽取 {drawing:.2f} 秒 = 对照的 {drawing / least:.1f} 倍",
            end="",
        )
        print(
            "（"
            + "，".join(f"{name} {value:.2f}" for name, value in parts.items() if name != "verify")
            + "）"
        )
        print(
            f"    校验 {parts['verify']:.2f} 秒 = {parts['verify'] / least:.1f} 倍；文件 {found['file'] / 2**20:.0f} MiB；"
            f"内存峰值 抽取 {found['peak_drawing'] / 2**20:.0f} MiB、校验 {found['peak_verifying'] / 2**20:.0f} MiB"
        )
    other = second_reading(path.with_suffix(".json"))
    print(f"  verify_draw.py {other:.2f} 秒 = {other / least:.1f} 倍")
    return kept


def main() -> int:
    """The sizes asked for, each with its baseline."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="100000,1000000")
    parser.add_argument("--steps", type=Path)
    parser.add_argument("--strata", default="")
    options = parser.parse_args()
    if options.steps:
        print(json.dumps(steps(options.steps, [one for one in options.strata.split(",") if one])))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        kept = [report(int(size), Path(folder)) for size in options.sizes.split(",")]
    if not all(kept):
        print("未达到：十万家抽五百家应在一秒之内", file=sys.stderr)
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
