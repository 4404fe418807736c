"""What is taken along: everything that is looked up on the spot, as one document for the device."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.utils import timezone

from zhuangjian.apps.inspections.checkpoints import bound_checklist, checkpoints_of
from zhuangjian.apps.inspections.models import Deficiency, Inspection
from zhuangjian.apps.outing.models import Outing
from zhuangjian.apps.standards.models import Guide, GuideStage
from zhuangjian.engines.rules.vocabulary import ItemResult
from zhuangjian.engines.rules.words import chinese_date

EARLIER = 200


def package_of(person: Any, outing: Outing) -> dict[str, Any]:
    """Plan, team, checklist with results so far, what was wrong before, guides: as far as the person sees each."""
    row = outing.inspection
    plan = row.plan()
    points = checkpoints_of(row)
    return {
        "outing": str(outing.public_id),
        "title": str(row),
        "party": row.party.name,
        "address": row.site.address if row.site else "",
        "type": f"{row.get_inspection_type_display()} · {row.get_mode_display()}",
        "plan": [
            ["检查依据", row.legal_basis],
            ["检查事由", row.reason],
            ["检查日期", f"{chinese_date(plan.start_on)}至{chinese_date(plan.end_on)}"],
            ["检查事项", plan.items],
            ["检查重点", plan.focus],
            ["预先告知", "是" if plan.announced else "否，不预先告知"],
        ],
        "team": [
            {"name": one.person.name, "part": one.get_part_display(), "unit": str(one.person.authority or "")}
            for one in row.members()
        ],
        "checklist": getattr(bound_checklist(row), "title", "检查方案所列事项"),
        "results": [[one.value, one.label] for one in ItemResult],
        "points": [
            {
                "no": one.no,
                "class": one.item_class,
                "mark": one.mark,
                "chapter": one.chapter,
                "topic": one.topic or "内容待确认",
                "summary": one.summary,
            }
            for one in points
        ],
        "found": {
            one.item: _stored(one.result, one.text, one.found_by.name, one.found_at)
            for one in row.findings.select_related("found_by")
        },
        "before": _before(person, row),
        "guides": _guides(person, row, {one.no: one.chapter for one in points}),
        "stage": row.stage,
        "shown_until": outing.shown_until.isoformat(),
        "taken_at": outing.taken_at.isoformat(),
    }


def _stored(result: str, text: str, by: str, at: datetime) -> dict[str, str]:
    return {
        "result": result,
        "label": ItemResult(result).label,
        "text": text,
        "by": by,
        "at": f"{timezone.localtime(at):%m-%d %H:%M}",
    }


def _before(person: Any, row: Inspection) -> dict[str, list[str]]:
    """By checkpoint of the same list: what was wrong with the party earlier, newest first."""
    earlier = (
        Deficiency.objects.visible_to(person)
        .filter(inspection__party=row.party_id, inspection__checklist=row.checklist)
        .exclude(inspection=row)
        .exclude(status="withdrawn")
        .select_related("finding", "inspection")
        .order_by("-inspection__created_at", "no")[:EARLIER]
    )
    found: dict[str, list[str]] = defaultdict(list)
    for one in earlier if row.checklist else ():
        found[one.finding.item].append(f"{one.inspection}：{one.text}")
    return dict(found)


def _guides(person: Any, row: Inspection, chapters: dict[str, str]) -> dict[str, list[dict[str, str]]]:
    """By checkpoint, or by the title of a chapter: the published answers, cases and guides."""
    entry = bound_checklist(row)
    if entry is None:
        return {}
    wanted = {*chapters, *chapters.values()}
    rows = Guide.objects.visible_to(person).filter(
        edition=entry.id, item__in=wanted, stage=GuideStage.PUBLISHED
    )
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for one in rows.order_by("-approved_at", "pk"):
        found[one.item].append({"kind": one.get_kind_display(), "title": one.title, "text": one.text})
    return dict(found)
