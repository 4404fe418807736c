"""The whitelist: which facts of an inspection are copied for the public, each under the matter the law knows it as."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone

from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.rectification.models import Rectification, RectificationStage
from zhuangjian.engines.rules.disclosure import Audience, Matter, Stage, may_disclose, require_disclosable

FIELDS: dict[str, tuple[Matter, Callable[[Inspection], Any]]] = {
    "party_name": (Matter.PARTY_INFO, lambda i: i.party.name),
    "credit_code": (Matter.PARTY_INFO, lambda i: i.party.credit_code or ""),
    "party_address": (Matter.PARTY_INFO, lambda i: i.party.address),
    "region_code": (Matter.PARTY_INFO, lambda i: i.party.region_code),
    "inspection_type": (Matter.EXISTENCE, lambda i: i.inspection_type),
    "legal_basis": (Matter.BASIS, lambda i: i.legal_basis),
    "inspected_on": (Matter.SCHEDULE, lambda i: timezone.localdate(i.ended_at) if i.ended_at else None),
    "result": (Matter.RESULT, lambda i: i.get_conclusion_display()),
    "handling": (Matter.RESULT, lambda i: handling_of(i)),
}
NEEDED = (Matter.EXISTENCE, Matter.PARTY_INFO, Matter.BASIS, Matter.RESULT)


def snapshot(inspection: Inspection, on: Any) -> dict[str, Any]:
    """Publishable columns of ``Publication``: those whose matter the public may see on the day ``on``.

    Raises Refusal when party, basis or result may not be shown (CQ 22).
    """
    for matter in NEEDED:
        require_disclosable(_answer(inspection, matter, on))
    return {
        name: read(inspection)
        for name, (matter, read) in FIELDS.items()
        if _answer(inspection, matter, on).value.allowed
    }


def handling_of(inspection: Inspection) -> str:
    """Rectification in the law's own words (CQ 49). A case handed on is a lead and not public (CQ 22): it is said like
    one that is still being put right, for saying nothing would tell it.
    """
    rectification = Rectification.objects.unrestricted().filter(inspection=inspection).first()
    if rectification is None:
        return ""
    if rectification.stage == RectificationStage.CLOSED:
        return "限期整改，经复查符合要求"
    return "限期整改"


def _answer(inspection: Inspection, matter: Matter, on: Any) -> Any:
    state = Stage.CONCLUDED if inspection.conclusion and inspection.delivered_at else Stage.UNDER_WAY
    return may_disclose(
        Audience.PUBLIC,
        matter,
        inspection_type=inspection.inspection_type,
        state=state,
        notified=inspection.announced,
        region=settings.REGION,
        on=on,
    )
