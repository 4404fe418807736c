"""Visits that a party was spared, since inspections were merged or went together (CQ 8, LN 2(9))."""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.models.inspection import BEGUN
from zhuangjian.apps.programme.models import Task, VisitPart, VisitStage


def saved_visits(person: Any, party: Any) -> int:
    """How many times fewer somebody came: of the inspections that have begun and that the person may see.

    Each task merged into an inspection's spares one; of several inspections on one visit all but the first do.
    """
    begun = Inspection.objects.visible_to(person).filter(party=party, stage__in=BEGUN, mode="on_site")
    tasks = Inspection.objects.unrestricted().filter(pk__in=begun.values("pk")).values("task_id")
    merged = Task.objects.unrestricted().filter(merged_into_id__in=tasks).count()
    parts = VisitPart.objects.unrestricted().filter(visit__stage=VisitStage.AGREED, task_id__in=tasks)
    groups = parts.order_by().values("visit_id").annotate(n=Count("pk"))
    return merged + sum(group["n"] - 1 for group in groups)
