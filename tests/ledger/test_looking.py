"""A home that cannot be written is verified all the same, and nothing in it changes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

MAKE = """
from zhuangjian.config.ready import ensure_ready
ensure_ready()
from zhuangjian.apps.ledger.action import ACTIONS, perform
perform(ACTIONS["authorities.add_authority"], None, None, {
    "name": "测试市药品监督管理局", "short_name": "市局", "kind": "municipal", "region_code": "500000", "parent": None})
"""
LEAVE_LOG = "\nimport os; os._exit(0)\n"


def run(home: Path, *words: str, **extra: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    env |= {"ZHUANGJIAN_HOME": str(home), **extra}
    return subprocess.run([sys.executable, *words], env=env, capture_output=True, text=True, timeout=240)


@pytest.fixture(scope="module")
def homes(tmp_path_factory) -> dict[str, Path]:
    """A home closed in order, and one whose process was killed with entries still in the write-ahead log."""
    made = {}
    for name, script in (("closed", MAKE), ("killed", MAKE + LEAVE_LOG)):
        made[name] = tmp_path_factory.mktemp("looking") / name
        done = run(made[name], "-c", script)
        assert done.returncode == 0, done.stderr
    log = made["killed"] / "database" / "zhuangjian.sqlite3-wal"
    assert log.stat().st_size > 0
    return made


def held(home: Path) -> dict[str, bytes]:
    return {str(p.relative_to(home)): p.read_bytes() for p in sorted(home.rglob("*")) if p.is_file()}


def verified(home: Path) -> subprocess.CompletedProcess[str]:
    return run(home, "-m", "zhuangjian.cli.main", "ledger", "verify", ZHUANGJIAN_READ_ONLY="1")


@pytest.mark.parametrize("name", ["closed", "killed"])
def test_a_home_for_looking_only_is_verified_to_its_last_entry_and_nothing_in_it_changes(homes, name):
    before = held(homes[name])
    done = verified(homes[name])
    assert done.returncode == 0, done.stdout + done.stderr
    assert "核对了 1 条账本条目" in done.stdout
    assert held(homes[name]) == before


def test_a_home_on_a_file_system_that_is_read_only_is_verified(homes, tmp_path):
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode:
        pytest.skip("这台机器不许建立自己的挂载空间")
    home = homes["closed"]
    script = (
        f"mount --bind {home} {home} && mount -o remount,ro,bind {home} && ! touch {home}/x 2>/dev/null && "
        f"exec {sys.executable} -m zhuangjian.cli.main ledger verify"
    )
    env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script],
        env=env | {"ZHUANGJIAN_HOME": str(home)}, capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "没有发现任何改动" in done.stdout


def test_what_was_tampered_with_is_found_in_a_home_for_looking_only(homes, tmp_path):
    import sqlite3

    home = tmp_path / "altered"
    shutil.copytree(homes["closed"], home)
    with sqlite3.connect(home / "database" / "zhuangjian.sqlite3") as database:
        database.execute("UPDATE authorities_authority SET name = '别的局'")
    database.close()
    done = verified(home)
    assert done.returncode == 1
    assert "监管机构 1" in done.stdout


def test_an_act_in_a_home_for_looking_only_changes_nothing(homes):
    before = held(homes["closed"])
    done = run(homes["closed"], "-c", MAKE, ZHUANGJIAN_READ_ONLY="1")
    assert done.returncode != 0
    assert held(homes["closed"]) == before
