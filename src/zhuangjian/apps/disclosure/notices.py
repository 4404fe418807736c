"""The whitelist: which facts of a measure, a lifting or an obstruction are copied for the public, each under its matter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from zhuangjian.apps.disclosure.models import Notice, NoticeKind
from zhuangjian.apps.disclosure.snapshot import NEEDED, answer_of, without_secrets
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.measures.law import basis_of_lifting
from zhuangjian.apps.measures.models import Handling, Kind, Lifting, LiftingStage, Measure, Obstruction
from zhuangjian.apps.measures.models.measure import Stage
from zhuangjian.engines.rules.disclosure import Matter, require_disclosable

# A credit record, and that a case is to be filed, are not told the public: the first has rules of its own, the second is
# a lead (CQ 22).
PUBLISHABLE = frozenset(str(kind) for kind in (Kind.SUSPEND, Kind.CONTROL, Kind.RECALL, Kind.INTERVIEW))
Source = Measure | Lifting | Obstruction
FIELDS: dict[str, tuple[Matter, Callable[[Any], Any]]] = {
    "party_name": (Matter.PARTY_INFO, lambda s: s.party.name),
    "credit_code": (Matter.PARTY_INFO, lambda s: s.party.credit_code or ""),
    "party_address": (Matter.PARTY_INFO, lambda s: s.party.address),
    "region_code": (Matter.PARTY_INFO, lambda s: s.party.region_code),
    "legal_basis": (Matter.BASIS, lambda s: basis_told(s)),
    "number": (Matter.RESULT, lambda s: number_told(s)),
    "result": (Matter.RESULT, lambda s: result_told(s)),
    "decided_on": (Matter.RESULT, lambda s: timezone.localdate(s.decided_at) if s.decided_at else None),
}


def projection(source: Source, on: date) -> dict[str, Any]:
    """Publishable columns of ``Notice``; raises Refusal while party, basis or result may not be shown (CQ 22)."""
    inspection = inspection_of(source)
    for matter in NEEDED:
        require_disclosable(answer_of(inspection, matter, on))
    return without_secrets(
        inspection,
        {
            name: read(source)
            for name, (matter, read) in FIELDS.items()
            if answer_of(inspection, matter, on).value.allowed
        },
    )


def inspection_of(source: Source) -> Inspection:
    """The inspection behind it, as the house knows it."""
    return Inspection.objects.unrestricted().get(pk=source.inspection_id)


def kind_of(source: Source) -> NoticeKind:
    """Measure, lifting or obstruction."""
    if isinstance(source, Measure):
        return NoticeKind.MEASURE
    return NoticeKind.LIFTING if isinstance(source, Lifting) else NoticeKind.OBSTRUCTION


def publishable(source: Source) -> bool:
    """Whether it is of a kind that is published, and decided."""
    if isinstance(source, Measure):
        return source.kind in PUBLISHABLE and source.stage != Stage.WITHDRAWN
    if isinstance(source, Lifting):
        return source.stage == LiftingStage.LIFTED
    return source.decided_at is not None


def standing(source: Source) -> Any:
    """The notice of it that the public reads now, if any."""
    return Notice.objects.unrestricted().filter(**{kind_of(source).value: source.pk}, withdrawn_at=None)


def basis_told(source: Source) -> str:
    """The basis as the pack words it."""
    if isinstance(source, Lifting):
        return basis_of_lifting(timezone.localdate(source.decided_at)) or source.measure.basis
    return source.basis


def number_told(source: Source) -> str:
    """The number of the paper that was served; that of an obstruction's handling is internal."""
    return "" if isinstance(source, Obstruction) else source.number


def result_told(source: Source) -> str:
    """In words of closed lists alone, never in anybody's own."""
    if isinstance(source, Measure):
        return str(source.get_kind_display())
    if isinstance(source, Lifting):
        return f"解除{source.measure.get_kind_display()}"
    forms = "、".join(str(one["label"]) for one in source.forms)
    handled = "责任约谈" if source.handling == Handling.INTERVIEW else "依法处理"
    return f"{forms}；{handled}"
