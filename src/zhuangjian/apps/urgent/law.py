"""What the pack says of urgent reports: the situations, who is told, in which inspections."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone

from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.engines.rules.lookup import pack_for, parameter
from zhuangjian.kernel.states import holds


def situations(region: str, day: date) -> tuple[str, ...]:
    """What is to be reported at once."""
    return tuple(parameter(pack_for(region), "urgent_report_situations", day).value)  # type: ignore[arg-type]


def told(region: str, day: date) -> tuple[str, ...]:
    """Which of the inspection's authorities are told."""
    return tuple(parameter(pack_for(region), "urgent_report_to", day).value)  # type: ignore[arg-type]


def reported_in(row: Inspection) -> bool:
    """Whether inspections of this type have urgent reports and directions."""
    types = parameter(pack_for(settings.REGION), "urgent_report_types", timezone.localdate()).value
    return row.inspection_type in types  # type: ignore[operator]


FOR_CAUSE = holds(
    "检查类型为有因检查", reported_in, "紧急报告和检查指导用于有因检查，本次检查的类型没有这一程序。"
)
