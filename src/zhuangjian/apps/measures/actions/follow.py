"""What follows a measure until it ends: is it carried out, how far is the recall, what came of the interview (CQ 49)."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.documents.printing import enter, print_out
from zhuangjian.apps.inspections.models.series import take, upcoming
from zhuangjian.apps.ledger.act import Change, Fields, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.measures import turns
from zhuangjian.apps.measures.actions.common import TEXT, MeasureAct, measure_of, moved
from zhuangjian.apps.measures.actions.urgent import ordered_no_more
from zhuangjian.apps.measures.events import CaseWanted, MeasureWithdrawn
from zhuangjian.apps.measures.models import (
    LIFTABLE,
    OPEN,
    Ground,
    Interview,
    Kind,
    Measure,
    Obstruction,
    ObstructionStage,
    Progress,
    ProgressKind,
    Stage,
)
from zhuangjian.apps.measures.papers import credit_papers, interview_papers
from zhuangjian.apps.measures.who import DECIDED_BY, PARTY, at, kinds
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.asking import When, Who, all_of
from zhuangjian.kernel.states import holds

LASTING = kinds(*LIFTABLE)


def of(kind: Kind, *stages: Stage) -> When[Measure]:
    """A measure of this kind, at these stages."""
    return all_of(
        holds(
            f"措施为“{kind.label}”", lambda case: case.kind == kind, f"只有“{kind.label}”才能办理这一事项。"
        ),
        at(*stages),
    )


class _Follow(MeasureAct[None]):
    """An entry about how a measure is carried out."""

    who: ClassVar[Who[Any]] = DECIDED_BY

    def entry(self, kind: ProgressKind, text: str, **fields: object) -> Progress:
        """Store it."""
        return Progress.objects.create(
            measure=self.case,
            kind=kind.value,
            text=text,
            entered_at=self.at,
            entered_by=self.actor,
            **fields,
        )


class CheckCompliance(_Follow):
    """核查企业是否按要求执行措施；没有执行的，作为违法线索办理。"""

    name = "measures.check"
    title = "登记执行情况的核查"
    when = all_of(
        holds("措施要持续执行", lambda case: case.kind in LASTING, "这一措施没有需要持续执行的要求。"),
        at(Stage.IN_FORCE),
    )
    answers = (turns.WATCH,)

    class Input(Fields):
        """Whether the party does what was ordered, and what was found."""

        observed: bool = Field(False, title="企业已按要求执行")
        text: str = Field(title="核查情况", min_length=1, max_length=4000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Not observed: it stays to be watched, and is a lead."""
        self.entry(ProgressKind.CHECK, self.data.text, good=self.data.observed)
        if not self.data.observed:
            self.owe(turns.WATCH, self.case)
            self.tells(
                CaseWanted(
                    self,
                    self.case.inspection,
                    f"没有执行{self.case.number}文书所定的措施：{self.data.text}",
                    "依法处理",
                )
            )
        self.case.save()
        return Change(self.case, {"observed": self.data.observed})


