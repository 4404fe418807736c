"""Run in a process of its own: a restored copy is brought to this version as the database it was, before it is moved on.

An upgrade restates digests and sums in the ledger (``ledger/restating.py``), which only happens in the database that the
process works on. ``python -m zhuangjian.backup.upgrade``, with ``DATABASE_URL`` naming the copy.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from zhuangjian.engines.rules.answer import Refusal


def upgraded(copy: Path, root: Path) -> None:
    """Bring the copy in the home ``root`` to this version's schema, its ledger too. A Refusal when that fails."""
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{copy}", "ZHUANGJIAN_HOME": str(root)}
    command = [sys.executable, "-m", "zhuangjian.backup.upgrade"]
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        words = done.stderr.strip().splitlines()[-1:] or [f"退出码 {done.returncode}"]
        raise Refusal(
            "备份的数据库不能升级到这个版本，没有恢复。请保留备份，并把下面的话告诉技术人员。", missing=words
        )


def _here() -> None:
    from zhuangjian.backup.restore import refuse_newer
    from zhuangjian.config.database import migrate_if_needed
    from zhuangjian.config.ready import django_ready

    django_ready()
    refuse_newer()
    migrate_if_needed()


if __name__ == "__main__":
    try:
        _here()
    except Refusal as refusal:
        sys.exit(str(refusal))
