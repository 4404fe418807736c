"""A report is received from the public, taken up by one person, checked and answered; its sender reads the answer by code."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.db.models import Q
from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, AuthorityKind, Person
from zhuangjian.apps.concern import turns
from zhuangjian.apps.concern.models import Concern, ConcernKind, ConcernOutcome, ConcernStage, Informant
from zhuangjian.apps.concern.queries import digest
from zhuangjian.apps.concern.who import HANDLER, LEADERS, OFFICE, PUBLIC, WORKERS, at
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.registry.models import Party
from zhuangjian.kernel.states import always

NUMBERS = re.compile(r"(?<!\d)(1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")
TEXT: dict[str, Any] = {"widget": "textarea", "rows": 5}


def provincial() -> Authority:
    """The unit that receives what nobody below is named for."""
    rows = Authority.objects.unrestricted().filter(kind=str(AuthorityKind.MUNICIPAL), is_active=True)
    return rows.order_by("pk")[0]


def _named(act: Act[Concern, Any], text: str) -> str:
    """What the text says of the informant, or of another whom its writer knows from a report about the same; or nothing."""
    case = act.case
    same = Q(concern__subject=case.subject)
    if case.party_id:
        same |= Q(concern__party_id=case.party_id)
    known = Q(concern__handler_id=act.actor.pk) & same
    rows = Informant.objects.unrestricted().filter(Q(concern_id=case.pk) | known)
    words = (word for one in rows for word in (one.name, one.contact))
    return next((word for word in words if len(word) > 1 and word in text), "")


class ReceiveConcern(Act[None, Authority]):
    """登记公众不登录反映的情况；回执码只给反映人，本系统只存摘要。"""

    name = "concern.receive"
    title = "登记公众反映"
    cites = "public_concern"
    model = Concern
    creates = True
    who = PUBLIC
    when = always

    class Input(Fields):
        """What was typed into the public form."""

        kind: ConcernKind = Field(title="类别")
        subject: str = Field(title="反映的企业或者公示", min_length=2, max_length=120)
        product: str = Field("", title="产品", max_length=120)
        text: str = Field(title="反映内容", min_length=10, max_length=4000, json_schema_extra=TEXT)
        about: UUID | None = Field(None, title="所涉公示")
        authority: int | None = Field(None, title="办理单位")
        name: str = Field("", title="姓名", max_length=60)
        contact: str = Field("", title="联系方式", max_length=120)
        code: str = Field(title="回执码", min_length=16, max_length=30)

    data: Input

    def check(self) -> Authority:
        """A unit that is there; a name alone reaches nobody."""
        data = self.data
        if data.name and not data.contact:
            self.refuse("留了姓名的，请同时留下电话或者邮箱；不愿意留的，两项都不填。", "联系方式")
        if data.authority is None:
            return provincial()
        unit = Authority.objects.unrestricted().filter(pk=data.authority, is_active=True).first()
        if unit is None:
            self.refuse("请从列出的单位中选择。", "办理单位")
        return unit

    def do(self, found: Authority) -> Change:
        """The report, its sender apart from it, the office's turn."""
        data = self.data
        row = Concern.objects.create(
            receipt=digest(data.code),
            kind=data.kind,
            authority=found,
            subject=data.subject,
            product=data.product,
            text=data.text,
            about=data.about,
            named=bool(data.contact),
            received_at=self.at,
        )
        if data.contact:
            one = Informant.objects.create(concern=row, name=data.name, contact=data.contact)
            also(self, one, concern=row.public_id)
        self.owe(turns.TAKE, row)
        return Change(row, {"kind": data.kind})


