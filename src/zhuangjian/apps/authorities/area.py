"""People and authorities: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.kernel.area import Area, Place

AREA = Area(
    "机构与人员",
    places=(Place(130, "/administration/", "人员与机构", "users", frozenset({"administrator", "head"})),),
    pages=True,
    routes=True,
    offers=("authorities.declare_gap",),
)
