"""What is shown of letters and of fixed copies."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from zhuangjian.apps.cooperation.models import (
    Addressee,
    Annex,
    Answer,
    Delegate,
    Direction,
    Extension,
    Letter,
    LetterStage,
    PublicCopy,
)
from zhuangjian.engines.rules.vocabulary import LetterKind
from zhuangjian.kernel.days import said_time
from zhuangjian.kernel.sheets import Column, Datum, Filter, Reading, Sheet, contains, fact, rows_of

TONES = {LetterStage.ANSWERED: "ok", LetterStage.CLOSED: "ok", LetterStage.WITHDRAWN: "off"}


def visible(person: Any) -> QuerySet[Letter]:
    """Letters that the person may see."""
    related = ("authority", "handler", "party", "inspection", "lead", "task", "earlier")
    return Letter.objects.visible_to(person).select_related(*related)


def stage_view(row: Letter) -> tuple[str, str]:
    """The stage with its colour."""
    return row.get_stage_display(), TONES.get(LetterStage(row.stage), "wait")


def others(row: Letter) -> str:
    """Who wrote a letter that came in, to whom one goes that went out."""
    if row.direction == Direction.IN:
        return row.body_name
    return "、".join(
        f"{one.name}（抄送）" if one.second else one.name for one in row.addressees.order_by("pk")
    )


def _told(name: str, title: str, kind: Any = str) -> Column:
    return fact(name, title, name, left_out=True, api={name: Datum(kind, name)})


def _shown(name: str, title: str) -> Column:
    return fact(name, title, f"get_{name}_display", left_out=True, api={name: Datum(str, name)})


def _parts(name: str, title: str, model: Any, schema: str, /, **fields: Any) -> Column:
    return fact(
        name,
        title,
        lambda row: getattr(row, name).count(),
        drawn=False,
        api={name: rows_of(model, "letter", schema, "pk", **fields)},
    )


LETTERS = Sheet(
    "letters",
    "函件",
    (
        Column(
            "subject",
            "事由",
            "subject",
            sort="subject",
            link=lambda row: row.get_absolute_url(),
            api={
                "id": Datum(UUID, "public_id"),
                "subject": Datum(str, "subject"),
                "version": Datum(int, "version"),
            },
        ),
        Column("kind", "种类", "get_kind_display", sort="kind", fact=True, api={"kind": Datum(str, "kind")}),
        Column(
            "direction",
            "来去",
            "get_direction_display",
            sort="direction",
            css="text-nowrap",
            api={"direction": Datum(str, "direction")},
        ),
        Column(
            "stage",
            "状态",
            "get_stage_display",
            sort="stage",
            status=stage_view,
            api={"stage": Datum(str, "stage"), "stage_words": Datum(str, "get_stage_display")},
        ),
        Column("others", "对方", others, fact=True, api={"others": Datum(str, others)}),
        Column("number", "文号", "number", sort="number", fact=True, left_out=True, api=str),
        Column(
            "authority",
            "登记单位",
            "authority.short_name",
            sort="authority__name",
            css="text-nowrap",
            fact=True,
            api=str,
        ),
        fact("handler", "承办单位", "handler.name", api={"handler": Datum(str, "handler.name")}),
        Column(
            "due",
            "函复期限",
            "due",
            sort="due",
            css="text-nowrap",
            fact=True,
            left_out=True,
            api={"due": Datum(date | None, "due")},
        ),
        Column(
            "written_at",
            "登记日期",
            lambda row: timezone.localdate(row.written_at),
            sort="written_at",
            css="text-nowrap",
            fact=True,
            api={"written_at": Datum(datetime, "written_at")},
        ),
        _told("party_name", "涉及企业"),
        fact(
            "inspection",
            "检查",
            "inspection.number",
            link=lambda row: row.inspection.get_absolute_url(),
            left_out=True,
            api={"inspection_id": Datum(UUID | None, "inspection.public_id")},
        ),
        fact(
            "lead",
            "违法线索",
            "lead.number",
            link=lambda row: row.lead.get_absolute_url(),
            left_out=True,
            api={"lead_id": Datum(UUID | None, "lead.public_id")},
        ),
        fact(
            "task",
            "引起的检查任务",
            "task",
            link=lambda row: row.task.get_absolute_url(),
            left_out=True,
            api={"task_id": Datum(UUID | None, "task.public_id")},
        ),
        fact(
            "earlier",
            "相关函件",
            "earlier",
            link=lambda row: row.earlier.get_absolute_url(),
            left_out=True,
            api={"earlier_id": Datum(UUID | None, "earlier.public_id")},
        ),
        _told("reasons", "理由"),
        _told("matters", "事项"),
        _told("contact_name", "联系人"),
        _told("contact_way", "联系方式"),
        _told("public_info", "可公开查询的信息"),
        _told("public_reason", "仍需协查的理由"),
        _shown("urgency", "缓急"),
        _told("own_term", "请求的期限", date | None),
        fact(
            "sent_at",
            "发出日期",
            lambda row: timezone.localdate(row.sent_at) if row.sent_at else None,
            left_out=True,
            api={"sent_at": Datum(datetime | None, "sent_at")},
        ),
        _told("received_on", "收到日期", date | None),
        fact(
            "decision",
            "是否开展检查",
            lambda row: "" if row.decision is None else ("决定开展" if row.decision else "决定不开展"),
            left_out=True,
            api={"decision": Datum(bool | None, "decision")},
        ),
        _told("decision_text", "决定的理由和安排"),
        _shown("unclear", "尚不确定"),
        _told("unclear_text", "不确定的问题"),
        _told("together", "共同调查取证情况"),
        fact(
            "disputed",
            "管辖权争议",
            lambda row: "有争议" if row.disputed else "",
            left_out=True,
            api={"disputed": Datum(bool, "disputed")},
        ),
        _told("closing", "说明"),
        _parts(
            "addressees",
            "收文单位",
            Addressee,
            "LetterAddressee",
            name=str,
            kind=str,
            second=bool,
            received_on=date | None,
        ),
        _parts(
            "annexes",
            "附件",
            Annex,
            "LetterAnnex",
            title=str,
            body_name=str,
            of_answer=bool,
            sha256=str,
            size=int,
        ),
        _parts(
            "answers",
            "复函",
            Answer,
            "LetterAnswer",
            body_name=str,
            number=str,
            answered_on=date,
            text=str,
            trusted=bool,
        ),
        _parts(
            "extensions",
            "延期",
            Extension,
            "LetterExtension",
            body_name=str,
            until=date,
            reason=str,
            told_on=date,
        ),
        _parts(
            "delegates",
            "派出人员",
            Delegate,
            "LetterDelegate",
            side=str,
            name=str,
            unit_name=str,
            leader=bool,
        ),
    ),
    (
        Filter("q", "事由、文号或企业", contains("subject", "number", "party_name", "body_name")),
        Filter("kind", "种类", "kind", "choice", lambda _: LetterKind.choices()),
        Filter("direction", "来去", "direction", "choice", lambda _: Direction.choices()),
        Filter("stage", "状态", "stage", "choice", lambda _: LetterStage.choices()),
    ),
    sort="-written_at",
    model=Letter,
    empty="没有函件。",
    empty_hint=lambda _: "在下面拟写函件，或者登记、接收来函。",
    rows=visible,
    reading=Reading(
        "letters",
        "函件",
        "LetterOut",
        "函件列表",
        "一件函件",
        ("zhuangjian_api_cooperation_letters", "zhuangjian_api_cooperation_letter"),
        one_schema="LetterDetail",
        words="Letters that the person's unit wrote, registered or answers, as far as they see what those are about.",
        one_words="One letter with addressees, annexes, extensions, answers and the people who go.",
    ),
)

COPIES = Sheet(
    "public-copies",
    "公开信息固定件",
    (
        Column(
            "about",
            "查询对象",
            "about",
            sort="about",
            link=lambda row: row.get_absolute_url(),
            api={"id": Datum(UUID, "public_id"), "about": Datum(str, "about")},
        ),
        Column("info", "信息", "info", sort="info", fact=True, api=str),
        Column("source", "出处", "source", fact=True, api=str),
        Column(
            "method",
            "固定方式",
            "get_method_display",
            sort="method",
            fact=True,
            api={"method": Datum(str, "method")},
        ),
        Column(
            "taken_at",
            "固定时间",
            lambda row: said_time(row.taken_at),
            sort="taken_at",
            css="text-nowrap",
            fact=True,
            api={"taken_at": Datum(datetime, "taken_at")},
        ),
        fact("by", "经办人", "taken_by.name", api={"taken_by": Datum(str, "taken_by.name")}),
        fact("digest", "SHA-256", "sha256", api={"sha256": Datum(str, "sha256")}),
        fact(
            "inspection",
            "检查",
            "inspection.number",
            link=lambda row: row.inspection.get_absolute_url(),
            left_out=True,
            api={"inspection_id": Datum(UUID | None, "inspection.public_id")},
        ),
    ),
    (Filter("q", "查询对象或信息", contains("about", "info", "source")),),
    sort="-taken_at",
    model=PublicCopy,
    empty="没有固定件。",
    empty_hint=lambda _: "能从政府网站查询的信息，在下面固定。",
    rows=lambda person: PublicCopy.objects.visible_to(person).select_related("taken_by", "inspection"),
    reading=Reading(
        "public-copies",
        "公开信息固定件",
        "PublicCopyOut",
        "公开信息固定件列表",
        "一份公开信息固定件",
        ("zhuangjian_api_cooperation_copies", "zhuangjian_api_cooperation_copy"),
        words="Copies of what public registers show, made by the person's unit.",
        one_words="One copy, with where and when it was taken.",
    ),
)
