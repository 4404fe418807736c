"""A context as the words that are printed, the same for PDF and .docx."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from zhuangjian.apps.documents.render import contexts as c
from zhuangjian.apps.documents.render.layouts import LAYOUTS, Layout
from zhuangjian.apps.documents.render.wording import (
    copy_line,
    numeral,
    printed_date,
    printed_span,
    printed_time,
)
from zhuangjian.engines.rules.answer import Refusal

Fact = tuple[str, str]


# A signature without a picture is the person's own act in the system, or what the leader saw and entered.
SIGNED: Final = "已签字"


def view_of(template_name: str, context: c.Document) -> tuple[Layout, dict[str, Any]]:
    """The layout of a template and the words for it. Raises ``Refusal`` for an unknown name or a wrong context."""
    layout = LAYOUTS.get(template_name)
    if layout is None:
        raise Refusal(f"没有名为“{template_name}”的文书模板；可用的有：{'、'.join(LAYOUTS)}")
    if not isinstance(context, layout.context):
        raise Refusal(
            f"文书“{layout.title}”需要 {layout.context.__name__} 类型的内容，收到的是 {type(context).__name__}"
        )
    view = _frame(layout, context) | _BODIES[type(context)](context)
    view["numbers"] = _numbers(layout, view)
    return layout, view


def _frame(layout: Layout, doc: c.Document) -> dict[str, Any]:
    receipt = doc.receipt
    return {
        "title": layout.title,
        "number": doc.number,
        "authority": doc.authority,
        "copy": copy_line(doc.copies, doc.copy_no, doc.copy_holder),
        "draft": doc.draft,
        "date": printed_date(doc.issued_on),
        "receipt": None
        if receipt is None
        else {
            "entry": str(receipt.entry),
            "hash": receipt.hash,
            "short": receipt.hash[:16],
            "algorithm": receipt.algorithm.upper(),
            "qr": receipt.qr or receipt.hash,
        },
        "signatures": [_signature(item) for item in doc.signatures],
    }


def _signature(item: c.Signature) -> dict[str, Any]:
    signed = SIGNED if item.signed_at and not item.image else ""
    remark = "已加盖公章" if item.sealed else signed
    if item.refusal:
        remark = f"拒绝签字（盖章），原因：{item.refusal}"
    if item.witness:
        remark = f"{remark}；见证人：{item.witness}" if remark else f"见证人：{item.witness}"
    return {
        "role": item.role,
        "name": item.name,
        "credential": item.credential,
        "when": printed_time(item.signed_at),
        "image": item.image,
        "refused": bool(item.refusal),
        "remark": remark,
    }


def _party_facts(party: c.Party) -> list[Fact]:
    return [
        ("被检查对象", party.name),
        ("地址", party.address),
        ("统一社会信用代码", party.credit_code),
        ("许可证编号", party.licence_no),
        ("对象类型", "、".join(party.kinds)),
        ("负责人", party.head),
        ("联系电话", party.phone),
    ]


def _visit_facts(doc: c._Visit, *more: Fact) -> list[dict[str, str]]:
    facts = [
        *_party_facts(doc.party),
        ("检查类型", doc.inspection_type),
        ("检查方式", doc.mode),
        ("检查时间", printed_span(doc.started_at, doc.ended_at)),
        ("检查地点", doc.place),
        ("检查事由", doc.cause),
        ("检查依据", doc.basis),
        ("检查内容", doc.content),
        *more,
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def _deficiencies(items: tuple[c.Deficiency, ...]) -> list[dict[str, str]]:
    return [
        {
            "index": str(index),
            "checkpoint_no": item.checkpoint_no or "—",
            "item_class": item.item_class + ("" if item.result == "不符合" else f"（{item.result}）"),
            "text": item.text + (f"\n〔检查要点〕{item.checkpoint}" if item.checkpoint else ""),
            "evidence": "\n".join(item.evidence) or "—",
        }
        for index, item in enumerate(items, 1)
    ]


def _members(items: tuple[c.Member, ...]) -> list[dict[str, str]]:
    return [
        {
            "name": m.name,
            "role": m.role,
            "unit": m.unit or "—",
            "credentials": "\n".join(m.credentials) or "—",
        }
        for m in items
    ]


def _statements(items: tuple[c.Statement, ...]) -> list[list[dict[str, str]]]:
    def lines(index: int, item: c.Statement) -> list[Fact]:
        speaker = f"（{item.by}）" if item.by else ""
        return [
            (f"陈述申辩{numeral(index) if len(items) > 1 else ''}", item.text + speaker),
            ("核实情况", item.verification or "尚未核实"),
            ("答复", item.answer or "尚未答复"),
        ]

    return [
        [{"label": label, "text": text} for label, text in lines(index, item)]
        for index, item in enumerate(items, 1)
    ]


def _judgement(item: c.Judgement | None) -> dict[str, Any] | None:
    if item is None:
        return None
    return {
        "term": item.term,
        "reasons": [_sentence(r.text) + (f"依据：{r.article}。" if r.article else "") for r in item.reasons],
        "override": f"人工改判理由：{item.override}" if item.override else "",
    }


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _visit(doc: c._Visit, *more: Fact) -> dict[str, Any]:
    return {
        "facts": _visit_facts(doc, *more),
        "members": _members(doc.members),
        "statements": _statements(doc.statements),
        "handling": _paragraphs(doc.handling),
    }


def _report(doc: c.InspectionReport) -> dict[str, Any]:
    return _visit(doc, ("检查要点版本", doc.edition), ("陪同人员", doc.companions)) | {
        "summary": list(doc.summary),
        "deficiencies": _deficiencies(doc.deficiencies),
        "judgement": _judgement(doc.judgement),
    }


def _nonconformities(doc: c.NonconformityList) -> dict[str, Any]:
    return _visit(doc, ("检查要点版本", doc.edition)) | {"deficiencies": _deficiencies(doc.deficiencies)}


def _photos(doc: c.PhotoAppendix) -> dict[str, Any]:
    facts = [
        ("被检查对象", doc.party.name),
        ("检查时间", printed_span(doc.started_at, doc.ended_at)),
        ("检查地点", doc.place),
        ("照片", f"{len(doc.photos)} 张"),
    ]
    return {
        "facts": [{"label": label, "value": value} for label, value in facts if value],
        "photos": [
            {
                "caption": f"照片{one.no}　第{one.item}项　{one.caption}",
                "line": "　".join(
                    part
                    for part in (f"{one.taken_by}　{printed_time(one.taken_at)}摄", one.confirmed)
                    if part
                ),
                "digest": f"SHA-256 {one.sha256}",
                "image": one.image,
                "lacking": "" if one.image else "此照片的格式不能打印，原件以电子证据保存，以下列摘要为准。",
            }
            for one in doc.photos
        ],
    }


def _record(doc: c.RecordForm) -> dict[str, Any]:
    return _visit(doc) | {
        "rows": [row.model_dump() for row in doc.rows],
        "deficiencies": _deficiencies(doc.deficiencies),
        "judgement": _judgement(doc.judgement),
    }


def _off_site_record(doc: c.OffSiteRecord) -> dict[str, Any]:
    return _record(doc) | {
        "asked": [row.model_dump() for row in doc.asked],
        "sessions": [_session(index, one) for index, one in enumerate(doc.sessions, 1)],
    }


def _session(index: int, one: c.Session) -> list[dict[str, str]]:
    lines = [
        (f"第{numeral(index)}次", one.when),
        ("方式", one.means),
        ("参加人员", one.people),
        ("身份核对", one.identities),
        ("查看经过", "\n".join(one.shown)),
        ("说明", one.note),
    ]
    return [{"label": label, "text": text} for label, text in lines if text]


def _transcript(doc: c.InterviewTranscript) -> dict[str, Any]:
    team = "；".join("，".join((m.name, *m.credentials)) for m in doc.members)
    facts = (
        ("检查人员", team),
        ("记录人", doc.recorder),
        ("被询问人", doc.interviewee),
        ("被询问人职务", doc.interviewee_post),
    )
    return _visit(doc, *facts) | {
        "told": list(doc.told),
        "observations": list(doc.observations),
        "turns": [
            [{"label": "问", "text": turn.question}, {"label": "答", "text": turn.answer}]
            for turn in doc.turns
        ],
        "confirmation": [
            "以上笔录已交被检查对象阅看（或者已向其宣读），记录与所述情况一致。（由被检查对象核对后签名，有出入之处请当场更正并在更正处签名）"
        ],
    }


def _sentence(text: str) -> str:
    return f"{text}。" if text and not text.endswith(("。", "！", "？")) else text


def _notice(doc: c.RectificationNotice) -> dict[str, Any]:
    number = f"（编号：{doc.inspection_number}）" if doc.inspection_number else ""
    party = doc.party
    code = f"（统一社会信用代码：{party.credit_code}）" if party.credit_code else ""
    basis = f"依据{doc.basis}，" if doc.basis else ""
    act = "责令你单位立即改正" if doc.kind == "order" else "要求你单位限期整改"
    due = f"请于{printed_date(doc.due_on)}前（含当日）完成整改并提交整改报告"
    to = f"，报送至{doc.hand_in_to}" if doc.hand_in_to else ""
    contact = [f"联系人及联系方式：{doc.contact}。"] if doc.contact else []
    return {
        "title": "责令改正通知书" if doc.kind == "order" else "限期整改通知书",
        "addressee": f"{party.name}：",
        "opening": [
            f"我单位于{printed_date(doc.inspected_on)}对你单位{code}开展监督检查{number}，发现存在下列缺陷和问题。{basis}现{act}。"
        ],
        "deficiencies": _deficiencies(doc.deficiencies),
        "requirements": list(doc.requirements)
        or ["请针对上述缺陷和问题分析原因、评估风险，采取相应的风险控制和整改措施，并举一反三。"],
        "due": [f"{due}{to}。{_sentence(doc.due_note)}", *contact],
        "remedy": _paragraphs(doc.remedy),
        "closing": {"authority": doc.authority, "date": printed_date(doc.issued_on)},
    }


def _plan(doc: c.InspectionPlan) -> dict[str, Any]:
    announced = {None: "", True: "事先告知", False: "不事先告知"}[doc.announced]
    if doc.approver and doc.approved_at:
        approval = f"{doc.approver}于{printed_time(doc.approved_at)}批准。{doc.approval}"
    else:
        approval = "尚未批准，不得据此开展检查。"
    more = (
        ("是否告知", announced),
        ("检查要点版本", doc.edition),
        ("方案版本", f"第{doc.version}版"),
        ("编制人", doc.author),
    )
    return _visit(doc, *more) | {
        "matters": [f"{index}. {item}" for index, item in enumerate(doc.items, 1)],
        "schedule": [row.model_dump() for row in doc.schedule],
        "discipline": list(doc.discipline),
        "changes": list(doc.changes),
        "approval": [approval],
    }


def _review_report(doc: c.ReviewReport) -> dict[str, Any]:
    kept = f"现场检查结论：{doc.on_site}；审核后的检查结论：{doc.result}。" if doc.result else ""
    return _visit(doc) | {
        "findings": list(doc.findings),
        "questions": [
            [{"label": "问", "text": turn.question}, {"label": "答", "text": turn.answer}]
            for turn in doc.questions
        ],
        "opinion": _paragraphs(doc.opinion),
        "conclusion": [*_paragraphs(doc.conclusion), *([kept] if kept else [])],
    }


def _review_question(doc: c.ReviewQuestion) -> dict[str, Any]:
    number = f"（编号：{doc.inspection_number}）" if doc.inspection_number else ""
    return {
        "addressee": f"{doc.party.name}：",
        "opening": [
            f"我单位对{printed_date(doc.inspected_on)}在你单位开展的检查{number}进行审核，现场检查记录中的下列内容需要进一步明确。请核对并写明情况，签字或者加盖公章确认后交回。"
        ],
        "text": _paragraphs(doc.text),
        "closing": {"authority": doc.authority, "date": printed_date(doc.issued_on)},
    }


def _file_check(doc: c.FileCheck) -> dict[str, Any]:
    party = doc.party
    facts = (
        ("被检查对象", party.name),
        ("统一社会信用代码", party.credit_code),
        ("对象类型", "、".join(party.kinds)),
        ("检查类型", doc.inspection_type),
        ("检查方式", doc.mode),
        ("检查时间", printed_span(doc.started_at, doc.ended_at)),
        ("案卷状态", doc.stage),
        ("检查事由", doc.cause),
        ("适用规则", doc.law),
        ("评查日期", printed_date(doc.issued_on)),
    )
    found = {
        name: [row.model_dump() for row in getattr(doc, name)]
        for name in ("violated", "unclear", "met", "nothing")
    }
    note = "本表由系统依案卷中的记录核对生成，供单位内部评查使用，不送达被检查对象；需要人工判断的事项以人工评查为准。"
    return {
        "facts": [{"label": label, "value": value} for label, value in facts if value],
        "outcome": [doc.outcome, note],
        **found,
    }


def _order(doc: c.MeasureOrder) -> dict[str, Any]:
    texts = ("opening", "circumstances", "decision", "requirements", "remedy", "contact")
    return {
        "title": doc.heading,
        "addressee": f"{doc.addressee or doc.party.name}：",
        "closing": {"authority": doc.authority, "date": printed_date(doc.issued_on)},
        **{name: _paragraphs(getattr(doc, name)) for name in texts},
    }


def _measure_record(doc: c.MeasureRecord) -> dict[str, Any]:
    return {
        "title": doc.heading,
        "facts": [
            {"label": label, "value": value}
            for label, value in (("单位名称", doc.party.name), *doc.facts)
            if value
        ],
        "body": _paragraphs(doc.body),
        "commitments": _paragraphs(doc.commitments),
        "closing": {"authority": doc.authority, "date": printed_date(doc.issued_on)},
    }


def _official_letter(doc: c.OfficialLetter) -> dict[str, Any]:
    headings = [part.heading for part in doc.parts if part.heading]
    numbers = {name: f"{numeral(no)}、" if len(headings) > 1 else "" for no, name in enumerate(headings, 1)}
    return {
        "title": doc.heading,
        "addressees": f"{'、'.join(doc.addressees)}：",
        "parts": [
            {
                "heading": f"{numbers[part.heading]}{part.heading}" if part.heading else "",
                "paragraphs": _paragraphs(part.text),
            }
            for part in doc.parts
        ],
        "annexes": list(doc.annexes),
        "contact": doc.contact,
        "copies": list(doc.copies_to),
    }


def _programme_report(doc: c.ProgrammeReport) -> dict[str, Any]:
    tables = ("units", "regions", "kinds", "classes", "merged", "cancelled", "moved", "grades")
    return {
        "title": doc.heading,
        "facts": [
            {"label": "编制单位", "value": doc.party.name},
            {"label": "统计截至", "value": printed_date(doc.as_of)},
        ],
        "summary": _paragraphs(doc.summary),
        "problems": _paragraphs(doc.problems),
        "following": _paragraphs(doc.following),
        "closing": {"authority": doc.authority, "date": printed_date(doc.issued_on)},
        **{
            name: [{key: str(value) for key, value in row.model_dump().items()} for row in getattr(doc, name)]
            for name in tables
        },
    }


_BODIES: Final[dict[type[c.Document], Callable[[Any], dict[str, Any]]]] = {
    c.InspectionReport: _report,
    c.NonconformityList: _nonconformities,
    c.PhotoAppendix: _photos,
    c.RecordForm: _record,
    c.OffSiteRecord: _off_site_record,
    c.InterviewTranscript: _transcript,
    c.RectificationNotice: _notice,
    c.InspectionPlan: _plan,
    c.ReviewReport: _review_report,
    c.ReviewQuestion: _review_question,
    c.FileCheck: _file_check,
    c.MeasureOrder: _order,
    c.MeasureRecord: _measure_record,
    c.OfficialLetter: _official_letter,
    c.ProgrammeReport: _programme_report,
}


def _numbers(layout: Layout, view: dict[str, Any]) -> dict[str, str]:
    """The printed number of each section that has a heading and is not left out."""
    shown = [s for s in layout.sections if s.title and (view[s.block.key] or not s.optional)]
    return {section.block.key: f"{numeral(index)}、" for index, section in enumerate(shown, 1)}
