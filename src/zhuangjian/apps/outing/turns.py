"""Whose turn it is while an inspection is out: to bring home what is on the device."""

from __future__ import annotations

from django.utils import timezone

from zhuangjian.apps.outing.models import Outing
from zhuangjian.apps.outing.who import OUT
from zhuangjian.kernel.turns import Holder, Limit, turn

BRING = turn(
    "outing.bring",
    "交回设备上的检查",
    on=Outing,
    shown="交回{case.device_name}上的检查",
    page="/field/",
    event="带出检查",
    cites="evidence",
    whose=lambda case: Holder(person=case.person),
    limit=lambda case, moment: Limit(timezone.localdate(case.shown_until), basis="house"),
    party=lambda case: case.inspection.party,
    while_=OUT,
    practice=True,
)
