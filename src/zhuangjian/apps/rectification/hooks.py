"""What the delivery of a record and the end of an inspection start here."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.inspections.ending import standing
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.rectification.revocation import open_revocation_duty
from zhuangjian.apps.rectification.steps import ask_to_issue


def after_delivery(step: Any, inspection: Inspection) -> None:
    """With deficiencies the local authority has to set a date for putting them right (CQ 19)."""
    if standing(inspection).exists():
        ask_to_issue(step, inspection)
    open_revocation_duty(step, inspection)
