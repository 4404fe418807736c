"""``plan_faults`` (CQ 10, 13): what keeps an inspection plan, or a change to it, from being carried out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .answer import Answer, Basis, Reason
from .bases import HOUSE
from .citing import cited
from .loader import Pack
from .lookup import pack_for, practice
from .people import Fault
from .vocabulary import Mode
from .words import chinese_date


@dataclass(frozen=True, slots=True)
class PlanChange:
    """A change of people, days, contents, party or plan: asked for by whom, agreed to by whom, when, on paper or not."""

    what: str
    requested_by: str
    consented_by: str = ""
    consented_on: date | None = None
    takes_effect_on: date | None = None
    paperwork: bool = False


@dataclass(frozen=True, slots=True)
class InspectionPlan:
    """The plan of one inspection. Persons are identifiers; ``head`` is the head of the dispatching unit."""

    items: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    mode: Mode | None = None
    author: str = ""
    leader: str = ""
    head: str = ""
    approver: str = ""
    approved_on: date | None = None
    changes: tuple[PlanChange, ...] = ()


def plan_faults(
    plan: InspectionPlan,
    *,
    approval: bool = True,
    region: str | None = None,
    pack: Pack | None = None,
) -> Answer[tuple[Fault, ...]]:
    """Everything wrong with the plan under CQ 10 and 13; an empty tuple means that it may be carried out.

    Items, time and mode must be there; it is approved before the start by the head of the dispatching unit (who is
    not its author: a rule of the house); each change is asked for by the leader, agreed to by the unit before it takes effect, and
    put on paper. ``approval=False`` checks a draft that has not been approved yet.
    """
    rules = pack or pack_for(region)
    law, change_law = cited("plan", pack=rules), cited("change", pack=rules)
    plan_article, change_article = law.article, change_law.article
    faults = list(_contents(plan, plan_article))
    if approval:
        faults.extend(_approval(plan, plan_article))
        faults.extend(_own_plan(plan, rules))
    for change in plan.changes:
        faults.extend(_change(plan, change, change_article))
    facts = {"author": plan.author, "approver": plan.approver, "approved_on": plan.approved_on}
    reasons = [Reason(f.article, f.message, f.facts) for f in faults]
    basis: Basis = "official"
    if "to_be_confirmed" in (law.basis, change_law.basis if plan.changes else law.basis):
        basis = "to_be_confirmed"
    return Answer(
        tuple(faults),
        tuple(dict.fromkeys([plan_article, *(f.article for f in faults)])),
        tuple(reasons) or (Reason(plan_article, "检查方案内容齐全，批准程序符合要求", facts),),
        rules.label,
        basis,
        facts,
    )


def _contents(plan: InspectionPlan, article: str) -> Iterator[Fault]:
    if not any(item.strip() for item in plan.items):
        yield Fault("items_missing", article, "检查方案没有写明检查事项，请补填")
    if plan.start is None:
        yield Fault("time_missing", article, "检查方案没有写明检查时间，请补填")
    elif plan.end is not None and plan.end < plan.start:
        yield Fault("time_reversed", HOUSE, "检查方案的结束日早于开始日，请改正")
    if plan.mode is None:
        yield Fault("mode_missing", article, "检查方案没有写明检查方式（现场、书面或远程），请补填")
    if not plan.author:
        yield Fault("author_missing", article, "检查方案没有制定人，请补填")


def _approval(plan: InspectionPlan, article: str) -> Iterator[Fault]:
    if not plan.approver or plan.approved_on is None:
        yield Fault("not_approved", article, "检查方案尚未经本单位负责人批准，不能实施")
        return
    if plan.approver != plan.head:
        yield Fault(
            "approver_not_head", article, "检查方案须经派出检查单位负责人批准，批准人不是该单位负责人"
        )
    if plan.start is not None and plan.approved_on > plan.start:
        yield Fault(
            "approved_after_start",
            article,
            f"检查开始日（{chinese_date(plan.start)}）已过，{chinese_date(plan.approved_on)}不能再批准；"
            "请退回方案，由组长改日期后重新提交",
        )


def _own_plan(plan: InspectionPlan, rules: Pack) -> Iterator[Fault]:
    if plan.approved_on is None or not plan.approver or plan.approver != plan.author:
        return
    house = practice(rules, "plan_approved_by_another", plan.approved_on)
    if house is not None:
        yield Fault(
            "approved_by_author",
            house.article,
            "检查方案的制定人不能批准自己制定的方案，请由本单位其他负责人批准",
        )


def _change(plan: InspectionPlan, change: PlanChange, article: str) -> Iterator[Fault]:
    what = change.what or "未写明的事项"
    if not change.what.strip():
        yield Fault("change_unnamed", article, "方案变更没有写明变更事项，请补填")
    if not change.requested_by or change.requested_by != plan.leader:
        yield Fault("change_not_by_leader", article, f"“{what}”的变更应由检查组组长向派出检查单位报告")
    if not change.consented_by or change.consented_on is None:
        yield Fault("change_without_consent", article, f"“{what}”的变更尚未经派出检查单位同意，不能变更")
        return
    if change.consented_by != plan.head:
        yield Fault("change_consent_not_head", article, f"“{what}”的变更应由派出检查单位负责人同意")
    if change.takes_effect_on is not None and change.consented_on > change.takes_effect_on:
        yield Fault("change_before_consent", article, f"“{what}”在取得同意之前已经变更，应先同意后变更")
    if not change.paperwork:
        yield Fault("change_without_paperwork", article, f"“{what}”的变更还没有完善手续，请补齐书面材料")
