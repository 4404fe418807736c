"""Random draws: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.apps.draws.queries import parties_drawn
from zhuangjian.apps.draws.sent import sent_by_draw
from zhuangjian.apps.draws.sheets import DRAWS, PUBLIC_DRAWS
from zhuangjian.kernel.area import Area, Place

AREA = Area(
    "随机抽取",
    places=(Place(320, "/draws/", "随机抽取", "arrows-shuffle", frozenset({"programme_officer", "head"})),),
    sheets=(DRAWS, PUBLIC_DRAWS),
    reach=(parties_drawn,),
    teams=(sent_by_draw,),
    pages=True,
    offers=("draws.open",),
)
