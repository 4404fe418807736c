"""The whitelist: which facts of an inspection are copied for the public, each under the matter the law knows it as."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone

from zhuangjian.apps.evidence.secrets import Going, refuse_secrets
from zhuangjian.apps.inspections.checkpoints import checkpoints_of
from zhuangjian.apps.inspections.ending import standing
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
    "result": (Matter.RESULT, lambda i: result_of(i)),
    "handling": (Matter.RESULT, lambda i: handling_of(i)),
    "items": (Matter.RESULT, lambda i: items_of(i)),
}
FOUND, NOTHING_FOUND = "检查发现存在缺陷和问题", "检查未发现缺陷和问题"
NEEDED = (Matter.EXISTENCE, Matter.PARTY_INFO, Matter.BASIS, Matter.RESULT)


def snapshot(inspection: Inspection, on: Any) -> dict[str, Any]:
    """Publishable columns of ``Publication``: those whose matter the public may see on the day ``on``.

    Raises Refusal when party, basis or result may not be shown (CQ 22).
    """
    for matter in NEEDED:
        require_disclosable(answer_of(inspection, matter, on))
    return without_secrets(
        inspection,
        {
            name: read(inspection)
            for name, (matter, read) in FIELDS.items()
            if answer_of(inspection, matter, on).value.allowed
        },
    )


def without_secrets(inspection: Inspection, columns: dict[str, Any]) -> dict[str, Any]:
    """The columns as they are; a Refusal where one gives a trade secret away that may not be told the public."""
    texts = [value for value in columns.values() if isinstance(value, str)]
    refuse_secrets(inspection, Going(texts, public=True))
    return columns


def concluded(inspection: Inspection) -> bool:
    """Whether there is a result: of the closed list, or of an inspection for which the articles list none (CQ 16)."""
    return bool(inspection.conclusion or inspection.concluded_at)


def result_of(inspection: Inspection) -> str:
    """The conclusion; where the articles list none, whether deficiencies were found."""
    named = str(inspection.get_conclusion_display())
    return named or (FOUND if standing(inspection).exists() else NOTHING_FOUND)


def items_of(inspection: Inspection) -> str:
    """How many items were inspected, and how many of those asked were not (CQ 16); empty where no list was used."""
    asked = len(checkpoints_of(inspection))
    done = inspection.findings.count()
    if not done and not asked:
        return ""
    left = asked - done
    return f"共{asked}项，检查{done}项，未检查{left}项" if left > 0 else f"共检查{done}项"


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


def answer_of(inspection: Inspection, matter: Matter, on: Any) -> Any:
    """Whether the public may see that matter of the inspection on the day ``on``, with the reason."""
    state = Stage.CONCLUDED if concluded(inspection) and inspection.delivered_at else Stage.UNDER_WAY
    return may_disclose(
        Audience.PUBLIC,
        matter,
        inspection_type=inspection.inspection_type,
        state=state,
        notified=inspection.announced,
        region=settings.REGION,
        on=on,
    )
