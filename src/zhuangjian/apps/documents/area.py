"""Rules and papers: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.apps.conduct.visibility import EVERY_DUTY
from zhuangjian.apps.documents.checking import FileWalk
from zhuangjian.kernel.area import Area, Place

AREA = Area(
    "文书与法规",
    places=(Place(540, "/rules/", "法规规则", "scale", EVERY_DUTY | {"administrator"}),),
    walks=(lambda: FileWalk().faults(),),
    pages=True,
    routes=True,
)
