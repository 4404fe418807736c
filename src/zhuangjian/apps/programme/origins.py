"""Why there is a task, in words: for its page, its plan, and the API."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from pydantic import BaseModel

from zhuangjian.apps.programme.models import Origin, Task, origin_of
from zhuangjian.engines.rules.origins import cause_named, support_words
from zhuangjian.engines.rules.vocabulary import OriginKind
from zhuangjian.engines.rules.words import chinese_date

# Behind which article each origin stands, by the keys of the packs.
LAWS = {
    OriginKind.PROGRAMME: "programme",
    OriginKind.APPLICATION: "licensing",
    OriginKind.CAUSE: "for_cause",
    OriginKind.OFF_SITE: "off_site",
    OriginKind.FIRST_FINDER: "first_finder",
    OriginKind.REGISTRATION: "by_reference",
}
REFERENCE = {OriginKind.APPLICATION: "申请编号", OriginKind.LETTER: "文号", OriginKind.ORDER: "文号"}
RECEIVED = {OriginKind.APPLICATION: "受理日期", OriginKind.FIRST_FINDER: "发现日期"}


# What a task's page can say of its origin, in this order.
TITLES = {
    "kind": "来源",
    "cause": "启动原因",
    "support": "所依据的材料",
    "subject": "所涉类别",
    "licensing_kind": "许可检查种类",
    "body": "来文单位",
    "application": "申请编号",
    "letter": "文号",
    "reference": "编号",
    "applied_on": "申请日期",
    "acceptance": "受理编号",
    "accepted_on": "受理日期",
    "found_on": "发现日期",
    "received_on": "收到日期",
    "earlier": "相关的检查",
    "words": "具体情况",
    "stated_by": "登记",
}


class OriginOut(BaseModel):
    """Why there is a task, as far as it was stated."""

    kind: str
    kind_words: str
    cause: str
    cause_words: str
    support: str
    support_words: str
    body: str
    reference: str
    received_on: date | None
    licensing_kind: str
    applied_on: date | None
    acceptance: str
    words: str
    earlier_id: UUID | None


def cause_words(row: Origin) -> str:
    """The cause in the words of the pack; the key where no pack has it any more."""
    found = cause_named(row.cause, region=settings.REGION)
    return found.title if found else row.cause


def resting_on(row: Origin) -> str:
    """What the cause rests on, in words."""
    return support_words(row.support, region=settings.REGION) or row.support


def stated(row: Origin) -> list[tuple[str, str]]:
    """What was stated of the origin, each with its name; nothing that is empty."""
    kind = OriginKind(row.kind)
    found = [
        ("来源", row.get_kind_display()),
        ("启动原因", cause_words(row)),
        ("所涉类别" if kind == OriginKind.REGISTRATION else "所依据的材料", resting_on(row)),
        ("许可检查种类", row.get_licensing_kind_display()),
        ("来文单位", row.body),
        (REFERENCE.get(kind, "编号"), row.reference),
        ("申请日期", _day(row.applied_on)),
        ("受理编号", row.acceptance),
        (RECEIVED.get(kind, "收到日期"), _day(row.received_on)),
        ("具体情况", row.words),
    ]
    return [(name, text) for name, text in found if text]


def lines(task: Task, person: Any) -> list[tuple[str, str]]:
    """What a task's page says of the origin: what was stated, the other inspection where the person may see it, by whom."""
    row = origin_of(task)
    if row is None:
        return []
    earlier = _earlier(row, person)
    more = [
        ("相关的检查", str(earlier) if earlier else ""),
        ("登记", row.stated_by.name if row.stated_by else ""),
    ]
    return [*stated(row), *((name, text) for name, text in more if text)]


def told(task: Task, person: Any) -> OriginOut | None:
    """The origin over the API."""
    row = origin_of(task)
    if row is None:
        return None
    earlier = _earlier(row, person)
    return OriginOut(
        kind=row.kind,
        kind_words=row.get_kind_display(),
        cause=row.cause,
        cause_words=cause_words(row),
        support=row.support,
        support_words=resting_on(row),
        body=row.body,
        reference=row.reference,
        received_on=row.received_on,
        licensing_kind=row.licensing_kind,
        applied_on=row.applied_on,
        acceptance=row.acceptance,
        words=row.words,
        earlier_id=earlier.public_id if earlier else None,
    )


def law_of(task: Task) -> str:
    """The key of the law behind the task's origin."""
    row = origin_of(task)
    return LAWS.get(OriginKind(row.kind), "programme") if row else "programme"


def _earlier(row: Origin, person: Any) -> Task | None:
    if row.earlier_id is None:
        return None
    return Task.objects.visible_to(person).filter(pk=row.earlier_id).first()


def _day(day: date | None) -> str:
    return chinese_date(day) if day else ""
