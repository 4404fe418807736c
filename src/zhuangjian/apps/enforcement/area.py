"""Leads and bundles: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.apps.conduct.visibility import OFFICIALS
from zhuangjian.apps.enforcement.sheets import BUNDLES
from zhuangjian.kernel.area import Area, Place

COMMANDS = {"bundle": "移送包：制作、核对、接收、回执"}

AREA = Area(
    "线索与移送",
    places=(Place(57, "/bundles/", "移送包", "package", OFFICIALS),),
    sheets=(BUNDLES,),
    reads={"enforcement.bundle": ("inspection_id", "inspection_id")},
    pages=True,
)
