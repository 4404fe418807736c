"""Starting another program of ours, with the same code as this one whatever the working folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import zhuangjian


def program(module: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """The command line and the environment that run ``module`` in a new interpreter."""
    source = str(Path(zhuangjian.__file__).parents[1])
    path = os.pathsep.join(filter(None, (source, os.environ.get("PYTHONPATH"))))
    return [sys.executable, "-P", "-m", module, *arguments], os.environ | {"PYTHONPATH": path}
