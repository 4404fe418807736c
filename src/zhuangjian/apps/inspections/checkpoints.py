"""The checkpoints an inspection runs on: the edition bound when its plan was approved, or the plan's own items."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from zhuangjian.apps.conduct.law import cite
from zhuangjian.apps.inspections.facts import kinds_inspected
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.checklists import OPERATOR, Checklist, checklist, checklist_in_force
from zhuangjian.engines.rules.vocabulary import OPERATOR_KINDS, PRODUCTION_KINDS, Edition, PartyKind

MAKERS = frozenset({PartyKind.MANUFACTURER, PartyKind.CONTRACT_MANUFACTURER})


@dataclass(frozen=True)
class Checkpoint:
    """One thing to look at. ``mark`` is ``**`` for critical, ``*`` for major items."""

    no: str
    item_class: str
    class_label: str
    mark: str
    chapter: str
    topic: str
    summary: str
    confirmed: bool
    note: str


def edition_for(inspection: Inspection) -> str:
    """``actual`` for those who make themselves, ``commissioned`` for registrants and filers who do not,
    ``operator`` for operators; empty where no checklist exists (domestic responsible persons, suppliers).

    Licensing always means the actual-production edition (CQ 24, 25).
    """
    kinds = set(kinds_inspected(inspection))
    if inspection.inspection_type == "licensing" or kinds & MAKERS:
        return Edition.ACTUAL.value
    if kinds & PRODUCTION_KINDS:
        return Edition.COMMISSIONED.value
    return OPERATOR if kinds & OPERATOR_KINDS else ""


def checklist_on(inspection: Inspection, day: date) -> Checklist | None:
    """The edition that would be bound on ``day``; None where the plan's items are the checkpoints."""
    edition = edition_for(inspection)
    return checklist_in_force(edition, day) if edition else None


def bound_checklist(inspection: Inspection) -> Checklist | None:
    """The edition the inspection is bound to, whatever has come into force since."""
    return checklist(inspection.checklist) if inspection.checklist else None


def checkpoints_of(inspection: Inspection) -> list[Checkpoint]:
    """The checkpoints in the standing plan's scope, in order."""
    plan = inspection.plan()
    if plan is None:
        return []
    entry = bound_checklist(inspection)
    if entry is None:
        return plan_items(plan)
    wanted = set(plan.scope)
    return [_checkpoint(item) for item in entry.readable if not wanted or item.no in wanted]


def plan_items(plan: Any) -> list[Checkpoint]:
    """Each line of the plan's items as a checkpoint ``P1``, ``P2`` …"""
    lines = [line.strip() for line in plan.items.splitlines() if line.strip()]
    return [
        Checkpoint(f"P{n}", "general", "方案事项", "", "检查方案所列事项", line, "", True, "")
        for n, line in enumerate(lines, 1)
    ]


def _checkpoint(item: Any) -> Checkpoint:
    return Checkpoint(
        no=item.no,
        item_class=item.item_class.value if item.item_class else "",
        class_label=item.item_class.label if item.item_class else "类别待确认",
        mark=item.mark,
        chapter=item.chapter,
        topic=item.topic,
        summary=item.summary,
        confirmed=item.basis.overall == "official",
        note=item.note,
    )


def check_scope(inspection: Inspection, scope: list[str], uses: bool, day: date) -> list[str]:
    """The scope with plain, known numbers in the checklist's order; a Refusal names unknown ones (CQ 10, 24)."""
    kind = inspection.inspection_type
    entry = checklist_on(inspection, day) if uses else None
    if not uses and kind in ("routine", "licensing") and edition_for(inspection):
        raise Refusal(
            "常规检查和许可检查应当依据检查要点开展。", article=cite("checkpoints"), missing=["检查要点"]
        )
    if entry is None:
        return []
    wanted = {str(no).strip().rstrip("*").upper() for no in scope}
    known = [item.no for item in entry.readable]
    unknown = sorted(wanted - set(known))
    if unknown:
        raise Refusal(
            f"《{entry.title}》没有这些项目：{'、'.join(unknown)}。请核对编号。",
            article=cite("plan"),
            missing=unknown,
        )
    whole = kind == "licensing" and inspection.licensing_kind in ("licensing_new", "licensing_extension")
    if whole and wanted and wanted != set(known):
        raise Refusal(
            f"申请许可和延续许可的核查应当检查实际生产版全部{len(known)}项，不能只选一部分。",
            article=cite("licensing_whole"),
            missing=[f"第{no}项" for no in known if no not in wanted],
        )
    return [no for no in known if no in wanted] if wanted and wanted != set(known) else []


def unanswered(inspection: Inspection) -> list[str]:
    """Numbers of the plan's checkpoints that have no result yet, in order."""
    done = set(inspection.findings.values_list("item", flat=True))
    return [no for no in numbers_of(inspection) if no not in done]


def numbers_of(inspection: Inspection) -> list[str]:
    """The numbers of :func:`checkpoints_of`, without what each says."""
    plan = inspection.plan()
    entry = bound_checklist(inspection)
    if plan is None or entry is None:
        return [point.no for point in checkpoints_of(inspection)]
    wanted = set(plan.scope)
    return [item.no for item in entry.readable if not wanted or item.no in wanted]
