"""Jobs: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.kernel.area import Area

COMMANDS = {"jobs": "后台任务"}

AREA = Area("后台任务", pages=True, routes=True)
