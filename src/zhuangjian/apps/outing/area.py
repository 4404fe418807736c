"""Inspections away from the network: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.apps.outing.beside import over_list
from zhuangjian.apps.outing.sheets import OUTINGS
from zhuangjian.kernel.area import Area, Beside, Place

AREA = Area(
    "现场离线",
    places=(Place(115, "/field/", "现场离线", "device-mobile", frozenset({"inspector"})),),
    sheets=(OUTINGS,),
    beside=(Beside("outing/over.html", over_list, whole=True),),
    reads={"outing.outing": ("inspection_id", "inspection_id")},
    pages=True,
    offers=("outing.take", "outing.hand_in", "outing.return"),
)
