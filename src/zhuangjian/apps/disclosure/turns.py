"""Whose turn it is to publish a lifting, an obstruction or a penalty, and to take back what no longer holds (CQ 50-52)."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.disclosure.models import Notice
from zhuangjian.apps.disclosure.notices import publishable, standing
from zhuangjian.apps.disclosure.snapshot import concluded
from zhuangjian.apps.duties.holders import OFFICE, role_in
from zhuangjian.apps.duties.turns import legal_limit
from zhuangjian.apps.enforcement.models import Fate, Penalty
from zhuangjian.apps.enforcement.who import RECEIVER_ROLES
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.measures.models import Lifting, Obstruction
from zhuangjian.kernel.states import holds
from zhuangjian.kernel.turns import Holder, Owing, turn


def _office(unit: Any) -> Holder:
    return Holder(authority=unit, role=role_in(unit, OFFICE))


def _sanctioner(unit: Any) -> Holder:
    return Holder(authority=unit, role=role_in(unit, RECEIVER_ROLES))


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
PUBLISH_PENALTY = turn(
    "disclosure.publish_penalty",
    "公示行政处罚信息",
    on=Penalty,
    shown="公示对{case.party}的行政处罚",
    page="/notices/new/penalty/{case.public_id}/",
    event="作出行政处罚决定",
    cites="penalty_publication",
    whose=lambda case: _sanctioner(case.authority),
    limit=lambda case, at: legal_limit("penalty_publication", case.decided_on),
    while_=holds("处罚决定有效", lambda case: case.fate == Fate.STANDING, "处罚决定已经变更、撤销。"),
)
TAKE_DOWN = turn(
    "disclosure.take_down",
    "撤下行政处罚信息",
    on=Notice,
    shown="撤下对{case.party_name}的行政处罚公示",
    event="处罚决定变更、撤销、确认违法或者无效",
    cites="penalty_withdrawal",
    whose=lambda case: _sanctioner(case.authority),
    limit=lambda case, at: legal_limit("penalty_publication_withdrawal", case.penalty.fate_on),
    party=lambda case: None,
)


def owe_penalty(step: Owing, row: Penalty) -> None:
    """A penalty that stands and is of a kind that the public is told of is to be published."""
    if publishable(row) and not standing(row).exists():
        step.owe(PUBLISH_PENALTY, row)


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
    if notice.penalty_id:
        owe_penalty(step, Penalty.objects.unrestricted().get(pk=notice.penalty_id))
