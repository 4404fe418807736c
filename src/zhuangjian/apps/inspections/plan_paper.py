"""The standing plan as a paper: the version that was approved, who goes, and what was changed since (CQ 10, CQ 13)."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from zhuangjian.apps.documents.models import Document
from zhuangjian.apps.documents.printing import DOCX, PDF, Paper
from zhuangjian.apps.documents.render import LAYOUTS
from zhuangjian.apps.documents.render import contexts as c
from zhuangjian.apps.inspections.checkpoints import bound_checklist
from zhuangjian.apps.inspections.contents import part_of, party_of
from zhuangjian.apps.inspections.models import Inspection, PlanVersion, TeamMember
from zhuangjian.apps.programme.models import origin_of
from zhuangjian.apps.programme.origins import stated
from zhuangjian.engines.rules.checklists import EDITION_LABELS
from zhuangjian.engines.rules.vocabulary import OriginKind
from zhuangjian.engines.rules.words import chinese_date

KIND = "inspection_plan"


def plan_papers(inspection: Inspection, plan: PlanVersion, at: datetime) -> list[Paper]:
    """The plan as PDF and .docx; kept in the file, never handed to the party."""
    context = _context(inspection, plan, at)
    title = f"{LAYOUTS[KIND].title}（第{plan.no}版）"
    return [Paper(KIND, KIND, title, media_type, context) for media_type in (PDF, DOCX)]


def printed_as_it_stands(inspection: Inspection, plan: PlanVersion) -> bool:
    """Whether a paper of this plan was made after everything that has since been decided on it."""
    last = (
        Document.objects.unrestricted()
        .filter(target_model=inspection._meta.label_lower, target_id=inspection.pk, kind=KIND)
        .order_by("-made_at", "-pk")
        .first()
    )
    if last is None or last.number != inspection.number:
        return False
    decided = [
        plan.decided_at,
        *inspection.changes.filter(consented=True).values_list("decided_at", flat=True),
    ]
    return all(moment is None or moment <= last.made_at for moment in decided)


def _context(inspection: Inspection, plan: PlanVersion, at: datetime) -> c.InspectionPlan:
    members = inspection.members()
    days = chinese_date(plan.start_on)
    if plan.end_on != plan.start_on:
        days += f"至{chinese_date(plan.end_on)}"
    focus = (f"检查重点：{plan.focus}",) if plan.focus else ()
    return c.InspectionPlan(
        number=inspection.number,
        authority=inspection.dispatching_unit.name,
        party=party_of(inspection),
        issued_on=timezone.localtime(at).date(),
        inspection_type=inspection.get_licensing_kind_display() or inspection.get_inspection_type_display(),
        mode=plan.get_mode_display(),
        cause="；".join([inspection.reason, *_origin(inspection)]),
        basis=inspection.legal_basis,
        place=inspection.site.address if inspection.site else inspection.party.address,
        members=tuple(_member(row, plan.start_on) for row in members),
        copies=1,
        copy_no=1,
        version=plan.no,
        announced=plan.announced,
        edition=_edition(inspection, plan),
        items=(*plan.items.splitlines(), *focus),
        schedule=(
            c.ScheduleRow(
                when=days, what="按检查事项开展检查", who="、".join(row.person.name for row in members)
            ),
        ),
        changes=tuple(_changes(inspection)),
        author=plan.author.name,
        approver=plan.decided_by.name if plan.decided_by else "",
        approved_at=plan.decided_at,
        approval=f"意见：{plan.note}" if plan.note else "",
    )


def _origin(inspection: Inspection) -> list[str]:
    """What the task comes from, where it is more than the programme: the party never gets this paper (CQ 32, 34)."""
    row = origin_of(inspection.task) if inspection.task else None
    if row is None or row.kind == OriginKind.PROGRAMME:
        return []
    return [f"{name}：{text}" for name, text in stated(row)]


def _member(row: TeamMember, day: date) -> c.Member:
    held = [one for one in row.person.credentials.order_by("kind", "pk") if one.valid_on(day)]
    return c.Member(
        name=row.person.name,
        role=part_of(row),
        unit=row.person.authority.name if row.person.authority else "",
        credentials=tuple(f"{one.get_kind_display()} {one.number}" for one in held),
    )


def _edition(inspection: Inspection, plan: PlanVersion) -> str:
    entry = bound_checklist(inspection)
    if entry is None or not plan.checkpoints:
        return "不依据检查要点，按检查事项逐项检查"
    scope = f"{len(plan.scope)}项：{'、'.join(plan.scope)}" if plan.scope else "全部项目"
    return f"{EDITION_LABELS[inspection.edition]}（{entry.version.partition('.')[0]}年版），{scope}"


def _changes(inspection: Inspection) -> list[str]:
    rows = inspection.changes.filter(consented=True).select_related("requested_by", "decided_by")
    return [
        f"{chinese_date(timezone.localdate(row.decided_at))}变更{row.get_kind_display()}：{row.reason}"
        f"（{row.requested_by.name}申请，{row.decided_by.name}同意）"
        for row in rows.order_by("decided_at", "pk")
    ]
