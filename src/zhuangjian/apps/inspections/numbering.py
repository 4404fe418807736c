"""When an inspection gets its number: as soon as it may be known, in the order of giving (CQ 34)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.models.series import take
from zhuangjian.engines.rules.vocabulary import InspectionType


def give_number(inspection: Inspection, at: datetime) -> None:
    """``检查一局常规〔2026〕0001号``, if it has none and is no secret. Sets it; the caller saves.

    A for-cause inspection stays without a number until the team has arrived: a number given before would be missing
    among those that others see, and what is called off before it begins never had one.
    """
    secret = inspection.inspection_type == InspectionType.FOR_CAUSE and not inspection.begun
    if inspection.number or secret:
        return
    kind = InspectionType(inspection.inspection_type).label.removesuffix("检查")
    stem = f"{inspection.dispatching_unit.short_name}{kind}〔{timezone.localtime(at).year}〕"
    inspection.number = f"{stem}{take(stem):04d}号"
