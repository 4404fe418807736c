"""What a plan begins with: around the cause of one for cause (CQ 33), the focus that fits who is inspected (CQ 29)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from zhuangjian.apps.inspections.ending import standing
from zhuangjian.apps.inspections.facts import kinds_inspected
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.models.inspection import Stage
from zhuangjian.apps.programme.models import origin_of
from zhuangjian.apps.programme.origins import stated
from zhuangjian.apps.registry.models import Product
from zhuangjian.engines.rules.vocabulary import (
    OPERATOR_KINDS,
    PRODUCTION_KINDS,
    InspectionType,
    PartyKind,
)

FINISHED = (Stage.DELIVERED, Stage.CLOSED, Stage.ESCALATED)
SHOWN = 5
# Not among what is to be inspected: who stated it, and that it came from a cause.
UNSAID = ("来源", "登记")
RESPONSIBLE = "境内责任人的义务：注册备案资料与产品一致、不良反应监测、质量安全信息报告、配合召回"


def outline(person: Any, inspection: Inspection) -> dict[str, str]:
    """Items and focus to begin the plan with; the leader writes on from there. Nothing where nothing is known."""
    task = inspection.task
    focus = task.focus if task else ""
    if inspection.inspection_type == InspectionType.FOR_CAUSE:
        return {"items": "\n".join(_around_cause(inspection)), "focus": focus}
    if inspection.inspection_type != InspectionType.ROUTINE:
        return {"focus": focus}
    kinds = set(kinds_inspected(inspection))
    lines = [focus] if focus else []
    if kinds & PRODUCTION_KINDS:
        lines += [*_last_time(person, inspection), *_never_inspected(person, inspection)]
    if PartyKind.DOMESTIC_RESPONSIBLE_PERSON in kinds:
        lines.append(RESPONSIBLE)
    if kinds & OPERATOR_KINDS and not lines:
        lines.append(f"按检查目的确定：{inspection.reason}")
    return {"focus": "\n".join(lines)}


def _around_cause(inspection: Inspection) -> list[str]:
    task = inspection.task
    found = origin_of(task) if task else None
    said = [f"{name}：{text}" for name, text in (stated(found) if found else []) if name not in UNSAID]
    return [
        *([f"核查所指的问题：{task.focus}"] if task and task.focus else []),
        *(f"核实{one}" for one in said),
        "核查有无违反化妆品监督管理法律法规的行为",
    ]


def _before(person: Any, inspection: Inspection) -> Inspection | None:
    rows = Inspection.objects.visible_to(person).filter(party=inspection.party, stage__in=FINISHED)
    return rows.exclude(pk=inspection.pk).order_by("-ended_at", "-pk").first()


def _last_time(person: Any, inspection: Inspection) -> list[str]:
    last = _before(person, inspection)
    count = standing(last).count() if last else 0
    return [f"前一次检查（{last}）所列{count}项缺陷的整改情况"] if count else []


def _never_inspected(person: Any, inspection: Inspection) -> list[str]:
    """Products registered or filed since the last inspection, so that none can have been compared with its filing."""
    last = _before(person, inspection)
    rows = Product.objects.visible_to(person).filter(party=inspection.party)
    if last is not None and last.ended_at is not None:
        rows = rows.filter(registered_on__gte=timezone.localdate(last.ended_at))
    names = list(rows.order_by("-registered_on", "pk").values_list("name", flat=True)[: SHOWN + 1])
    if not names:
        return []
    more = "等" if len(names) > SHOWN else ""
    return [f"注册备案后未接受过检查的产品与注册备案信息是否一致：{'、'.join(names[:SHOWN])}{more}"]
