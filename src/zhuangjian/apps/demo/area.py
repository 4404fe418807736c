"""The demonstration: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.kernel.area import Area

AREA = Area("演示数据")
