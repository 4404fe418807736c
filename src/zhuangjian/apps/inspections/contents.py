"""What is printed about an inspection, as the document templates want it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django.conf import settings
from django.utils import timezone

from zhuangjian.apps.documents.render import LAYOUTS
from zhuangjian.apps.documents.render import contexts as c
from zhuangjian.apps.inspections.checkpoints import Checkpoint, bound_checklist, checkpoints_of
from zhuangjian.apps.inspections.drawing import picture_of
from zhuangjian.apps.inspections.ending import standing
from zhuangjian.apps.inspections.models import Inspection, Signature
from zhuangjian.apps.inspections.models.course import ClosingPoint, OpeningPoint
from zhuangjian.engines.rules.checklists import EDITION_LABELS
from zhuangjian.engines.rules.lookup import pack_for
from zhuangjian.engines.rules.spelling import spelled
from zhuangjian.engines.rules.words import chinese_date

NO_FIXED_CONCLUSION = "本类检查没有规定固定结论，处理见下"


def context_of(name: str, inspection: Inspection, at: Any, **more: Any) -> c.Document:
    """What a template prints about this inspection."""
    body = {
        "inspection_report": _report,
        "nonconformity_list": _nonconformities,
        "record_form": _record_form,
        "off_site_record": _off_site_record,
        "photo_appendix": _photo_appendix,
        "interview_transcript": _transcript,
    }[name]
    return LAYOUTS[name].context(**visit_of(inspection, at), **body(inspection), **more)


def visit_of(inspection: Inspection, at: Any) -> dict[str, Any]:
    """What every paper of a visit says."""
    plan = inspection.plan()
    return {
        "number": inspection.number,
        "authority": inspection.dispatching_unit.name,
        "party": party_of(inspection),
        "issued_on": timezone.localtime(at).date(),
        "inspection_type": inspection.get_licensing_kind_display()
        or inspection.get_inspection_type_display(),
        "mode": inspection.get_mode_display(),
        "cause": inspection.reason,
        "basis": inspection.legal_basis,
        "content": plan.items if plan else "",
        "place": _place(inspection),
        "started_at": inspection.started_at,
        "ended_at": inspection.ended_at,
        "members": tuple(_member(m, inspection) for m in inspection.members()),
        "handling": inspection.handling_opinion,
        "statements": tuple(_statement(s) for s in inspection.statements.all()),
    }


def _place(inspection: Inspection) -> str:
    if inspection.off_site:
        return ""
    return (inspection.site.address if inspection.site else inspection.party.address) or ""


def party_of(inspection: Inspection) -> c.Party:
    """The party as it is now."""
    party = inspection.party
    licence = party.licences.order_by("-issued_on", "-pk").first()
    return c.Party(
        name=party.name,
        address=party.address,
        credit_code=party.credit_code or party.old_code or "",
        kinds=tuple(row.get_kind_display() for row in party.kind_rows.order_by("pk")),
        licence_no=licence.number if licence else "",
        head=party.legal_representative,
        phone=party.phone,
    )


def part_of(member: Any) -> str:
    """The part on the team in Chinese."""
    return {
        "leader": "组长",
        "member": "检查员",
        "expert": "专家",
        "partner": "检查员",
        "assistant": "协助人员",
    }[member.part]


def _member(member: Any, inspection: Inspection) -> c.Member:
    shown = inspection.credentials_shown.filter(person_id=member.person_id).order_by("pk")
    held = tuple(f"{row.kind} {row.number}" for row in shown) or _held(member, inspection)
    return c.Member(
        name=member.person.name,
        role=part_of(member),
        unit=member.person.authority.name if member.person.authority else "",
        credentials=held,
    )


def _held(member: Any, inspection: Inspection) -> tuple[str, ...]:
    """Where nobody shows a credential at a place: those valid on the day on which it began."""
    if not inspection.off_site or inspection.started_at is None:
        return ()
    day = timezone.localdate(inspection.started_at)
    rows = member.person.credentials.order_by("kind", "pk")
    return tuple(f"{row.get_kind_display()} {row.number}" for row in rows if row.valid_on(day))


def _statement(row: Any) -> c.Statement:
    about = f"（针对缺陷{row.deficiency.no}）" if row.deficiency else ""
    if row.edition:
        about += f"（对第{row.edition}稿记录的异议）"
    return c.Statement(
        text=f"{row.text}{about}",
        by=row.made_by,
        verification=row.verification,
        answer=row.get_answer_display(),
    )


def printed_signature(row: Signature, inspection: Inspection) -> c.Signature:
    if row.side == "party":
        role = f"被检查对象{row.signer_post or '负责人'}"
        return c.Signature(
            role=role,
            name=row.signer_name,
            signed_at=row.signed_at,
            sealed=row.kind == "sealed",
            refusal=(row.reason or "未说明") if row.kind == "refused" else "",
            witness=row.witness,
            image=picture_of(row.drawn) if row.drawn else None,
        )
    member = inspection.team.filter(person_id=cast("int", row.person_id)).order_by("-pk").first()
    image = picture_of(row.drawn) if row.drawn else None
    return c.Signature(role=part_of(member), name=row.signer_name, signed_at=row.signed_at, image=image)


def _deficiencies(inspection: Inspection) -> tuple[c.Deficiency, ...]:
    points = {p.no: p for p in checkpoints_of(inspection)}
    rows = standing(inspection).select_related("finding").prefetch_related("finding__evidence").order_by("no")
    return tuple(_deficiency(row, points.get(row.finding.item)) for row in rows)


def _deficiency(row: Any, point: Checkpoint | None) -> c.Deficiency:
    return c.Deficiency(
        text=row.text,
        checkpoint_no=f"{row.finding.item}{point.mark if point else ''}",
        checkpoint=point.topic if point else "",
        item_class=point.class_label if point else "",
        result=row.finding.get_result_display(),
        evidence=tuple(_evidence(e) for e in row.finding.evidence.all() if e.withdrawn_at is None),
    )


def photos_of(inspection: Inspection) -> Any:
    """The photographs that a record shows: taken at a checkpoint and not withdrawn, in the checklist's order."""
    rows = inspection.evidence.filter(kind="photo", withdrawn_at=None).exclude(finding=None)
    return rows.select_related("finding", "taken_by").order_by("finding__pk", "captured_at", "pk")


