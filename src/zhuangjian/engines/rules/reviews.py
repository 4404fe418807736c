"""Which inspections are reviewed, what waits for it, and ``report_faults``: what a review report lacks (CQ 17)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from .answer import Answer, Reason
from .loader import Pack, in_force
from .lookup import pack_for, parameter, the_day
from .models import Parameter
from .people import Fault

LABELS = {
    "party_name": "被检查对象名称",
    "party_address": "被检查对象地址",
    "credit_code": "被检查对象统一社会信用代码",
    "cause": "检查事由",
    "basis": "检查依据",
    "content": "检查内容",
    "time": "检查时间",
    "inspectors": "检查人员",
    "findings": "检查发现的缺陷和问题",
    "advice": "处理建议",
    "conclusion": "检查审核结论",
}


@dataclass(frozen=True, slots=True)
class ReviewReport:
    """What a review report says, field by field; ``findings`` says so in words where nothing was found."""

    party_name: str = ""
    party_address: str = ""
    credit_code: str = ""
    cause: str = ""
    basis: str = ""
    content: str = ""
    time: str = ""
    inspectors: str = ""
    findings: str = ""
    advice: str = ""
    conclusion: str = ""


def review_needed(dispatcher: str, on: date, *, region: str | None = None, pack: Pack | None = None) -> bool:
    """Whether what a unit of this kind dispatched has to be reviewed, by the law in force on ``on``."""
    rules = pack or pack_for(region)
    return dispatcher in _listed(in_force(rules.parameters.get("review_dispatchers", ()), on))


def waits_for_review(step: str, on: date, *, region: str | None = None, pack: Pack | None = None) -> bool:
    """Whether ``step`` (``transfer``, ``publication``) comes after the review. What is not named is never delayed."""
    rules = pack or pack_for(region)
    return step in _listed(in_force(rules.parameters.get("review_waits", ()), on))


def report_needed(
    occasions: Collection[str], on: date, *, region: str | None = None, pack: Pack | None = None
) -> bool:
    """Whether a review report is issued on one of these occasions (``suspected_violation``, ``hand_over``)."""
    rules = pack or pack_for(region)
    return bool(
        set(occasions) & set(_listed(in_force(rules.parameters.get("review_report_occasions", ()), on)))
    )


def report_faults(
    report: ReviewReport, on: date | str, *, region: str | None = None, pack: Pack | None = None
) -> Answer[tuple[Fault, ...]]:
    """Each field of the pack's list that the report leaves empty; an empty tuple means that it is complete."""
    rules = pack or pack_for(region)
    found = parameter(rules, "review_report_fields", the_day(on))
    article = found.article
    faults = tuple(
        Fault(f"{name}_missing", article, f"检查审核报告缺少{LABELS[name]}，请补填")
        for name in _listed(found)
        if not str(getattr(report, name)).strip()
    )
    reasons = [Reason(article, fault.message) for fault in faults] or [
        Reason(article, "检查审核报告的内容齐全", {"fields": list(_listed(found))})
    ]
    missing = tuple(fault.message for fault in faults)
    return Answer(faults, (article,), tuple(reasons), rules.label, found.basis, {}, missing)


def _listed(found: object) -> tuple[str, ...]:
    return (
        tuple(str(one) for one in found.value)
        if isinstance(found, Parameter) and isinstance(found.value, tuple)
        else ()
    )
