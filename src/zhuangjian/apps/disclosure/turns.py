"""Whose turn it is to publish a lifting or an obstruction, and to take back what no longer holds (CQ 50-52)."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.disclosure.models import Notice
from zhuangjian.apps.disclosure.notices import publishable, standing
from zhuangjian.apps.disclosure.snapshot import concluded
from zhuangjian.apps.duties.holders import OFFICE, role_in
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.measures.models import Lifting, Obstruction
from zhuangjian.kernel.turns import Holder, Owing, turn


def _office(unit: Any) -> Holder:
    return Holder(authority=unit, role=role_in(unit, OFFICE))


# The text says "in time" and "as the work needs", no number of days.
PUBLISH_OBSTRUCTION = turn(
    "disclosure.publish_obstruction",
    "公开拒绝、逃避、阻碍检查",
    on=Obstruction,
    shown="公开{case.party}拒绝、逃避、阻碍检查",
    page="/notices/new/obstruction/{case.public_id}/",
    event="处理拒绝、逃避、阻碍检查",
    cites="obstruction",
    whose=lambda case: _office(case.inspection.organising_unit),
)
PUBLISH_LIFTING = turn(
    "disclosure.publish_lifting",
    "公开解除措施",
    on=Lifting,
    shown="公开对{case.party}解除措施",
    page="/notices/new/lifting/{case.public_id}/",
    event="解除措施",
    cites="lifting",
    whose=lambda case: _office(case.authority),
)
TAKE_BACK = turn(
    "disclosure.take_back",
    "撤回不再成立的公开信息",
    on=Notice,
    shown="撤回对{case.party_name}已撤销措施的公开",
    event="撤销措施",
    cites="disclosure",
    whose=lambda case: _office(case.authority),
    party=lambda case: None,
)


def owe_obstruction(step: Owing, row: Obstruction | None) -> None:
    """Once it is handled and the public may know of the inspection's result, it is to be published."""
    if row is None or not publishable(row) or standing(row).exists():
        return
    inspection = Inspection.objects.unrestricted().get(pk=row.inspection_id)
    if concluded(inspection) and inspection.delivered_at:
        step.owe(PUBLISH_OBSTRUCTION, row)


def publish_again(step: Owing, notice: Notice) -> None:
    """What was taken back and is still to be public is published anew."""
    if notice.obstruction_id:
        owe_obstruction(step, Obstruction.objects.unrestricted().get(pk=notice.obstruction_id))
