"""The ledger: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.apps.ledger.sheets import ENTRIES
from zhuangjian.kernel.area import Area, Place

COMMANDS = {"ledger": "存证账本"}

AREA = Area(
    "存证账本",
    places=(Place(550, "/ledger/", "存证账本", "link", frozenset({"auditor"})),),
    sheets=(ENTRIES,),
    pages=True,
    routes=True,
)