def _photo_appendix(inspection: Inspection) -> dict[str, Any]:
    points = {p.no: p.topic for p in checkpoints_of(inspection)}
    photos = tuple(
        c.Photo(
            no=number,
            sha256=row.sha256,
            item=row.finding.item,
            caption=row.note or points.get(row.finding.item, ""),
            taken_by=row.taken_by.name,
            taken_at=row.captured_at,
            confirmed=f"{row.confirmed_by}确认" if row.confirmed_by else row.get_unconfirmed_display(),
        )
        for number, row in enumerate(photos_of(inspection), 1)
    )
    return {"photos": photos}


def _evidence(row: Any) -> str:
    why = f"，{row.get_unconfirmed_display()}" if row.unconfirmed else ""
    # On lines of their own: the column is narrow, and a name with its digest would be torn anywhere.
    return f"{row.note or row.file_name}\n{row.sha256[:12]}{why}"


def _edition(inspection: Inspection) -> str:
    entry = bound_checklist(inspection)
    return f"{EDITION_LABELS[inspection.edition]}（{entry.version.partition('.')[0]}年版）" if entry else ""


def _judgement(inspection: Inspection) -> c.Judgement | None:
    if not inspection.concluded_at:
        return None
    why = inspection.conclusion_answer
    return c.Judgement(
        term=inspection.get_conclusion_display() or NO_FIXED_CONCLUSION,
        reasons=tuple(_printed_reasons(why)),
        pack=why.get("pack", ""),
        basis=why.get("basis", "official"),
        override=inspection.override_reason,
    )


def _printed_reasons(why: dict[str, Any]) -> Iterator[c.ReasonLine]:
    """What a served paper says of the reasons: no word for the officer only, no article that is to be confirmed.

    Where a person decided, their reason is the first; the rest says which conclusions there were to choose from.
    """
    rules = pack_for(settings.REGION)
    reasons = why.get("reasons", [])
    for reason in reasons[:1] if why.get("decided_by_person") else reasons:
        text = reason.get("printed", reason["text"])
        confirmed = reason.get("basis", "official") != "to_be_confirmed"
        if text:
            yield c.ReasonLine(text=text, article=spelled(reason["article"], rules) if confirmed else "")


def _report(inspection: Inspection) -> dict[str, Any]:
    return {
        "edition": _edition(inspection),
        "companions": _attendee(_attended(inspection)),
        "summary": tuple(summary_of(inspection)),
        "deficiencies": _deficiencies(inspection),
        "judgement": _judgement(inspection),
    }


def _nonconformities(inspection: Inspection) -> dict[str, Any]:
    return {"edition": _edition(inspection), "deficiencies": _deficiencies(inspection)}


