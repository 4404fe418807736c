"""The check of case files: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.kernel.area import Area

COMMANDS = {"file": "案卷评查：对一次检查的整本案卷逐条核对"}

AREA = Area("案卷评查", pages=True, routes=True)
