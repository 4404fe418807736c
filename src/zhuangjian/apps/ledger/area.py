"""The ledger: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.kernel.area import Area, Place

AREA = Area(
    "存证账本",
    places=(Place(120, "/ledger/", "存证账本", "link", frozenset({"auditor"})),),
    pages=True,
    routes=True,
)