def _record_form(inspection: Inspection) -> dict[str, Any]:
    found = {f.item: f for f in inspection.findings.all()}
    rows = []
    for point in checkpoints_of(inspection):
        finding = found.get(point.no)
        rows.append(
            c.CheckRow(
                no=point.no,
                item=point.summary or point.topic or f"检查要点第{point.no}项",
                result=finding.get_result_display() if finding else "未检查",
                finding=finding.text if finding else "",
            )
        )
    return {
        "rows": tuple(rows),
        "deficiencies": _deficiencies(inspection),
        "judgement": _judgement(inspection),
    }


def _off_site_record(inspection: Inspection) -> dict[str, Any]:
    return _record_form(inspection) | {
        "asked": tuple(_asked(row) for row in inspection.material_requests.order_by("no")),
        "sessions": tuple(_session(row) for row in inspection.remote_sessions.order_by("no")),
    }


def _asked(row: Any) -> c.Asked:
    received = [one.receipt + ("（逾期）" if one.late else "") for one in row.submissions.order_by("no")]
    return c.Asked(
        no=str(row.no),
        text=f"{row.text}（书面说明）" if row.kind == "question" else row.text,
        due=chinese_date(row.due_on),
        outcome=row.get_stage_display(),
        receipts="\n".join(received),
    )


def _session(row: Any) -> c.Session:
    if row.began_at is None:
        when = (
            f"约定{timezone.localtime(row.appointed_for):%Y年%-m月%-d日 %H:%M}（{row.get_stage_display()}）"
        )
        return c.Session(when=when, means=row.means, note=row.note)
    began, ended = timezone.localtime(row.began_at), timezone.localtime(row.ended_at)
    return c.Session(
        when=f"{began:%Y年%-m月%-d日 %H:%M}至{ended:%H:%M}",
        means=row.means,
        people=f"检查人员：{'、'.join(row.team_present)}；被检查对象：{row.party_present}",
        identities=row.identities,
        shown=tuple(row.shown),
        note=row.note,
    )


def _transcript(inspection: Inspection) -> dict[str, Any]:
    opening = inspection.meetings.filter(kind="opening").first()
    points = opening.points if opening else []
    attended = _attended(inspection)
    deficiencies = [
        f"缺陷{d.no}（检查要点{d.finding.item}）：{d.text}"
        for d in standing(inspection).select_related("finding")
    ]
    return {
        "interviewee": attended.party_attendee if attended else "",
        "interviewee_post": attended.party_attendee_post if attended else "",
        "recorder": inspection.members()[0].person.name,
        "told": tuple(p.label for p in OpeningPoint if p.value in points),
        "observations": (*summary_of(inspection), *deficiencies),
    }


def _attended(inspection: Inspection) -> Any:
    """The first meeting that names who was there for the party; an unannounced inspection may have no opening."""
    named = [m for m in inspection.meetings.all() if m.party_attendee]
    return min(named, key=lambda m: m.held_at, default=None)


def _attendee(meeting: Any) -> str:
    if meeting is None:
        return ""
    return " ".join(filter(None, (meeting.party_attendee, meeting.party_attendee_post)))


def summary_of(inspection: Inspection) -> list[str]:
    """The course in a few sentences: meetings, how many checkpoints came to what, obstruction."""
    lines = []
    counts: dict[str, int] = {}
    for finding in inspection.findings.all():
        label = finding.get_result_display()
        counts[label] = counts.get(label, 0) + 1
    total = sum(counts.values())
    if total:
        parts = "，".join(f"{label}{number}项" for label, number in counts.items())
        asked = len(checkpoints_of(inspection))
        left = asked - total
        whole = f"检查要点共{asked}项，检查{total}项，未检查{left}项" if left > 0 else f"共检查{total}项"
        why = f"未检查的理由：{inspection.uninspected_reason}。" if inspection.uninspected_reason else ""
        lines.append(f"{whole}：{parts}。{why}".replace("。。", "。"))
    opening = inspection.meetings.filter(kind="opening").first()
    if opening:
        told = "、".join(p.label for p in OpeningPoint if p.value in opening.points)
        if told:
            lines.append(f"首次会议：{told}。")
        if opening.notice_omitted_reason:
            lines.append(f"未预先告知，省略部分告知事项：{opening.notice_omitted_reason}。")
    closing = inspection.meetings.filter(kind="closing").first()
    if closing:
        told = "、".join(p.label for p in ClosingPoint if p.value in closing.points)
        lines.append(
            f"告知被检查对象：{told}。".replace("现场", "") if inspection.off_site else f"末次会议：{told}。"
        )
    if inspection.obstruction:
        lines.append(f"被检查对象拒绝、逃避、阻碍检查：{inspection.obstruction_note}")
    return lines
