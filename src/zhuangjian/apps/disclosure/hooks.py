"""When a result has to be published (CQ 52)."""

from __future__ import annotations

from typing import Any

from zhuangjian.apps.conduct.law import cite
from zhuangjian.apps.duties.book import open_duty
from zhuangjian.apps.duties.holders import OFFICE, role_in
from zhuangjian.apps.inspections.ending import standing
from zhuangjian.apps.inspections.models import Inspection

PUBLISH = "disclosure.publish"


def after_delivery(step: Any, inspection: Inspection) -> None:
    """Without deficiencies there is no rectification to wait for, whatever else is to be handled (CQ 51)."""
    if not standing(inspection).exists():
        ask_to_publish(step, inspection)


def ask_to_publish(step: Any, inspection: Inspection) -> None:
    """Put it on the organising unit's list; no law says within how many days."""
    if not inspection.conclusion or inspection.publications.filter(withdrawn_at=None).exists():
        return
    open_duty(
        PUBLISH,
        f"公开对{inspection.party}的检查结果",
        article=cite("disclosure", at=step.at),
        target=inspection,
        url=f"/publications/new/{inspection.public_id}/",
        event="检查结果确定",
        at=step.at,
        authority=inspection.organising_unit,
        role=role_in(inspection.organising_unit, OFFICE),
        party=inspection.party,
    )
