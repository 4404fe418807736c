"""People go along, a joint team has its leader, and what it cannot settle is first looked into together (CQ 44, 46, 47)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, cast

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.cooperation import turns
from zhuangjian.apps.cooperation.actions.common import TEXT, LetterAct
from zhuangjian.apps.cooperation.law import leads
from zhuangjian.apps.cooperation.models import Delegate, Letter, LetterStage, Side, Unclear
from zhuangjian.apps.cooperation.who import HANDLER, OWN, at
from zhuangjian.apps.inspections.step import refuse_faults
from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.registry.conflicts import NO_INTEREST, conflicts
from zhuangjian.engines.rules.vocabulary import LetterKind
from zhuangjian.kernel.asking import all_of, any_of
from zhuangjian.kernel.states import holds

GOING = (LetterKind.ASSISTANCE, LetterKind.DELEGATED, LetterKind.JOINT, LetterKind.EXTENDED)
UNDER_WAY = (LetterStage.SENT, LetterStage.RECEIVED, LetterStage.ANSWERED)
PARTIES = any_of(OWN, HANDLER)
TOGETHER = holds("是可以派员的函件", lambda case: case.kind in GOING, "这一种函件不派员前往。")
JOINT = holds(
    "是联合检查联系函", lambda case: case.kind == LetterKind.JOINT, "只有联合检查才登记共同调查的情况。"
)


class SendPerson(LetterAct):
    """派员赴现场，或者登记对方派来的人员；联合检查组的组长由决定联合检查的一方选派。"""

    name = "cooperation.send_person"
    title = "登记派出人员"
    who = PARTIES
    when = all_of(at(*UNDER_WAY, early="函件还没有发出"), TOGETHER)

    class Input(Fields):
        """Who goes; whether they lead."""

        side: Side = Field(Side.OURS, title="哪一方的人员")
        person: str = Field(
            "",
            title="本单位人员",
            max_length=60,
            description="登录名",
            json_schema_extra={"widget": "suggested"},
        )
        name: str = Field("", title="对方人员姓名", max_length=60)
        unit_name: str = Field("", title="对方人员所在单位", max_length=120)
        leader: bool = Field(False, title="任联合检查组组长")

    data: Input

    @classmethod
    def found(
        cls, person: Person, case: Letter, field: str, words: str, chosen: Sequence[str] = ()
    ) -> Sequence[tuple[object, str]]:
        """One's own officials whose name begins so."""
        if field != "person":
            return ()
        rows = Person.objects.visible_to(person).filter(is_active=True, name__startswith=words)
        rows = rows.filter(authority_id__in=person.scope.authorities).order_by("name")[:20]
        return [(row.username, f"{row.name} {row.authority}") for row in rows]

    def check(self) -> None:
        """Somebody; no leader of the side that did not decide, and no second one."""
        data = self.data
        if data.side == Side.OURS:
            rows = Person.objects.visible_to(self.actor).filter(
                authority_id__in=self.actor.scope.authorities, username=data.person, is_active=True
            )
            if not data.person or (person := rows.first()) is None:
                self.refuse("请填写本单位（或者所属单位）在用人员的登录名。", "本单位人员", article="")
            if about := self.case.party or self.case.party_name:
                refuse_faults(conflicts([person], about, self.today).value, "派出的人员有利害关系。")
        elif not (data.name and data.unit_name):
            self.refuse("请填写对方人员的姓名和所在单位。", "姓名、所在单位", article="")
        if data.leader:
            self._leader(data.side)

    def _leader(self, side: Side) -> None:
        if self.case.kind != LetterKind.JOINT:
            self.refuse("只有联合检查才选派组长。", article="")
        right = leads(self.case)
        if right is not None and side != right:
            who = "本单位" if right == Side.OURS else "对方"
            self.refuse(
                f"联合检查由{who}决定，组长由{who}选派。",
                article=self.cite("joint_inspection"),
            )
        if self.case.delegates.filter(leader=True).exists():
            self.refuse("联合检查组已有组长。", article="")

    def do(self, found: None) -> Change:
        """One row."""
        data = self.data
        person = Person.objects.get(username=data.person) if data.side == Side.OURS else None
        Delegate.objects.create(
            letter=self.case,
            side=data.side,
            person=person,
            name=person.name if person else data.name,
            unit_name=str(person.authority.name) if person and person.authority else data.unit_name,
            leader=data.leader,
        )
        self.case.save()
        return Change(self.case, {"side": str(data.side), "leader": data.leader})


class MarkUnclear(LetterAct):
    """发现违法问题或者管辖权尚不确定：联合检查组先行共同开展调查、取证。"""

    name = "cooperation.mark_unclear"
    title = "登记尚不确定的问题"
    cites = "joint_inspection"
    article: ClassVar[str] = cast("str", Act.__dict__["article"])
    who = PARTIES
    when = all_of(
        at(*UNDER_WAY, early="函件还没有发出"),
        JOINT,
        holds("还没有登记", lambda case: not case.unclear, "尚不确定的问题已经登记。"),
    )

    class Input(Fields):
        """What makes the competence unclear, in words."""

        unclear: Unclear = Field(title="尚不确定的是")
        text: str = Field(title="问题", min_length=2, max_length=4000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """First they investigate together."""
        self.change(unclear=self.data.unclear, unclear_text=self.data.text)
        self.owe(turns.TOGETHER, self.case)
        return Change(self.case, {"unclear": str(self.data.unclear)})


class RecordTogether(LetterAct):
    """登记共同调查、取证的情况；仍有管辖权争议的，报请国家药品监督管理局指定管辖。"""

    name = "cooperation.record_together"
    title = "登记共同调查情况"
    guards = (NO_INTEREST,)
    cites = "joint_inspection"
    article: ClassVar[str] = cast("str", Act.__dict__["article"])
    who = PARTIES
    when = all_of(
        at(*UNDER_WAY),
        JOINT,
        holds("有尚不确定的问题", lambda case: bool(case.unclear), "还没有登记尚不确定的问题。"),
        holds("还没有登记情况", lambda case: not case.together, "共同调查的情况已经登记。"),
    )
    answers = (turns.TOGETHER,)

    class Input(Fields):
        """What was found out together."""

        text: str = Field(title="共同调查、取证情况", min_length=2, max_length=8000, json_schema_extra=TEXT)
        disputed: bool = Field(False, title="仍有管辖权争议")

    data: Input

    def do(self, found: None) -> Change:
        """Where competence is disputed still, the national authority is asked."""
        self.change(together=self.data.text, disputed=self.data.disputed)
        if self.data.disputed:
            self.owe(turns.DISPUTE, self.case)
        return Change(self.case, {"disputed": self.data.disputed})