class TakeConcern(Act[Concern, Party | None]):
    """受理一件公众反映，由本人承办；核对出所反映的企业的，写明企业。"""

    name = "concern.take"
    title = "受理并承办"
    cites = "public_concern"
    who = OFFICE
    when = at(ConcernStage.NEW)
    answers = (turns.TAKE,)

    class Input(Fields):
        """Which enterprise it is about, where that is known."""

        party: str = Field(
            "",
            title="企业",
            max_length=120,
            description="填写名录中的企业全称或者统一社会信用代码；不能确定的留空",
        )

    data: Input

    def check(self) -> Party | None:
        """An enterprise that the person sees."""
        wanted = self.data.party.strip()
        if not wanted:
            return None
        rows = Party.objects.visible_to(self.actor)
        party = rows.filter(name=wanted).first() or rows.filter(credit_code=wanted).first()
        if party is None:
            self.refuse("名录中没有这家企业，请核对全称或者统一社会信用代码；不能确定的留空。", "企业")
        return party

    def do(self, found: Party | None) -> Change:
        """Theirs from now on, and theirs alone to know who reported."""
        row = self.case
        row.stage, row.taken_at, row.handler, row.party = ConcernStage.TAKEN, self.at, self.actor, found
        row.save()
        self.owe(turns.ANSWER, row)
        return Change(row, {"party": found.pk if found else None})


def _colleagues(case: Concern) -> list[Person]:
    rows = Person.objects.unrestricted().filter(
        authority_id=case.authority_id, is_active=True, role_rows__role__in=[str(one) for one in WORKERS]
    )
    return list(rows.exclude(pk=case.handler_id).distinct().order_by("pk"))


class HandOverConcern(Act[Concern, Person]):
    """承办人不能继续办理的，由负责人改由他人承办；反映人的身份从此只有新的承办人看得到。"""

    name = "concern.hand_over"
    title = "改由他人承办"
    cites = "public_concern"
    who = LEADERS
    when = at(ConcernStage.TAKEN)

    class Input(Fields):
        """By whom from now on, and why."""

        person: int = Field(title="承办人")
        reason: str = Field(title="理由", min_length=4, max_length=400)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Concern) -> Options:
        """The unit's other people."""
        return {"person": [(one.pk, one.name) for one in _colleagues(case)]}

    def check(self) -> Person:
        """One of them."""
        found = next((one for one in _colleagues(self.case) if one.pk == self.data.person), None)
        if found is None:
            self.refuse("请从列出的人员中选择。", "承办人")
        if words := _named(self, self.data.reason):
            self.refuse(f"理由中写有反映人的身份（“{words[:1]}…”），请删去。", "理由")
        return found

    def do(self, found: Person) -> Change:
        """The other's turn."""
        row = self.case
        row.handler, row.handed_over = found, self.data.reason
        row.save()
        self.owe(turns.ANSWER, row, again=True)
        return Change(row, {"to": found.pk})


class AnswerConcern(Act[Concern]):
    """登记核查情况，答复反映人；答复凭回执码在公开页面查看，不写举报人和其他人的个人信息。"""

    name = "concern.answer"
    title = "答复"
    cites = "public_concern"
    who = HANDLER
    when = at(ConcernStage.TAKEN)
    answers = (turns.ANSWER,)

    class Input(Fields):
        """What was found, and what is told."""

        outcome: ConcernOutcome = Field(title="结果")
        answer: str = Field(
            title="答复",
            min_length=10,
            max_length=4000,
            json_schema_extra=TEXT,
            description="凭回执码可以看到的文字",
        )
        internal: str = Field(
            title="核查情况",
            min_length=4,
            max_length=4000,
            json_schema_extra=TEXT,
            description="怎样核查的，后续由谁办理；只给监管人员看",
        )

    data: Input

    def check(self) -> None:
        """Neither text names who reported, this time or another about the same; the answer no private number either."""
        if words := _named(self, self.data.answer + self.data.internal):
            self.refuse(f"答复和核查情况中写有反映人的身份（“{words[:1]}…”），请删去。", "答复")
        if NUMBERS.search(self.data.answer):
            self.refuse("答复中写有手机号码或者身份证号码，请删去；需要联系的，写办公电话。", "答复")

    def do(self, found: None) -> Change:
        """Answered; its sender reads it with the receipt code."""
        row, data = self.case, self.data
        row.stage, row.answered_at = ConcernStage.ANSWERED, self.at
        row.outcome, row.answer, row.internal = data.outcome, data.answer, data.internal
        row.save()
        return Change(row, {"outcome": data.outcome})
