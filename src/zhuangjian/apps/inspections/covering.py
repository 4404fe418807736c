"""What of the checklist an inspection has looked at, and what its course asks before a conclusion (CQ 16, 24, 25, 29)."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from zhuangjian.apps.inspections.checkpoints import bound_checklist, plan_items
from zhuangjian.apps.inspections.course import course_of
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.engines.rules.answer import Answer
from zhuangjian.engines.rules.checklists import Checklist
from zhuangjian.engines.rules.covering import Covered, Item, covered, refuse_uncovered
from zhuangjian.engines.rules.vocabulary import Edition


def coverage_of(inspection: Inspection, on: date) -> Answer[Covered]:
    """What the plan asked for, what has a result, what is left, and what must not be left."""
    return covered(
        course_of(inspection),
        inspection.inspection_type,
        _items(inspection),
        on=on,
        licensing=inspection.licensing_kind or None,
        region=settings.REGION,
    )


def refuse_left(inspection: Inspection, reason: str, on: date) -> None:
    """Raise Refusal where items are left that must be inspected, or others without a reason.

    Nothing is asked where the party kept the team from inspecting: the record says so itself (CQ 51).
    """
    if not inspection.obstruction:
        refuse_uncovered(coverage_of(inspection, on), reason, region=settings.REGION)


def inspected_scope(inspection: Inspection) -> list[str] | None:
    """The items to be judged: those of the plan, and where some were left out the inspected ones alone; None for all."""
    planned = list(inspection.plan().scope) or None
    if inspection.obstruction:
        return planned
    done = set(inspection.findings.values_list("item", flat=True))
    entry = bound_checklist(inspection)
    asked = planned or ([item.no for item in entry.readable] if entry else [])
    return [no for no in asked if no in done] if set(asked) - done else planned


def _items(inspection: Inspection) -> list[Item]:
    done = set(inspection.findings.values_list("item", flat=True))
    plan, entry = inspection.plan(), bound_checklist(inspection)
    if plan is None:
        return []
    if entry is None:
        return [Item(one.no, done=one.no in done) for one in plan_items(plan)]
    wanted = set(plan.scope)
    return [
        Item(one.no, _class(entry, one.no), not wanted or one.no in wanted, one.no in done)
        for one in entry.readable
    ]


def _class(entry: Checklist, no: str) -> str:
    """The class that makes a checkpoint of the production side one of the focus; operators have their own purposes."""
    item = entry.get(no)
    known = item is not None and item.item_class and entry.edition in {one.value for one in Edition}
    return item.item_class.value if known and item and item.item_class else ""
