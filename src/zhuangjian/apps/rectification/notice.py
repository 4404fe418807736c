"""The notice as a document: .docx to edit and print, PDF to hand over."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from zhuangjian.apps.documents.printing import DOCX, PDF, Paper
from zhuangjian.apps.documents.render import contexts
from zhuangjian.apps.inspections.ending import standing
from zhuangjian.apps.rectification.models import Rectification
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.checklists import ChecklistItem, checklist
from zhuangjian.engines.rules.loader import in_force
from zhuangjian.engines.rules.lookup import pack_for
from zhuangjian.engines.rules.models import Parameter

KIND = "rectification_notice"


def notice_papers(rectification: Rectification) -> list[Paper]:
    """The notice in both formats, meant for the enterprise too."""
    context = context_of(rectification)
    title = f"整改通知书 {rectification.number}"
    return [
        Paper(KIND, KIND, f"{title}.{suffix}", media_type, context, for_party=True)
        for suffix, media_type in (("docx", DOCX), ("pdf", PDF))
    ]


def context_of(rectification: Rectification) -> contexts.RectificationNotice:
    """Everything the notice says."""
    inspection = rectification.inspection
    officer = rectification.issued_by
    return contexts.RectificationNotice(
        number=rectification.number,
        authority=rectification.authority.name,
        party=_party(inspection.party),
        issued_on=timezone.localdate(rectification.issued_at),
        inspected_on=timezone.localdate(inspection.started_at or inspection.created_at),
        inspection_number=inspection.number,
        basis=_basis(inspection.legal_basis, timezone.localdate(rectification.issued_at)),
        deficiencies=tuple(
            _deficiency(inspection, row) for row in standing(inspection).select_related("finding")
        ),
        requirements=tuple(line.strip() for line in rectification.requirement.splitlines() if line.strip()),
        due_on=rectification.due_on,
        hand_in_to=rectification.authority.name,
        contact=f"{rectification.authority.name} {officer.name} {officer.phone}" if officer.phone else "",
        copy_no=1,
        copies=2,
    )


def _basis(stated: str, on: date) -> str:
    """The basis as stated for the inspection, with the detailed rules of this region that ask for the notice, if any."""
    series = pack_for(settings.REGION).parameters.get("rectification_basis")
    own = in_force(series, on) if series else None
    if not isinstance(own, Parameter) or own.basis != "official":
        return stated
    title, closing, _ = str(own.value).partition("》")
    if f"{title}{closing}" in stated:
        return stated
    return f"{stated.rstrip('。，；')}和{own.value}"


def _party(party: Any) -> contexts.Party:
    licence = party.licences.order_by("-issued_on", "-pk").first()
    return contexts.Party(
        name=party.name,
        address=party.address,
        credit_code=party.credit_code or "",
        kinds=tuple(row.get_kind_display() for row in party.kind_rows.order_by("pk")),
        licence_no=licence.number if licence else "",
        head=party.legal_representative,
        phone=party.phone,
    )


def _deficiency(inspection: Any, row: Any) -> contexts.Deficiency:
    item = item_of(inspection, row.finding.item)
    return contexts.Deficiency(
        text=row.text,
        checkpoint_no=f"{row.finding.item}{item.mark if item else ''}",
        checkpoint=item.topic if item else "",
        item_class=row.finding.get_item_class_display(),
        result=row.finding.get_result_display(),
    )


def item_of(inspection: Any, no: str) -> ChecklistItem | None:
    """The checkpoint in the edition the inspection is bound to; None where none is bound."""
    if not inspection.checklist:
        return None
    try:
        return checklist(inspection.checklist).get(no)
    except Refusal:
        return None
