"""Co-governance: what this area shows through the doors."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.cogovernance.law import here
from zhuangjian.apps.cogovernance.sheets import EVENTS, PIECES, PUBLIC_EVENTS, PUBLIC_PIECES
from zhuangjian.apps.conduct.visibility import OFFICIALS
from zhuangjian.kernel.area import Area, Place


def governed(person: Any) -> bool:
    """Whether the place has such a programme today."""
    return here()


AREA = Area(
    "社会共治",
    places=(Place(480, "/cogovernance/", "社会共治", "users-group", OFFICIALS, only=governed),),
    sheets=(PIECES, EVENTS, PUBLIC_PIECES, PUBLIC_EVENTS),
    pages=True,
)
