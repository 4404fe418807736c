"""The early warning on the public city inspections: what it reaches, what moved it, and what it owes to who inspects.

    python bench/risk_backtest.py [--shared DIR] [--view recorded|adjusted|placeless|all] [--jobs N] [--out FILE]

Runs the back-test over the quarters 2012-10 … 2013-12 and fails when the mean AUC as recorded is under .66. The data
are not part of the project; without them it says so and ends.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any, get_args

from zhuangjian.engines.risk.backtest import Question, backtest
from zhuangjian.engines.risk.backtest_report import report
from zhuangjian.engines.risk.history_past import View
from zhuangjian.engines.risk.history_reading import history_of, read_files

FLOOR = 0.66
FILES = ("inspections", "all_canvass", "violation_items")
FIRST, LAST = date(2012, 10, 1), date(2013, 12, 31)


def main() -> int:
    """0 when the floor is held, 1 when not or when the data are absent."""
    parser = argparse.ArgumentParser(description=__doc__)
    here = Path(__file__).resolve().parents[1]
    parser.add_argument(
        "--shared", type=Path, default=Path(os.environ.get("ZHUANGJIAN_SHARED") or here.parent / "shared")
    )
    parser.add_argument("--view", default="all", choices=["recorded", "adjusted", "placeless", "all"])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    folder = asked.shared / "data" / "city_inspections"
    paths = [folder / f"{name}_2011_2013.parquet" for name in FILES]
    if not all(path.exists() for path in paths):
        print(f"没有公开数据：{folder}。请用 --shared 指定目录。")
        return 1
    history = history_of(read_files(paths), entity="License", date="Inspection_Date", target="criticalFound")
    views: list[View] = [view for view in get_args(View) if asked.view in (view, "all")]
    found: dict[str, dict[str, Any]] = {}
    for view in views:
        began = time.perf_counter()
        told = report(backtest(history, Question(first=FIRST, last=LAST, view=view, jobs=asked.jobs)))
        told["seconds"] = round(time.perf_counter() - began, 1)
        found[view] = told
        print_view(view, told)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"最高内存（主进程）{used:.2f} GB")
    if asked.out:
        asked.out.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0 if "recorded" not in found or found["recorded"]["mean_auc"] >= FLOOR else 1


def print_view(view: str, told: dict[str, Any]) -> None:
    """One line a window, one for the means."""
    print(f"== {view}，{told['seconds']} 秒")
    for w in told["windows"]:
        print(
            f"{w['start']} n={w['n']} 有问题={w['positives']} AUC={w['auc']:.3f}（{w['auc_low']:.3f}～{w['auc_high']:.3f}）"
            f" 可解释={w['auc_ebm']:.3f} 挑战者={w['auc_boosted']:.3f} 窗口前={w['auc_at_start']:.3f}"
            f" AP={w['average_precision']:.3f} ECE={w['calibration_error']:.3f}"
            f" 前半={w['first_half_share']:.3f}（实际 {w['first_half_share_actual']:.3f}）"
            f" 提前={w['days_earlier']:.2f}（随机 {w['random']['days_earlier']:.2f}，最好 {w['perfect']['days_earlier']:.2f}）"
        )
        print("   ", "、".join(m["words"] for m in w["moved"][:4]))
    print(
        f"平均 AUC {told['mean_auc']:.4f}，可解释 {told['mean_auc_ebm']:.4f}，挑战者 {told['mean_auc_boosted']:.4f}，"
        f"窗口前 {told['mean_auc_at_start']:.4f}，提前 {told['mean_days_earlier']:.2f} 天"
    )


if __name__ == "__main__":
    sys.exit(main())
