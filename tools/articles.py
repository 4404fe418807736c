"""Runs the scenarios of the articles, without each of their rules and acts in turn, and writes down what failed.

``python tools/articles.py`` proves what has changed since; ``all`` proves everything; ``CQ-39 CQ-40`` those.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]


def main(asked: list[str]) -> int:
    """The exit code of the run; 0 where nothing has changed."""
    from tests.articles.proving import claims, needed, stale
    from zhuangjian.engines.rules.loader import load_pack

    now = claims()
    named = {f"{load_pack(pack).head.document}-{number}": (pack, number) for pack, number in now}
    if asked == ["all"]:
        chosen = list(now)
    elif asked:
        chosen = [named[one] for one in asked]
    else:
        chosen = [key for key, parts in now.items() if stale(*key, parts)]
    if not chosen:
        print("各条的情景、规则和代码都没有改动。")
        return 0
    if asked:
        os.environ["ZHUANGJIAN_PROVE_ANEW"] = "1"
        tests = sorted({test for key in chosen for test in now[key]["tests"]})
    else:
        tests = sorted({test for key in chosen for test in needed(*key, now[key])})
    print(f"{len(chosen)} 条，{len(tests)} 个情景……")
    environment = {
        **os.environ,
        "ZHUANGJIAN_TEST_DB": os.environ.get("ZHUANGJIAN_TEST_DB", "sqlite"),
        "ZHUANGJIAN_PROVE": ";".join(f"{pack} {number}" for pack, number in chosen),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.articles.proving",
        "-p",
        "no:cacheprovider",
        "-q",
        *tests,
    ]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