class ReportRecall(_Follow):
    """报告召回进展：已售出、已召回、已处置的数量和情况；召回完成的，报送总结。"""

    name = "measures.report_recall"
    title = "报告召回进展"
    cites = "measure_recall"
    who = PARTY
    guards = ()
    when = of(Kind.RECALL, Stage.IN_FORCE)
    answers = (turns.REPORT_RECALL, turns.FOLLOW_RECALL)

    class Input(Fields):
        """How much was sold, came back, and what became of it."""

        sold: int = Field(title="已售出数量", ge=0, le=2_000_000_000)
        recalled: int = Field(title="已召回数量", ge=0, le=2_000_000_000)
        disposed: int = Field(title="已处置数量", ge=0, le=2_000_000_000)
        finished: bool = Field(False, title="召回已经完成")
        text: str = Field(
            title="召回情况",
            min_length=1,
            max_length=4000,
            description="通知了哪些经营者和消费者，召回的产品怎样处置",
            json_schema_extra=TEXT,
        )
        next_on: date | None = Field(None, title="下次报告的日期", description="召回没有完成的填写")

    data: Input

    def check(self) -> None:
        """No more came back than was sold, no more was disposed of than came back; a day while it goes on."""
        if self.data.recalled > self.data.sold:
            self.refuse("已召回数量多于已售出数量，请核对。", "不多于已售出数量的已召回数量")
        if self.data.disposed > self.data.recalled:
            self.refuse("已处置数量多于已召回数量，请核对。", "不多于已召回数量的已处置数量")
        if not self.data.finished and (self.data.next_on is None or self.data.next_on < self.today):
            self.refuse("召回没有完成的，请填写今天以后的下次报告日期。", "下次报告的日期")

    def do(self, found: None) -> Change:
        """Its effect is assessed once it is finished; until then the next report is due."""
        given = self.data
        self.entry(
            ProgressKind.RECALL,
            given.text,
            good=given.finished,
            sold=given.sold,
            recalled=given.recalled,
            disposed=given.disposed,
        )
        if given.finished:
            self.owe(turns.EFFECT, self.case)
        else:
            self.case.due_on = given.next_on
            self.owe(turns.REPORT_RECALL, self.case, due=given.next_on)
            self.owe(turns.FOLLOW_RECALL, self.case, due=given.next_on)
        self.case.save()
        return Change(self.case, {"recalled": given.recalled, "finished": given.finished})


class AssessRecall(_Follow):
    """评估召回效果：达到要求的办结；没有达到的，要求继续召回并定报告日期。"""

    name = "measures.assess_recall"
    title = "评估召回效果"
    cites = "measure_recall"
    when = of(Kind.RECALL, Stage.IN_FORCE)
    answers = (turns.EFFECT, turns.FOLLOW_RECALL)

    class Input(Fields):
        """Whether what was called back is enough, and why."""

        sufficient: bool = Field(False, title="召回达到要求")
        text: str = Field(title="评估情况", min_length=1, max_length=4000, json_schema_extra=TEXT)
        next_on: date | None = Field(None, title="继续召回的报告日期", description="没有达到要求的填写")

    data: Input

    def check(self) -> None:
        """Something was reported; a day where it goes on."""
        if not self.case.progress.filter(kind=ProgressKind.RECALL).exists():
            self.refuse("企业还没有报告召回进展，不能评估召回效果。", "召回进展报告")
        if not self.data.sufficient and (self.data.next_on is None or self.data.next_on < self.today):
            self.refuse("没有达到要求的，请填写今天以后的报告日期。", "继续召回的报告日期")

    def do(self, found: None) -> Change:
        """The end, or another round."""
        self.entry(ProgressKind.EFFECT, self.data.text, good=self.data.sufficient)
        if self.data.sufficient:
            return Change(self.end(Stage.ENDED, self.data.text), {"sufficient": True})
        self.owe(turns.REPORT_RECALL, self.case, due=self.data.next_on)
        self.owe(turns.FOLLOW_RECALL, self.case, due=self.data.next_on)
        return Change(self.move(Stage.IN_FORCE, due_on=self.data.next_on), {"sufficient": False})


