"""Closing meeting, statements and defence, and what they change (CQ 15)."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.inspections import turns
from zhuangjian.apps.inspections.actions.arrive import opening_lacks
from zhuangjian.apps.inspections.actions.deficiencies import BAD, change_deficiency, find_deficiency
from zhuangjian.apps.inspections.actions.reopening import reopen
from zhuangjian.apps.inspections.actions.sign import NOT_CLOSED_BY_PARTY
from zhuangjian.apps.inspections.covering import refuse_left
from zhuangjian.apps.inspections.ending import standing
from zhuangjian.apps.inspections.models import Deficiency, Inspection, Meeting, Stage, Statement
from zhuangjian.apps.inspections.models.course import ClosingPoint, MeetingKind, Position
from zhuangjian.apps.inspections.models.findings import DeficiencyStatus
from zhuangjian.apps.inspections.papers import edition_of
from zhuangjian.apps.inspections.step import HIDDEN, TEXT, Adding, Step
from zhuangjian.apps.inspections.who import LEADER, MEMBERS, NOT_BEGUN, at
from zhuangjian.apps.ledger.act import Change, Fields, Options
from zhuangjian.engines.rules.vocabulary import ItemResult, Term
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.turns import Holder, Turn


class Answer(Term):
    """What becomes of a statement."""

    ACCEPTED = "accepted", "采纳"
    PARTLY = "partly", "部分采纳"
    REJECTED = "rejected", "不予采纳"


class HoldClosing(Step):
    """The team tells the result; the party may state and defend."""

    name = "inspections.closing"
    title = "末次会议"
    cites = "closing"
    who = LEADER
    when = at(Stage.ON_SITE, early=NOT_BEGUN)
    answers: ClassVar[tuple[Turn[Any], ...]] = (turns.CLOSING, turns.FINDINGS, turns.OPENING)

    class Input(Fields):
        """What was told, who was there, what the party says."""

        points: list[ClosingPoint] = Field(default_factory=list, title="告知事项")
        party_attendee: str = Field(title="被检查对象参加人", min_length=1, max_length=60)
        party_attendee_post: str = Field("", title="职务", max_length=60)
        position: Position = Field(title="被检查对象的意见")
        notes: str = Field("", title="记录", json_schema_extra=TEXT)
        uninspected_reason: str = Field(
            "",
            title="未检查项目的理由",
            max_length=2000,
            description="方案所列项目没有检查完的写明；法规要求检查的项目不能不检查",
            json_schema_extra=TEXT,
        )

    data: Input

    def check(self) -> None:
        """Opening held; what must be inspected is, the rest too or with a reason; every shortfall listed, both points told."""
        if opening_lacks(self.case):
            self.refuse("首次会议还没有记录。", "首次会议", article=self.cite("opening"))
        refuse_left(self.case, self.data.uninspected_reason, self.today)
        tied = set(standing(self.case).values_list("finding_id", flat=True))
        loose = [f.item for f in self.case.findings.filter(result__in=BAD) if f.pk not in tied]
        if loose:
            self.refuse(
                "下列不符合或者瑕疵的项目还没有列出缺陷，检查发现的缺陷应当以书面形式体现。",
                *(f"第{no}项的缺陷描述" for no in loose),
                article=self.cite("deficiencies"),
            )
        untold = [p.label for p in ClosingPoint if p not in self.data.points]
        if untold:
            self.refuse("现场检查结束后应当告知结果，并听取陈述申辩。", *untold)

    def do(self, found: None) -> Change:
        """The meeting; the leader then answers statements and concludes."""
        Meeting.objects.create(
            inspection=self.case,
            kind=MeetingKind.CLOSING,
            held_at=self.at,
            points=[*(p.value for p in self.data.points), self.data.position.value],
            party_attendee=self.data.party_attendee,
            party_attendee_post=self.data.party_attendee_post,
            notes=self.data.notes,
            kept_by=self.actor,
        )
        self.case.ended_at = self.at
        self.case.uninspected_reason = self.data.uninspected_reason
        self.owe(turns.CONCLUDE, self.case, to=Holder(person=self.person))
        return self.move(Stage.CLOSING, position=self.data.position, deficiencies=standing(self.case).count())


class RecordStatement(Step[Deficiency | None]):
    """Write down what the party states or objects to, truthfully: the result it was told, or the record as written."""

    name = "inspections.statement"
    title = "记录陈述申辩"
    cites = "closing"
    who = MEMBERS
    when = all_of(
        at(Stage.CLOSING, Stage.RECORDED, early="末次会议还没有召开"),
        NOT_CLOSED_BY_PARTY,
    )

    class Input(Adding):
        """Its words, about which deficiency, by whom."""

        deficiency: UUID | None = Field(None, title="所涉缺陷", description="不针对某一条的留空")
        text: str = Field(title="陈述申辩内容", min_length=1, json_schema_extra=TEXT)
        made_by: str = Field(title="陈述人", min_length=1, max_length=60)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Inspection) -> Options:
        """The deficiencies that stand, by number and text."""
        return {"deficiency": [(d.public_id, f"{d.no}. {d.text[:40]}") for d in standing(case)]}

    def check(self) -> Deficiency | None:
        """The deficiency is one of this inspection."""
        return find_deficiency(self, self.data.deficiency) if self.data.deficiency else None

    def do(self, found: Deficiency | None) -> Change:
        """The statement, and the leader's duty to verify and answer it."""
        edition = edition_of(self.case) if self.case.stage == Stage.RECORDED else 0
        Statement.objects.create(
            inspection=self.case,
            deficiency=found,
            text=self.data.text,
            made_by=self.data.made_by,
            made_at=self.at,
            edition=edition,
        )
        self.owe(turns.ANSWER, self.case)
        return Change(self.case, {"deficiency": found.no if found else None, "edition": edition})


