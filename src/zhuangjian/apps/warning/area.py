"""Risk consultations and letters to enterprises: what this area shows through the doors."""

from __future__ import annotations

from zhuangjian.apps.conduct.visibility import OFFICIALS
from zhuangjian.apps.risk.events import SignalConfirmed
from zhuangjian.apps.warning.full_check import after_confirmation
from zhuangjian.apps.warning.sheets import ALERTS, CONSULTATIONS, MEASURES, RECEIVED
from zhuangjian.kernel.area import Area, Place
from zhuangjian.kernel.events import Listens

AREA = Area(
    "风险会商与预警",
    places=(
        Place(350, "/warning/", "风险会商", "users-group", OFFICIALS),
        Place(360, "/warning/received/", "风险提示", "mail-exclamation", frozenset({"enterprise_contact"})),
    ),
    sheets=(CONSULTATIONS, MEASURES, ALERTS, RECEIVED),
    pages=True,
)
listens: Listens = {SignalConfirmed: after_confirmation}