class HoldInterview(MeasureAct[None]):
    """登记约谈：到场人员、约谈记录、企业的承诺和完成日期；没有到场的，记明情况。"""

    name = "measures.hold_interview"
    title = "登记责任约谈"
    cites = "measure_interview"
    who = DECIDED_BY
    when = of(Kind.INTERVIEW, Stage.SUMMONED)
    answers = (turns.HOLD,)

    class Input(Fields):
        """When, who came, what was said and promised."""

        held_on: date = Field(title="约谈日期")
        absent: bool = Field(False, title="被约谈人没有到场")
        attendees: str = Field(
            "", title="到场人员", max_length=1000, description="双方各有谁、什么职务", json_schema_extra=TEXT
        )
        record: str = Field(title="约谈记录", min_length=1, max_length=8000, json_schema_extra=TEXT)
        commitments: str = Field("", title="承诺事项", max_length=4000, json_schema_extra=TEXT)
        commit_by: date | None = Field(None, title="承诺完成日期")

    data: Input

    @classmethod
    def initial(cls, person: Person, case: Measure) -> Values:
        """The day that was set."""
        return {"held_on": case.due_on}

    def check(self) -> None:
        """Who came, unless nobody did; a commitment has its day, and a day its commitment."""
        given = self.data
        if given.held_on > self.today or given.held_on < timezone.localdate(self.case.decided_at):
            self.refuse("约谈日期应在通知约谈之后、今天及以前，请核对。", "约谈日期")
        if given.absent and given.commitments:
            self.refuse("被约谈人没有到场的，没有承诺事项。")
        if not given.absent and not given.attendees:
            self.refuse("请写明到场人员。", "到场人员")
        if bool(given.commitments) != bool(given.commit_by):
            self.refuse("有承诺事项的写明完成日期；没有承诺事项的不填完成日期。", "承诺事项和完成日期")
        if given.commit_by and given.commit_by < given.held_on:
            self.refuse("承诺完成日期早于约谈日期，请核对。", "不早于约谈的承诺完成日期")

    def prepare(self) -> None:
        """Both papers, printed before the ledger is taken."""
        self.checked()
        self.printed = print_out(interview_papers(self.case, self._held(), self.today))
        self.printed_credit = (
            None if self.data.commitments else print_out(credit_papers(self._credit(upcoming)))
        )

    def _held(self) -> Interview:
        given = self.data.model_dump(exclude={"expected_version"})
        return Interview(measure=self.case, entered_at=self.at, entered_by=self.actor, **given)

    def _credit(self, number: object = take) -> Measure:
        return credit_of(self, self.case, said_of(self._held()), number)

    def do(self, found: None) -> Change:
        """The record; what was promised is owed, and where nothing was it ends with the entry in the credit record."""
        held = self._held()
        papers = interview_papers(self.case, held, self.today)
        held.save()
        rows = enter(self.case, papers, self.printed, by=self.person, at=self.at)
        facts = {"absent": held.absent, "documents": [row.digest for row in rows]}
        if held.commitments:
            self.owe(turns.COMMIT, self.case, due=held.commit_by)
            self.owe(turns.VERIFY, self.case, due=held.commit_by)
            return Change(self.move(Stage.COMMITTED, due_on=held.commit_by), facts)
        enter_credit(self, self._credit(), self.printed_credit)
        end_of_interview(self, self.case, said_of(held))
        return Change(self.end(Stage.ENDED, "约谈情况已记入信用档案"), facts)


