"""What both authorities do about it: seen, handled, samples and seizures on record, ended (CQ 18)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.evidence.actions.add import TAKING
from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.outside import turns
from zhuangjian.apps.outside.actions.report import TEXT
from zhuangjian.apps.outside.after import EVIDENCE, lacking, owe_limit
from zhuangjian.apps.outside.models import Handling, HandlingKind, OutsideProblem, ProblemStage
from zhuangjian.apps.outside.who import DISPATCHER, LOCAL, OPEN, at
from zhuangjian.apps.registry.conflicts import NO_INTEREST
from zhuangjian.engines import rules
from zhuangjian.engines.rules.vocabulary import Term
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.states import holds


class ProblemAct(Act[OutsideProblem]):
    """One step of a problem."""

    cites = "outside"

    def set(self, **fields: object) -> None:
        """Set columns and store the row."""
        for name, value in fields.items():
            setattr(self.case, name, value)
        self.case.save()

    def enter(self, kind: HandlingKind, number: str, on: date, subject: str, **more: Any) -> Handling:
        """One measure on record."""
        if on > self.today or on < timezone.localdate(self.case.found_at):
            self.refuse(f"日期（{chinese_date(on)}）早于发现问题之日或者晚于今天，请核对。", "日期")
        return Handling.objects.create(
            problem=self.case,
            kind=kind.value,
            number=number,
            on=on,
            subject=subject,
            entered_at=self.at,
            entered_by=self.actor,
            **more,
        )


class SeeProblem(ProblemAct):
    """派出检查单位收悉检查组报告的任务外问题。"""

    name = "outside.see"
    title = "收悉任务外问题"
    who = DISPATCHER
    when = holds("还没有登记收悉", lambda case: case.seen_at is None, "派出检查单位已经收悉。")
    answers = (turns.SEE,)

    def do(self, found: None) -> Change:
        """Seen, by whom and when."""
        self.set(seen_at=self.at, seen_by=self.actor)
        return Change(self.case)


class HandleProblem(ProblemAct):
    """辖区监管部门答复怎样处置；确有必要的，抽样、送检或者采取必要的行政强制措施。"""

    name = "outside.handle"
    title = "答复处置意见"
    who = LOCAL
    when = at(ProblemStage.REPORTED)
    guards = (NO_INTEREST,)
    answers = (turns.HANDLE,)

    class Input(Fields):
        """What the local authority does about the problem."""

        answer: str = Field(title="处置意见", min_length=1, max_length=4000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Answered; what is done goes on record as it is done."""
        self.set(
            stage=ProblemStage.HANDLED, answer=self.data.answer, answered_at=self.at, answered_by=self.actor
        )
        self.owe(turns.CLOSE, self.case)
        return Change(self.case)


class Coercion(Term):
    """What the local authority records as done."""

    SAMPLING = "sampling", "抽样、送检"
    SEALING = "sealing", "查封"
    DETENTION = "detention", "扣押"


class RecordMeasure(ProblemAct):
    """登记抽样送检、查封、扣押的事实、文书和期限。"""

    name = "outside.measure"
    title = "登记抽样、查封、扣押"
    who = LOCAL
    when = OPEN
    guards = (NO_INTEREST,)

    class Input(Fields):
        """The measure with its document."""

        kind: Coercion = Field(title="种类")
        number: str = Field(title="文书编号", min_length=1, max_length=80)
        on: date = Field(title="日期")
        subject: str = Field(title="产品、批次和数量", min_length=1, max_length=2000, json_schema_extra=TEXT)
        whom: str = Field(title="检验机构或者保管地点", min_length=1, max_length=200)
        text: str = Field("", title="情况", max_length=2000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """On record, with the last day that the law gives a sealing or a detention."""
        kind = HandlingKind(self.data.kind.value)
        coercive = kind in (HandlingKind.SEALING, HandlingKind.DETENTION)
        until = rules.due("seizure", self.data.on, region=settings.REGION).value.due if coercive else None
        self.enter(
            kind,
            self.data.number,
            self.data.on,
            self.data.subject,
            whom=self.data.whom,
            text=self.data.text,
            until=until,
        )
        self.set()
        owe_limit(self, self.case)
        if not coercive:
            self.owe(turns.RESULT, self.case)
        return Change(self.case, {"kind": kind.value, "number": self.data.number})


class CloseProblem(ProblemAct):
    """登记处置结果：证据、紧急控制措施和通报都已办理的，处置完毕。"""

    name = "outside.close"
    title = "登记处置结果"
    who = LOCAL
    when = at(ProblemStage.HANDLED, early="辖区监管部门还没有答复处置意见")
    guards = (NO_INTEREST,)
    answers = (turns.CLOSE, turns.FIX)

    class Input(Fields):
        """What came of it: results of tests, measures lifted, a lead passed on."""

        closing: str = Field(title="处置结果", min_length=1, max_length=4000, json_schema_extra=TEXT)
        no_evidence: str = Field(
            "",
            title="没有固定证据的原因",
            max_length=1000,
            json_schema_extra=TEXT,
            description="检查记录已经制作、不能再补证据的填写",
        )

    data: Input

    def check(self) -> None:
        """Nothing that the article asks is left; evidence that can no longer be taken is accounted for in words."""
        left = lacking(self.case, self.today)
        # The team takes evidence only until it makes the record: after that the reason is all there can be.
        late = EVIDENCE in left and self.case.inspection.stage not in TAKING
        if late and self.data.no_evidence:
            left = tuple(one for one in left if one != EVIDENCE)
        if left:
            more = "检查记录已经制作、不能再补证据的，请写明没有固定证据的原因。" if late else ""
            self.refuse(f"还缺少{'、'.join(left)}，不能登记处置完毕。{more}", *left)

    def do(self, found: None) -> Change:
        """Ended; why there is no evidence stays with what came of it."""
        words = self.data.closing
        if EVIDENCE in lacking(self.case, self.today):
            words = f"{words}\n没有固定证据的原因：{self.data.no_evidence}"
        self.set(stage=ProblemStage.CLOSED, closing=words, closed_at=self.at)
        return Change(self.case)
