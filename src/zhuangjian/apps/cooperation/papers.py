"""Letters and answers as official documents: PDF to seal and send, .docx to go on editing."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhuangjian.apps.cooperation.law import rule_of
from zhuangjian.apps.cooperation.models import Letter
from zhuangjian.apps.documents.printing import DOCX, PDF, Paper
from zhuangjian.apps.documents.render import contexts
from zhuangjian.engines.rules.models import LetterRule
from zhuangjian.engines.rules.vocabulary import BodyKind, LetterKind
from zhuangjian.engines.rules.words import chinese_date

TEMPLATE, LETTER, ANSWER = "official_letter", "letter", "letter_answer"
# What a letter says, in the order in which it is read; the headings are the pack's words for them.
SAID = ("reasons", "matters")


def letter_papers(letter: Letter, number: str, on: date) -> list[Paper]:
    """The letter as it goes out that day under that number."""
    rule = rule_of(letter.kind, on) or rule_of(letter.kind)
    rows = list(letter.addressees.order_by("pk"))
    context = contexts.OfficialLetter(
        **_head(letter, number, on),
        heading=_title(letter.subject, rule.title if rule else letter.get_kind_display()),
        addressees=tuple(one.name for one in rows if not one.second),
        parts=tuple(_parts(letter, rule, {BodyKind(one.kind) for one in rows if not one.second})),
        annexes=tuple(letter.annexes.filter(of_answer=False).order_by("pk").values_list("title", flat=True)),
        contact=_contact(letter.contact_name, letter.contact_way),
        copies_to=tuple(one.name for one in rows if one.second),
    )
    return _both(LETTER, f"{letter.get_kind_display()} {number}", context)


def answer_papers(letter: Letter, number: str, on: date, text: str, by: Any) -> list[Paper]:
    """Our answer to a letter that came in."""
    named = f"《{_title(letter.subject, letter.get_kind_display())}》"
    opening = f"你单位{named}{f'（{letter.number}）' if letter.number else ''}收悉。现函复如下："
    parts = [contexts.LetterPart(text=opening)]
    if letter.decision is not None:
        decided = f"经研究，我单位决定{'' if letter.decision else '不'}开展检查。"
        parts.append(contexts.LetterPart(text=f"{decided}{letter.decision_text}"))
    parts.append(contexts.LetterPart(text=text))
    context = contexts.OfficialLetter(
        **_head(letter, number, on),
        heading=f"关于{_about(letter.subject)}的复函",
        addressees=(letter.body_name,),
        parts=tuple(parts),
        annexes=tuple(letter.annexes.filter(of_answer=True).order_by("pk").values_list("title", flat=True)),
        contact=_contact(by.name, by.phone),
    )
    return _both(ANSWER, f"复函 {number}", context)


def _parts(letter: Letter, rule: LetterRule | None, to: set[BodyKind]) -> list[contexts.LetterPart]:
    party = letter.party
    name = letter.party_name or (party.name if party else "")
    code = f"（统一社会信用代码：{party.credit_code}）" if party and party.credit_code else ""
    parts = [contexts.LetterPart(text=f"涉及企业：{name}{code}。")] if name else []
    words = {"reasons": "理由", "matters": "事项"} | (dict(rule.needs) if rule else {})
    parts += [
        contexts.LetterPart(heading=words[field], text=getattr(letter, field))
        for field in SAID
        if getattr(letter, field)
    ]
    if letter.public_info and letter.public_reason:
        parts.append(
            contexts.LetterPart(
                heading=f"{letter.public_info}可以公开查询，仍需协查的理由", text=letter.public_reason
            )
        )
    return [*parts, contexts.LetterPart(text=_asked(letter, rule, to))]


def _asked(letter: Letter, rule: LetterRule | None, to: set[BodyKind]) -> str:
    if letter.kind == LetterKind.DISPUTE:
        return "妥否，请批示。"
    if rule is not None and not rule.answered:
        return "特此报告。" if to <= {BodyKind.NATIONAL} else "特此函告。"
    if letter.kind == LetterKind.POLICE:
        return "请依法审查，并将审查结果函告我单位。"
    day = f"于{chinese_date(letter.own_term)}前" if letter.own_term else ""
    urgent = "情况紧急，" if letter.urgency == "urgent" else ""
    if rule is not None and rule.decides:
        return f"{urgent}请研究决定是否开展检查，并{day}函复我单位。"
    return f"{urgent}请{day}将办理情况函复我单位。"


def _about(subject: str) -> str:
    return subject.removeprefix("关于").removeprefix("请").rstrip("。")


def _title(subject: str, form: str) -> str:
    about = _about(subject)
    return about if about.endswith(form) else f"关于{about}的{form}"


def _contact(name: str, way: str) -> str:
    words = (f"联系人：{name}" if name else "", f"联系方式：{way}" if way else "")
    return "，".join(filter(None, words))


def _head(letter: Letter, number: str, on: date) -> dict[str, Any]:
    return {
        "number": number,
        "authority": letter.authority.name,
        "party": contexts.Party(name=letter.party_name),
        "issued_on": on,
    }


def _both(kind: str, title: str, context: contexts.OfficialLetter) -> list[Paper]:
    return [
        Paper(TEMPLATE, kind, f"{title}.{suffix}", media, context)
        for suffix, media in (("pdf", PDF), ("docx", DOCX))
    ]
