"""Where the operator's own copies of public data may lie; never part of the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(os.environ.get("ZHUANGJIAN_SHARED") or Path(__file__).resolve().parents[2] / "shared")


def shared_path(relative: str) -> Path:
    """The file under the shared folder, or a skip that says which file is absent and how to supply it."""
    path = ROOT / relative
    if not path.exists():
        pytest.skip(f"公开数据文件不在本机：{relative}（可用环境变量 ZHUANGJIAN_SHARED 指定目录）")
    return path
