"""``record_faults`` (CQ 14): what an on-site record still lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .answer import Answer, Reason
from .citing import cited
from .forms import forms_for
from .loader import Pack
from .lookup import pack_for, the_day
from .people import Fault
from .vocabulary import Form, InspectionType, PartyKind

FIELDS = {
    "party_name": "被检查对象名称",
    "party_address": "被检查对象地址",
    "credit_code": "统一社会信用代码",
    "cause": "检查事由",
    "basis": "检查依据",
    "content": "检查内容",
    "time": "检查时间",
}


@dataclass(frozen=True, slots=True)
class OnSiteRecord:
    """The facts of a record as CQ 14 asks for them.

    ``inspectors`` and ``signed_by`` are the same kind of identifier. ``findings`` are the deficiencies and
    problems; ``none_found`` states that there were none. ``statement_heard`` says that the party had its say
    before signing. ``form`` may stay ``None`` while it has not been chosen.
    """

    party_name: str = ""
    party_address: str = ""
    credit_code: str = ""
    cause: str = ""
    basis: str = ""
    content: str = ""
    time: str = ""
    inspectors: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    none_found: bool = False
    opinion: str = ""
    risk_control: bool = False
    suspected_violation: bool = False
    transfer: bool = False
    statement_heard: bool = False
    signed_by: tuple[str, ...] = ()
    party_signed: bool = False
    party_sealed: bool = False
    party_refused: bool = False
    copies_given: bool = False
    form: Form | None = None


def record_faults(
    record: OnSiteRecord,
    *,
    inspection_type: str | InspectionType | None = None,
    parties: str | Sequence[str | PartyKind] = (),
    checkpoints: bool = False,
    signing: bool = True,
    region: str | None = None,
    on: date | str | None = None,
    pack: Pack | None = None,
) -> Answer[tuple[Fault, ...]]:
    """Everything the record lacks under CQ 14; an empty tuple means that it is complete.

    ``signing=False`` checks the contents alone, before anybody signs. With ``inspection_type`` and ``parties`` the
    chosen form is checked too. A refusal by the party's head is noted; the article asks for no reason.
    """
    rules = pack or pack_for(region)
    law = cited("record", pack=rules)
    article = law.article
    faults = list(_content(record, article))
    if inspection_type is not None and parties:
        faults.extend(_form(record, inspection_type, parties, checkpoints, rules, on))
    if signing:
        faults.extend(_signatures(record, cited("signing", pack=rules).article))
    facts: dict[str, Any] = {"signing": signing, "inspectors": list(record.inspectors)}
    if on is not None:
        facts["on"] = the_day(on, "适用日期")
    clean = "现场检查记录的项目、签字和份数齐全" if signing else "现场检查记录的项目齐全"
    reasons = [Reason(f.article, f.message, f.facts) for f in faults] or [Reason(article, clean, facts)]
    return Answer(
        tuple(faults),
        tuple(dict.fromkeys([article, *(f.article for f in faults)])),
        tuple(reasons),
        rules.label,
        law.basis,
        facts,
        tuple(f.message for f in faults),
    )


def _content(record: OnSiteRecord, article: str) -> Iterator[Fault]:
    for name, label in FIELDS.items():
        if not getattr(record, name).strip():
            yield Fault(f"{name}_missing", article, f"现场检查记录缺少{label}，请补填")
    if not record.inspectors:
        yield Fault("inspectors_missing", article, "现场检查记录缺少检查人员，请补填")
    if not any(f.strip() for f in record.findings) and not record.none_found:
        yield Fault("findings_missing", article, "现场检查记录没有写明发现的缺陷和问题；没有发现的也要写明")
    if record.findings and record.none_found:
        yield Fault("findings_contradict", article, "现场检查记录既列有缺陷又写明未发现问题，请改正其一")
    causes = [
        label
        for flag, label in (
            (record.risk_control, "需要采取风险控制措施"),
            (record.suspected_violation, "涉嫌违法"),
            (record.transfer, "涉及检查与稽查衔接"),
        )
        if flag
    ]
    if causes and not record.opinion.strip():
        yield Fault(
            "opinion_missing", article, f"{'、'.join(causes)}的，记录还应当写明对被检查对象的处理意见或者建议"
        )


def _form(
    record: OnSiteRecord,
    inspection_type: str | InspectionType,
    parties: str | Sequence[str | PartyKind],
    checkpoints: bool,
    pack: Pack,
    on: date | str | None,
) -> Iterator[Fault]:
    answer = forms_for(inspection_type, parties, checkpoints=checkpoints, on=on, pack=pack)
    allowed = "、".join(answer.value.labels)
    if record.form is None:
        yield Fault("form_missing", answer.articles[0], f"没有选定现场检查记录的形式，可用：{allowed}")
    elif record.form not in answer.value.forms:
        message = f"现场检查记录不能采用{record.form.label}，应当为：{allowed}（{answer.reasons[0].text}）"
        yield Fault("form_wrong", answer.articles[0], message, {"form": record.form.value})


def _signatures(record: OnSiteRecord, article: str) -> Iterator[Fault]:
    if not record.statement_heard:
        yield Fault(
            "statement_not_heard", article, "签字前应当先听取被检查对象陈述申辩（没有意见的也要记录）"
        )
    lacking = [person for person in record.inspectors if person not in set(record.signed_by)]
    if lacking:
        message = f"全体检查人员都应当签字，尚缺：{'、'.join(lacking)}"
        yield Fault("team_signature_missing", article, message, {"missing": lacking})
    if not (record.party_signed or record.party_sealed):
        if not record.party_refused:
            yield Fault(
                "party_signature_missing",
                article,
                "缺少被检查对象负责人签字或者单位公章；拒绝签字盖章的应当注明",
            )
    elif record.party_refused:
        yield Fault("refusal_contradicts", article, "记录既有被检查对象签章又注明拒绝签章，请改正其一")
    if not record.copies_given:
        yield Fault("copies_missing", article, "现场检查记录应当由检查双方各执一份，请登记交付情况")