class AnswerStatement(Step[Statement]):
    """Verify a statement and answer it; what is accepted changes the deficiency and the checkpoint's result.

    An objection to the record that is accepted takes the record back: a new edition is made, and both are kept.
    """

    name = "inspections.answer"
    title = "核实并答复陈述申辩"
    cites = "closing"
    who = MEMBERS
    when = at(Stage.CLOSING, Stage.CONCLUDED, Stage.RECORDED, early="末次会议还没有召开")
    answers = (turns.ANSWER,)

    class Input(Adding):
        """What was verified, the answer, and what it changes of the deficiency and the result."""

        statement: UUID = Field(title="陈述申辩", json_schema_extra=HIDDEN)
        verification: str = Field(title="核实情况", min_length=1, json_schema_extra=TEXT)
        answer: Answer = Field(title="处理")
        withdraw: bool = Field(False, title="撤销所涉缺陷")
        new_text: str = Field("", title="缺陷改为", max_length=2000, json_schema_extra=TEXT)
        new_result: ItemResult | None = Field(
            None, title="检查要点结果改为", description="撤销时不填则改为“符合”；部分采纳可改为“瑕疵”"
        )

    data: Input

    def check(self) -> Statement:
        """Open; an acceptance changes something, a rejection nothing."""
        statement = self.case.statements.filter(public_id=self.data.statement).first()
        if statement is None:
            self.refuse("没有这一条陈述申辩，请刷新页面。", "陈述申辩")
        if statement.answered_at is not None:
            self.refuse("这一条陈述申辩已经答复，请刷新页面。")
        changes = bool(self.data.withdraw or self.data.new_text or self.data.new_result)
        deficiency = statement.deficiency
        if self.data.answer == Answer.REJECTED and changes:
            self.refuse("不予采纳的，不应同时修改缺陷或者结果。")
        if deficiency is None and changes:
            self.refuse("这一条陈述申辩没有针对具体缺陷，不能据此修改缺陷。", "所涉缺陷")
        if deficiency and deficiency.status == DeficiencyStatus.WITHDRAWN and changes:
            self.refuse("所涉缺陷已经撤销。")
        stands = deficiency is not None and deficiency.status != DeficiencyStatus.WITHDRAWN
        if self.data.answer != Answer.REJECTED and stands and not changes:
            self.refuse("采纳的，请写明缺陷怎样修改，或者撤销。", "修改后的缺陷或者撤销")
        self._result_fits(deficiency)
        return statement

    def _result_fits(self, deficiency: Deficiency | None) -> None:
        if deficiency is None:
            return
        others = standing(self.case).filter(finding=deficiency.finding).exclude(pk=deficiency.pk).exists()
        wanted = self.data.new_result
        if self.data.withdraw and not others and wanted in BAD:
            self.refuse("撤销唯一的缺陷后，该项目不能仍为不符合或者瑕疵。", "与处理一致的结果")
        if wanted is not None and wanted not in BAD and (others or not self.data.withdraw):
            self.refuse("该项目还有成立的缺陷，结果不能改为“符合”或“不适用”。", "与处理一致的结果")

    def do(self, found: Statement) -> Change:
        """The answer and its effects, all versions kept."""
        found.verification, found.answer = self.data.verification, self.data.answer
        found.answered_by, found.answered_at = self.person, self.at
        found.save()
        changes = bool(self.data.withdraw or self.data.new_text or self.data.new_result)
        if found.deficiency and changes:
            self._change(found.deficiency, found)
        if changes or (found.edition and self.data.answer != Answer.REJECTED):
            reopen(self, judged_anew=changes)
        return Change(
            self.case,
            {
                "statement": found.public_id,
                "answer": self.data.answer,
                "withdrawn": self.data.withdraw,
                "amended": bool(self.data.new_text),
                "new_result": self.data.new_result,
            },
        )

    def _change(self, deficiency: Deficiency, statement: Statement) -> None:
        status = DeficiencyStatus.WITHDRAWN if self.data.withdraw else DeficiencyStatus.AMENDED
        change_deficiency(
            deficiency,
            status,
            self.data.new_text,
            f"陈述申辩{self.data.answer.label}",
            by=self.actor,
            at=self.at,
            statement=statement,
        )
        finding = deficiency.finding
        result = self.data.new_result
        if result is None and self.data.withdraw and not standing(self.case).filter(finding=finding).exists():
            result = ItemResult.CONFORMING
        if result is not None:
            finding.result, finding.found_by, finding.found_at = result, self.actor, self.at
            finding.save()
