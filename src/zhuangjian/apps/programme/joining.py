"""Which other tasks stand in the way of sending one out alone (CQ 8): asked when it is assigned, and again at every change.

What must be merged is still to come. Whoever has begun goes on; an inspection for cause does not wait where a reason is
given. That is a reading of the article, which names no exception: the pack says so and how sure it is.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django.conf import settings
from django.utils import timezone

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.law import cite
from zhuangjian.apps.conduct.visibility import as_shown
from zhuangjian.apps.programme.law import describe, exchanged, merge_interval, tasks_to_join
from zhuangjian.apps.programme.models import Task, TaskStatus, VisitPart, VisitStage
from zhuangjian.apps.programme.turns import CONSIDER, MERGE
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.loader import in_force
from zhuangjian.engines.rules.lookup import pack_for
from zhuangjian.engines.rules.vocabulary import InspectionType
from zhuangjian.kernel.turns import Holder, Owing

MERGEABLE = (TaskStatus.PLANNED, TaskStatus.ASSIGNED)
BEGUN, FOR_CAUSE, DECLINED = "begun", "for_cause", "declined"


@dataclass(frozen=True)
class Joining:
    """The others within the interval: in words those still to come, those begun, and those whose authority does not want to
    go together; as tasks those only others may see, and those only their organiser may know of.

    ``partners`` are the authorities whose tasks are told of here: with them it can be joined.
    """

    coming: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    declined: list[str] = field(default_factory=list)
    unseen: list[Task] = field(default_factory=list)
    hidden: list[Task] = field(default_factory=list)
    partners: set[int] = field(default_factory=set)
    limit: int | None = None


def joining(
    person: Any, task: Task, *, party: Party | None = None, days: tuple[date, date] | None = None
) -> Joining:
    """What CQ 8 joins to the task, or would with another party or other days, as far as this person may know of it."""
    limit = merge_interval()
    if limit is None:
        return _proposed_alone(person, task)
    moved = copy(task)
    if party is not None:
        moved.party = party
    if days is not None:
        moved.window_from, moved.window_to = days
    found = Joining(limit=limit)
    seen = set(Task.objects.visible_to(person).values_list("pk", flat=True))
    tells = exchanged(moved.party)
    declined = _declined(task)
    for other, apart in tasks_to_join(moved):
        if other.pk in seen:
            begun = _begun(person, other)
            _sort(found, other, begun, declined).append(_proposal(person, other, apart))
        elif other.inspection_type == InspectionType.FOR_CAUSE:
            # Whoever may not know of it learns nothing here; it is merged by those who do (CQ 34).
            found.hidden.append(other)
        elif tells or other.authority_id == task.authority_id:
            # Where authorities exchange what they do (CQ 8 ¶1), and within one authority's own programme.
            begun = other.status == TaskStatus.UNDER_WAY
            _sort(found, other, begun, declined).append(_elsewhere(other, apart))
        else:
            found.unseen.append(other)
    return found


def _sort(found: Joining, other: Task, begun: bool, declined: set[int]) -> list[str]:
    if begun:
        return found.begun
    if other.authority_id in declined:
        return found.declined
    found.partners.add(other.authority_id)
    return found.coming


def _proposed_alone(person: Any, task: Task) -> Joining:
    """Where no interval orders anything: with whom it could be joined, of those that the person sees (LN 2(9))."""
    seen = Task.objects.visible_to(person).values("pk")
    found = Joining()
    for other, _ in tasks_to_join(task):
        if other.status in MERGEABLE and Task.objects.unrestricted().filter(pk__in=seen, pk=other.pk):
            found.partners.add(other.authority_id)
    return found


def _declined(task: Task) -> set[int]:
    """Authorities that did not consent to going together with this task."""
    parts = VisitPart.objects.unrestricted()
    asked = parts.filter(task=task, visit__stage=VisitStage.REFUSED).values("visit_id")
    rows = parts.filter(visit_id__in=asked).exclude(task=task)
    return set(rows.values_list("authority_id", flat=True))


def refuse_apart(found: Joining, task: Task, reason: str, at: Any) -> None:
    """Refuse to send the task out alone, unless what stands in the way has begun or it is for cause, and a reason is given."""
    ways = _ways_out(at)
    for_cause = FOR_CAUSE in ways and task.inspection_type == InspectionType.FOR_CAUSE
    article, limit = cite("merging", at=at), found.limit
    if found.coming and not (for_cause and reason):
        also = "有因检查情况紧急、不能等待合并的，请写明单独派出的理由。" if for_cause else ""
        raise Refusal(
            f"同一被检查对象有间隔在{limit}日内的其他检查任务，应当合并后开展联合检查，不能分别派出。请先合并任务。{also}",
            article=article,
            missing=[*found.coming, *(["单独派出的理由"] if for_cause else [])],
        )
    if found.begun and not (reason and (for_cause or BEGUN in ways)):
        raise Refusal(
            f"同一被检查对象间隔在{limit}日内已有组织或者开始的检查，不能再并入。确需另行检查的，请写明单独派出的理由。",
            article=article,
            missing=[*found.begun, "单独派出的理由"],
        )
    if found.declined and not (reason and (for_cause or DECLINED in ways)):
        raise Refusal(
            f"同一被检查对象间隔在{limit}日内有其他单位的检查任务，该单位没有同意联合检查。仍需检查的，请写明单独派出的理由。",
            article=article,
            missing=[*found.declined, "单独派出的理由"],
        )


def leave_to_who_sees_both(step: Owing, task: Task, unseen: list[Task]) -> None:
    """The duty to merge, for the level above both; it hangs on the task that is not seen here, so it is hidden where that is."""
    for other in unseen:
        unit = _above_both(task, other)
        if unit is not None:
            to = Holder(authority=unit, role="programme_officer")
            step.owe(MERGE, other, to=to, due=min(other.window_from, task.window_from))


def propose_to_organiser(step: Owing, hidden: list[Task]) -> None:
    """The duty to think of joining, for who organises a task that nobody else may know of (CQ 34)."""
    for other in hidden:
        if other.status == TaskStatus.PLANNED:
            step.owe(CONSIDER, other, due=other.window_from)


def _ways_out(at: Any) -> tuple[str, ...]:
    series = pack_for(settings.REGION).parameters.get("merge_exceptions", ())
    entry = in_force(series, timezone.localdate(at)) or (series[-1] if series else None)
    return tuple(str(one) for one in cast("Any", entry).value) if entry else ()


def _begun(person: Any, other: Task) -> bool:
    if as_shown(person, other).status != TaskStatus.UNDER_WAY:
        return False
    model: Any = Task._meta.get_field("inspection").related_model
    inspection = model.objects.visible_to(person).filter(task=other).first()
    # Of one that the person does not see nobody says that it has not begun.
    return inspection is None or bool(inspection.begun)


def _proposal(person: Any, task: Task, days: int) -> str:
    status = TaskStatus(as_shown(person, task).status)
    if status == TaskStatus.UNDER_WAY:
        how = "已经开始" if _begun(person, task) else "已经组织、尚未开始，合并前须先取消该检查"
        return f"“{describe(task)}”（{task.called()}）{how}，间隔{days}日"
    return f"与“{describe(task)}”（{task.called()}，{status.label}）合并，间隔{days}日"


def _elsewhere(task: Task, days: int) -> str:
    """Of a task that the person may not see: that it is there, whose it is and how far away. Nothing else is told."""
    return f"{task.authority}的一项检查任务，间隔{days}日，请与该单位商定合并"


def _above_both(one: Task, other: Task) -> Authority | None:
    """The lower-most authority in whose realm both tasks' programmes lie."""
    makers = {one.authority_id, other.authority_id}
    unit: Authority | None = other.authority
    while unit is not None and not makers <= unit.realm():
        unit = unit.parent
    return unit
