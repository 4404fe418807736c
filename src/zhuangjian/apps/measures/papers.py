"""The papers of measures, liftings and obstructions: .docx to edit and print, PDF to hand over."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from zhuangjian.apps.documents.printing import DOCX, PDF, Paper
from zhuangjian.apps.documents.render import contexts
from zhuangjian.apps.measures.law import basis_of_lifting, remedy_words
from zhuangjian.apps.measures.models import (
    Handling,
    Interview,
    Kind,
    Lifting,
    LiftingStage,
    Measure,
    Obstruction,
)
from zhuangjian.engines.rules.words import chinese_date

HEADINGS = {
    Kind.SUSPEND: "责令暂停生产经营通知书",
    Kind.CONTROL: "风险控制措施决定书",
    Kind.RECALL: "责令召回通知书",
    Kind.INTERVIEW: "责任约谈通知书",
}
ORDER, RECORD = "measure_order", "measure_record"


def order_papers(measure: Measure) -> list[Paper]:
    """The order, as served on the party."""
    kind = Kind(measure.kind)
    return _both(ORDER, f"measure_{kind}", f"{HEADINGS[kind]} {measure.number}", _order(measure, kind))


def interview_papers(measure: Measure, held: Interview, written_on: Any) -> list[Paper]:
    """The record of the interview; both sides keep it."""
    facts = (
        ("约谈日期", chinese_date(held.held_on)),
        ("约谈地点", measure.place),
        ("到场人员", "被约谈人没有到场" if held.absent else held.attendees),
        ("约谈依据", measure.basis),
        ("承诺完成日期", chinese_date(held.commit_by) if held.commit_by else ""),
    )
    context = contexts.MeasureRecord(
        **_head(measure, measure.number, written_on),
        heading="责任约谈记录",
        facts=facts,
        body=held.record,
        commitments=held.commitments,
    )
    return _both(RECORD, "measure_interview_record", f"责任约谈记录 {measure.number}", context)


def credit_papers(measure: Measure) -> list[Paper]:
    """The entry of the credit record."""
    day = timezone.localdate(measure.decided_at)
    facts = (
        ("统一社会信用代码", measure.party.credit_code or ""),
        ("记录事由", measure.get_ground_display()),
        ("记录依据", measure.basis),
        ("记录日期", chinese_date(day)),
    )
    context = contexts.MeasureRecord(
        **_head(measure, measure.number, day),
        heading="化妆品生产经营者信用档案记录单",
        facts=facts,
        body=measure.facts,
    )
    return _both(RECORD, "measure_credit", f"信用档案记录单 {measure.number}", context)


def lifting_papers(lifting: Lifting) -> list[Paper]:
    """The decision on an application."""
    measure, lifted = lifting.measure, lifting.stage == LiftingStage.LIFTED
    heading = "解除风险控制措施决定书" if lifted else "不予解除风险控制措施决定书"
    day = timezone.localdate(lifting.decided_at)
    named = basis_of_lifting(day)
    basis = f"依据{named}，" if named else ""
    found = "整改符合要求" if lifted else "整改不符合要求"
    decided = (
        f"{basis}决定自本决定书送达之日起解除{measure.number}文书所定的{measure.get_kind_display()}措施。"
        if lifted
        else f"{basis}决定不予解除{measure.number}文书所定的{measure.get_kind_display()}措施。\n理由：{lifting.reason}\n整改符合要求后，可以再次提出申请。"
    )
    context = contexts.MeasureOrder(
        **_head(measure, lifting.number, day),
        heading=heading,
        opening=f"你单位于{chinese_date(lifting.received_on)}提交解除风险控制措施的申请和整改报告。",
        circumstances=f"经评估，{found}。",
        decision=decided,
        remedy="" if lifted else remedy_words(day),
        contact=_contact(measure.authority, lifting.decided_by),
    )
    return _both(ORDER, "measure_lifting", f"{heading} {lifting.number}", context)


def handling_papers(row: Obstruction) -> list[Paper]:
    """The decision on an obstruction; where it goes to somebody else, the letter that hands it over. Not for the party."""
    handling = Handling(row.handling)
    over = handling in (Handling.POLICE, Handling.OTHER)
    heading = "阻碍检查移送函" if over else "拒绝、逃避、阻碍检查处理决定"
    forms = "、".join(str(one["label"]) for one in row.forms)
    inspection = row.inspection
    listed = "\n".join(
        f"{no}. {one['title']}（SHA-256：{one['sha256']}）" for no, one in enumerate(row.evidence, 1)
    )
    proofs = f"证据材料：\n{listed}" if listed else f"没有证据材料的原因：{row.no_evidence}"
    risk = f"\n视为其生产经营过程中存在安全隐患：{row.risk}" if row.at_risk else ""
    context = contexts.MeasureOrder(
        **_head(row, row.number, timezone.localdate(row.decided_at)),
        heading=heading,
        addressee=row.to_department if over else row.authority.name,
        opening=f"{row.party.name}在监督检查（编号：{inspection.number}）中拒绝、逃避、阻碍检查，情形为：{forms}。",
        circumstances=f"{inspection.obstruction_note}\n{proofs}{risk}",
        decision=f"依据{row.basis}，{'现移送你单位依法处理' if over else handling.label}。\n{row.text}",
        requirements="请将处理结果函告我单位。" if over else "",
        contact=_contact(row.authority, row.decided_by),
    )
    return _both(ORDER, "obstruction_handling", f"{heading} {row.number}", context, for_party=False)


def _order(measure: Measure, kind: Kind) -> contexts.MeasureOrder:
    inspection = measure.inspection
    code = f"（统一社会信用代码：{measure.party.credit_code}）" if measure.party.credit_code else ""
    number = f"（编号：{inspection.number}）" if inspection.number else ""
    day = chinese_date(measure.due_on) if measure.due_on else ""
    decided = {
        Kind.SUSPEND: f"责令你单位自收到本通知书之日起暂停下列生产、经营活动：\n{measure.scope}",
        Kind.CONTROL: f"决定对你单位采取下列风险控制措施：\n{measure.scope}",
        Kind.RECALL: f"责令你单位召回下列产品，并于{day}前（含当日）报告召回进展：\n{measure.scope}",
        Kind.INTERVIEW: f"决定对你单位进行责任约谈。\n约谈时间和对象：{day}，{measure.summons}\n约谈地点：{measure.place}\n约谈事项：{measure.scope}",
    }[kind]
    lifted = kind in (Kind.SUSPEND, Kind.CONTROL)
    ways = "安全风险隐患排除后，你单位可以向我单位提出解除措施的申请，并提交整改报告。" if lifted else ""
    return contexts.MeasureOrder(
        **_head(measure, measure.number, timezone.localdate(measure.decided_at)),
        heading=HEADINGS[kind],
        opening=f"我单位对你单位{code}开展监督检查{number}。",
        circumstances=measure.facts,
        decision=f"依据{measure.basis}，{decided}",
        requirements="\n".join(filter(None, (measure.requirement, ways))),
        remedy="" if kind == Kind.INTERVIEW else remedy_words(timezone.localdate(measure.decided_at)),
        contact=_contact(measure.authority, measure.decided_by),
    )


def _head(case: Any, number: str, day: Any) -> dict[str, Any]:
    party = case.party
    licence = party.licences.order_by("-issued_on", "-pk").first()
    return {
        "number": number,
        "authority": case.authority.name,
        "party": contexts.Party(
            name=party.name,
            address=party.address,
            credit_code=party.credit_code or "",
            licence_no=licence.number if licence else "",
        ),
        "issued_on": day,
    }


def _contact(unit: Any, officer: Any) -> str:
    phone = f" {officer.phone}" if officer.phone else ""
    return f"联系人：{unit.name} {officer.name}{phone}。"


def _both(template: str, kind: str, title: str, context: Any, *, for_party: bool = True) -> list[Paper]:
    return [
        Paper(template, kind, f"{title}.{suffix}", media, context, for_party=for_party)
        for suffix, media in (("docx", DOCX), ("pdf", PDF))
    ]
