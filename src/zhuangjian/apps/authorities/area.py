"""People and authorities: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.apps.authorities.sheets import AUTHORITIES, CREDENTIALS, PEOPLE, SIGN_INS
from zhuangjian.kernel.area import Area, Place

COMMANDS = {"user": "人员与访问令牌"}

AREA = Area(
    "机构与人员",
    places=(Place(560, "/administration/", "人员与机构", "users", frozenset({"administrator", "head"})),),
    sheets=(AUTHORITIES, PEOPLE, CREDENTIALS, SIGN_INS),
    pages=True,
    routes=True,
    offers=("authorities.declare_gap",),
)