class ReportCommitment(_Follow):
    """报告约谈承诺的履行情况。"""

    name = "measures.report_commitment"
    title = "报告承诺履行情况"
    cites = "measure_interview"
    who = PARTY
    guards = ()
    when = of(Kind.INTERVIEW, Stage.COMMITTED)
    answers = (turns.COMMIT,)

    class Input(Fields):
        """What the party did of what it promised."""

        text: str = Field(title="履行情况", min_length=1, max_length=4000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Kept; the authority looks into it."""
        self.entry(ProgressKind.COMMITMENT, self.data.text)
        self.case.save()
        return Change(self.case)


class VerifyCommitments(_Follow):
    """核查约谈承诺；约谈情况和整改情况记入信用档案。"""

    name = "measures.verify_commitments"
    title = "核查约谈承诺"
    cites = "measure_interview"
    when = of(Kind.INTERVIEW, Stage.COMMITTED)
    answers = (turns.VERIFY, turns.COMMIT)

    class Input(Fields):
        """Whether what was promised was done."""

        kept: bool = Field(False, title="承诺已经履行")
        text: str = Field(title="核查情况", min_length=1, max_length=4000, json_schema_extra=TEXT)

    data: Input

    def prepare(self) -> None:
        """The sheet of the credit record, printed before the ledger is taken."""
        self.checked()
        self.printed = print_out(credit_papers(self._credit(upcoming)))

    def _credit(self, number: object = take) -> Measure:
        held = self.case.interviews.latest("pk")
        kept = "承诺已经履行" if self.data.kept else "承诺没有履行"
        return credit_of(self, self.case, f"{said_of(held)}\n整改情况：{kept}。{self.data.text}", number)

    def do(self, found: None) -> Change:
        """The end; what is not kept is written down in the credit record as such."""
        self.entry(ProgressKind.VERIFIED, self.data.text, good=self.data.kept)
        enter_credit(self, self._credit(), self.printed)
        end_of_interview(self, self.case, self.data.text)
        note = "承诺已经履行" if self.data.kept else "承诺没有履行"
        return Change(self.end(Stage.ENDED, f"{note}，已记入信用档案"), {"kept": self.data.kept})


def said_of(held: Interview) -> str:
    """The interview in a sentence, for the credit record."""
    came = "没有到场" if held.absent else f"到场人员：{held.attendees}"
    promised = f"\n承诺事项：{held.commitments}" if held.commitments else ""
    return f"{chinese_date(held.held_on)}责任约谈，{came}{promised}"


def credit_of(step: MeasureAct[None], case: Measure, text: str, number: object) -> Measure:
    """The entry that article 57 of the Regulation has follow an interview."""
    return measure_of(step, case.inspection, Kind.CREDIT, Ground(case.ground), number, facts=text)  # type: ignore[arg-type]


def enter_credit(step: MeasureAct[None], row: Measure, printed: object) -> None:
    """Store it with its sheet; how often the party is inspected is looked at again."""
    papers = credit_papers(row)
    row.save()
    enter(row, papers, printed, by=step.person, at=step.at)  # type: ignore[arg-type]
    also(step, row, interview=step.case.public_id)
    step.owe(turns.FREQUENCY, row)


def end_of_interview(step: MeasureAct[None], case: Measure, text: str) -> None:
    """An obstruction that was handled by an interview ends with it."""
    for row in Obstruction.objects.unrestricted().filter(measure=case, stage=ObstructionStage.INTERVIEW):
        moved(row, ObstructionStage.ENDED, result=text, ended_at=step.at)
        also(step, row, interview=case.public_id)


class NoteFrequency(_Follow):
    """对有不良信用记录的，增加监督检查频次；写明作了什么安排。"""

    name = "measures.note_frequency"
    title = "登记检查频次安排"
    cites = "measure_credit"
    when = of(Kind.CREDIT, Stage.RECORDED)
    answers = (turns.FREQUENCY,)

    class Input(Fields):
        """What was arranged for the party's inspections to come."""

        text: str = Field(title="安排", min_length=1, max_length=2000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Kept; the record stands until it is taken back."""
        self.entry(ProgressKind.FREQUENCY, self.data.text)
        return Change(self.end(Stage.ENDED, "已按信用记录安排检查频次"))


class WithdrawMeasure(MeasureAct[None]):
    """决定有误或者情况变化的，写明理由撤销；原决定和撤销的理由都留存。"""

    name = "measures.withdraw"
    title = "撤销"
    who = DECIDED_BY
    when = at(*OPEN)
    answers = (
        turns.WATCH,
        turns.REPORT_RECALL,
        turns.FOLLOW_RECALL,
        turns.EFFECT,
        turns.HOLD,
        turns.COMMIT,
        turns.VERIFY,
        turns.FREQUENCY,
    )

    class Input(Fields):
        """Why the decision is taken back."""

        reason: str = Field(title="撤销的理由", min_length=1, max_length=2000, json_schema_extra=TEXT)

    data: Input

    def check(self) -> None:
        """An application for lifting is decided first."""
        if self.case.liftings.filter(decided_at=None).exists():
            self.refuse("有解除申请正在办理，请先作出决定。", "对解除申请的决定")

    def do(self, found: None) -> Change:
        """Taken back; what was published of it too, and an obstruction that it handled is to be handled anew."""
        row = self.end(Stage.WITHDRAWN, self.data.reason)
        for one in Obstruction.objects.unrestricted().filter(measure=row, stage=ObstructionStage.INTERVIEW):
            moved(one, ObstructionStage.OPEN, handling="", measure=None)
            also(self, one, measure=row.public_id)
            self.owe(turns.OBSTRUCTED, one)
        if row.problem is not None:
            ordered_no_more(self, row.problem)
        self.tells(MeasureWithdrawn(self, row))
        return Change(row)
