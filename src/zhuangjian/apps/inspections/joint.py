"""Inspections of several authorities on one visit (CQ 8): one team, the same days, each with its own record.

Officers of the other authorities are members of the team, not experts. Each dispatching unit composes its own part; the
others' parts stand in the team as partners.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from zhuangjian.apps.conduct.law import cite
from zhuangjian.apps.inspections.models import Inspection, PlanVersion, Stage, TeamMember
from zhuangjian.apps.inspections.models.inspection import Part
from zhuangjian.apps.inspections.models.plan import PlanStatus
from zhuangjian.apps.ledger.act import Act
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.programme.law import carries_hidden, together
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import Mode
from zhuangjian.engines.rules.words import chinese_date

OWN = (Part.LEADER, Part.MEMBER)
# As long as the team can still change with the visit.
COMPOSED = (Stage.ASSIGNED, Stage.TEAMED)
OPEN = (*COMPOSED, Stage.PLAN_SUBMITTED, Stage.PLAN_APPROVED, Stage.ON_SITE)
STANDING = {
    Part.LEADER: "本单位",
    Part.MEMBER: "本单位",
    Part.PARTNER: "联合单位",
    Part.EXPERT: "邀请的专家",
    Part.ASSISTANT: "下级协助",
}


def beside(inspection: Inspection) -> list[Inspection]:
    """The other authorities' inspections on the same visit that were not called off."""
    task = inspection.task
    if task is None or not (ids := together(task)):
        return []
    rows = Inspection.objects.unrestricted().filter(task_id__in=ids).exclude(stage=Stage.CANCELLED)
    return list(rows.select_related("task", "dispatching_unit", "party").order_by("pk"))


def standing_of(member: TeamMember) -> str:
    """How a member stands in the team: own, of a partner, invited."""
    return STANDING[Part(member.part)]


def refuse_apart(inspection: Inspection, start: date, end: date, mode: Mode | str, announced: bool) -> None:
    """Refuse a plan that does not go with the others': other days, not on the spot, announced where one is for cause."""
    task = inspection.task
    if task is None or not together(task):
        return
    if mode != Mode.ON_SITE:
        raise Refusal(
            "这是联合检查，各方一同到场；改为非现场的，请先与对方商定取消。", article=cite("merging")
        )
    if announced and carries_hidden(task):
        raise Refusal("这次联合检查不预先告知被检查对象。", article=cite("merging", "for_cause_secrecy"))
    for other, plan in plans_beside(inspection):
        if (plan.start_on, plan.end_on) != (start, end):
            raise Refusal(
                f"联合检查各方在同一日期到场：{other.dispatching_unit}的方案为"
                f"{chinese_date(plan.start_on)}至{chinese_date(plan.end_on)}。",
                article=cite("merging"),
                missing=["与对方一致的检查日期"],
            )


def plans_beside(inspection: Inspection) -> list[tuple[Inspection, PlanVersion]]:
    """The others' plans that wait for approval or stand, where they have not begun."""
    found = []
    for other in beside(inspection):
        plan = (
            other.plans.filter(status__in=(PlanStatus.SUBMITTED, PlanStatus.APPROVED)).order_by("-no").first()
        )
        if plan is not None and other.stage in (Stage.PLAN_SUBMITTED, Stage.PLAN_APPROVED):
            found.append((other, plan))
    return found


def share_team(act: Act[Any, Any], inspection: Inspection) -> None:
    """After an own team was composed or changed: its people stand in the others' teams, and theirs in this one."""
    others = [one for one in beside(inspection) if one.stage in OPEN]
    _partners(act, inspection, (pk for one in others for pk in _own(one)))
    for one in others:
        rest = [two for two in others if two != one]
        if _partners(act, one, [*_own(inspection), *(pk for two in rest for pk in _own(two))]):
            also(act, one, partner=inspection.public_id)


def part_ways(act: Act[Any, Any], inspection: Inspection) -> None:
    """After one of them was called off: its people leave the others' teams."""
    for one in beside(inspection):
        if one.stage in OPEN:
            rest = [two for two in beside(one) if two not in (one, inspection)]
            if _partners(act, one, (pk for two in rest for pk in _own(two))):
                also(act, one, partner=inspection.public_id)


def _own(inspection: Inspection) -> list[int]:
    if inspection.stage == Stage.CANCELLED:
        return []
    return list(inspection.members().filter(part__in=OWN).values_list("person_id", flat=True))


def _partners(act: Act[Any, Any], inspection: Inspection, people: Iterable[int]) -> bool:
    """Make the partners in the team exactly these; whether anything changed."""
    rows = list(inspection.members())
    held = {row.person_id for row in rows if row.part != Part.PARTNER}
    wanted = dict.fromkeys(pk for pk in people if pk not in held)
    changed = False
    for row in rows:
        if row.part != Part.PARTNER or row.person_id in wanted:
            wanted.pop(row.person_id, None)
            continue
        changed = True
        if inspection.stage in COMPOSED:
            row.delete()
        else:
            row.left_at = act.at
            row.save()
    TeamMember.objects.bulk_create(
        TeamMember(inspection=inspection, person_id=pk, part=Part.PARTNER, joined_at=act.at) for pk in wanted
    )
    return changed or bool(wanted)
