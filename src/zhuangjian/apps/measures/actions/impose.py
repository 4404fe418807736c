"""What can be decided after an inspection: suspension, recall, control, interview, credit record, a case, or nothing (CQ 49)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.conduct.practice import refuse_by_practice, refuse_too_far
from zhuangjian.apps.documents.printing import Paper, enter, print_out
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.models.inspection import BEGUN
from zhuangjian.apps.inspections.models.series import take, upcoming
from zhuangjian.apps.inspections.who import at as inspection_at
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, R, Values
from zhuangjian.apps.measures import turns
from zhuangjian.apps.measures.actions.common import TEXT, measure_of
from zhuangjian.apps.measures.ending import end_when_settled, unhandled
from zhuangjian.apps.measures.events import CaseWanted
from zhuangjian.apps.measures.law import require_listed
from zhuangjian.apps.measures.models import Ground, Kind, Measure
from zhuangjian.apps.measures.papers import credit_papers, order_papers
from zhuangjian.apps.rectification.models import Rectification
from zhuangjian.apps.rectification.who import LOCAL_OF_INSPECTION
from zhuangjian.apps.registry.conflicts import NO_INTEREST
from zhuangjian.kernel.asking import When, all_of
from zhuangjian.kernel.states import holds


class _Impose(Act[Inspection, R]):
    """What every decision after an inspection has in common: it rests on something that the file shows."""

    cites = "measures"
    who = LOCAL_OF_INSPECTION
    when: ClassVar[When[Any]] = inspection_at(*BEGUN, early="检查组尚未到达现场")
    guards = (NO_INTEREST,)
    answers = (turns.HANDLE,)
    kind: ClassVar[Kind]

    @classmethod
    def choices(cls, person: Person, case: Inspection) -> Options:
        """Chinese words for what it can follow from."""
        return {"ground": Ground.choices()} if "ground" in cls.Input.model_fields else {}

    def grounded(self, ground: Ground) -> None:
        """The pack names the measure, and the file shows the ground."""
        require_listed(self.kind, self.today)
        if ground == Ground.RESULT and not self.case.concluded_at:
            self.refuse(
                "检查结论还没有作出，不能以检查结果为事由；检查中发现安全风险的，请选“检查中发现的安全风险”。",
                "检查结论",
            )
        if ground == Ground.RECTIFICATION and not rectification_failed(self.case, self.today):
            self.refuse(
                "没有不符合要求的复查结果，也没有逾期未报送的整改，不能以未按要求整改为事由。",
                "未按要求整改的事实",
            )
        if ground == Ground.OBSTRUCTION and not self.case.obstruction:
            self.refuse("没有拒绝、逃避、阻碍检查的记录，不能以此为事由。", "阻碍检查的记录")

    def later(self, day: date, what: str) -> None:
        """A day that is still to come or today."""
        if day < self.today:
            refuse_by_practice("plausible_dates", self.at, f"{what}早于今天，请核对。", f"不早于今天的{what}")
        refuse_too_far(self.at, day, what)


def rectification_failed(inspection: Any, today: date) -> bool:
    """Whether a re-check found it not put right, or the report is overdue."""
    row = Rectification.objects.unrestricted().filter(inspection=inspection).first()
    if row is None:
        return False
    return row.overdue_on(today) or row.rechecks.filter(passed=False).exists() or row.stage == "escalated"


class _Order(_Impose[None]):
    """A decision that is served on the party as a paper."""

    def made(self, number: Callable[[str], int]) -> Measure:
        """The measure with what was filled in; not stored."""
        raise NotImplementedError

    def papers(self, measure: Measure) -> list[Paper]:
        """Its papers."""
        return order_papers(measure)

    def prepare(self) -> None:
        """The paper, printed before the ledger is taken, with the number that is next now."""
        self.checked()
        self.printed = print_out(self.papers(self.made(upcoming)))

    def kept(self) -> tuple[Measure, list[str]]:
        """The stored measure and its papers' digests."""
        measure = self.made(take)
        papers = self.papers(measure)
        measure.save()
        rows = enter(measure, papers, self.printed, by=self.person, at=self.at)
        return measure, [row.digest for row in rows]

    def changed(self, measure: Measure, digests: list[str]) -> Change:
        """What the entry says; the inspection ends when it waited for this alone."""
        end_when_settled(self, self.case.pk, str(measure.public_id))
        return Change(measure, {"kind": measure.kind, "ground": measure.ground, "documents": digests})


class _LastingInput(Fields):
    """Why, what is covered, and what the party has to do."""

    ground: Ground = Field(title="事由")
    facts: str = Field(
        title="查明的情况",
        min_length=1,
        max_length=4000,
        description="写明存在什么安全风险或者隐患，这些内容送达企业",
        json_schema_extra=TEXT,
    )
    scope: str = Field(title="措施的范围", min_length=1, max_length=2000, json_schema_extra=TEXT)
    requirement: str = Field("", title="要求", max_length=2000, json_schema_extra=TEXT)


class _Lasting(_Order):
    """A measure that lasts until it is lifted."""

    data: _LastingInput

    def check(self) -> None:
        """The ground stands."""
        self.grounded(self.data.ground)

    def made(self, number: Callable[[str], int]) -> Measure:
        """In force from now on."""
        given = self.data
        return measure_of(
            self,
            self.case,
            self.kind,
            given.ground,
            number,
            facts=given.facts,
            scope=given.scope,
            requirement=given.requirement,
        )

    def do(self, found: None) -> Change:
        """In force; the authority sees to it."""
        measure, digests = self.kept()
        self.owe(turns.WATCH, measure)
        return self.changed(measure, digests)


class OrderSuspension(_Lasting):
    """责令被检查对象暂停生产、经营，写明范围和事由；安全风险隐患排除后，经申请和评估解除。"""

    name = "measures.suspend"
    title = "责令暂停生产经营"
    kind = Kind.SUSPEND

    class Input(_LastingInput):
        """Why, which production or operation, and what the party has to do."""

    data: Input


class OrderControl(_Lasting):
    """采取其他风险控制措施（例如暂停销售、使用、进口某一产品），写明范围和事由；隐患排除后，经申请和评估解除。"""

    name = "measures.control"
    title = "采取其他风险控制措施"
    kind = Kind.CONTROL

    class Input(_LastingInput):
        """Why, what is ordered, and what the party has to do."""

    data: Input


class OrderRecall(_Order):
    """责令召回：写明产品和批次、事由，定报告召回进展的日期。"""

    name = "measures.recall"
    title = "责令召回"
    kind = Kind.RECALL

    class Input(_LastingInput):
        """Why, which products and batches, and by when the party reports."""

        scope: str = Field(title="召回的产品和批次", min_length=1, max_length=2000, json_schema_extra=TEXT)
        due_on: date = Field(title="报告召回进展的日期")

    data: Input

    def check(self) -> None:
        """The ground stands; the day is still to come."""
        self.grounded(self.data.ground)
        self.later(self.data.due_on, "报告召回进展的日期")

    def made(self, number: Callable[[str], int]) -> Measure:
        """In force from now on."""
        given = self.data
        return measure_of(
            self,
            self.case,
            self.kind,
            given.ground,
            number,
            facts=given.facts,
            scope=given.scope,
            requirement=given.requirement,
            due_on=given.due_on,
        )

    def do(self, found: None) -> Change:
        """The party reports by the day; the authority sees to it."""
        measure, digests = self.kept()
        self.owe(turns.REPORT_RECALL, measure, due=measure.due_on)
        self.owe(turns.FOLLOW_RECALL, measure, due=measure.due_on)
        return self.changed(measure, digests)


class Summon(_Order):
    """通知法定代表人或者主要负责人接受责任约谈，写明时间、地点和事项。"""

    name = "measures.summon"
    title = "通知责任约谈"
    kind = Kind.INTERVIEW

    class Input(Fields):
        """Whom, when, where, and about what."""

        ground: Ground = Field(title="事由")
        facts: str = Field(
            title="查明的情况",
            min_length=1,
            max_length=4000,
            description="写明存在什么安全隐患、没有及时采取什么措施",
            json_schema_extra=TEXT,
        )
        scope: str = Field(title="约谈事项", min_length=1, max_length=2000, json_schema_extra=TEXT)
        meet_on: date = Field(title="约谈日期")
        summons: str = Field(
            title="具体时间和约谈对象",
            min_length=1,
            max_length=200,
            description="例如：上午9时，法定代表人李某",
        )
        place: str = Field(title="地点", min_length=1, max_length=200)

    data: Input

    def check(self) -> None:
        """The ground stands; the day is still to come."""
        self.grounded(self.data.ground)
        self.later(self.data.meet_on, "约谈日期")

    def made(self, number: Callable[[str], int]) -> Measure:
        """Summoned."""
        given = self.data
        return measure_of(
            self,
            self.case,
            self.kind,
            given.ground,
            number,
            facts=given.facts,
            scope=given.scope,
            due_on=given.meet_on,
            place=given.place,
            summons=given.summons,
        )

    def do(self, found: None) -> Change:
        """The authority holds it on the day."""
        measure, digests = self.kept()
        self.owe(turns.HOLD, measure, due=measure.due_on)
        return self.changed(measure, digests)


class RecordCredit(_Order):
    """把检查发现的情况记入企业信用档案。"""

    name = "measures.record_credit"
    title = "记录信用档案"
    kind = Kind.CREDIT

    class Input(Fields):
        """What is recorded, and what it follows from."""

        ground: Ground = Field(title="事由")
        facts: str = Field(title="记录内容", min_length=1, max_length=4000, json_schema_extra=TEXT)

    data: Input

    def check(self) -> None:
        """The ground stands."""
        self.grounded(self.data.ground)

    def made(self, number: Callable[[str], int]) -> Measure:
        """Recorded."""
        return measure_of(self, self.case, self.kind, self.data.ground, number, facts=self.data.facts)

    def papers(self, measure: Measure) -> list[Paper]:
        """The entry as a sheet of the record."""
        return credit_papers(measure)

    def do(self, found: None) -> Change:
        """Recorded; how often the party is inspected is looked at again."""
        measure, digests = self.kept()
        self.owe(turns.FREQUENCY, measure)
        return self.changed(measure, digests)


class FileCase(_Impose[None]):
    """决定立案调查：查明的情况和处理建议成为违法线索，由辖区监管部门评估风险并决定由谁调查。"""

    name = "measures.file_case"
    title = "立案调查"
    kind = Kind.FILE

    class Input(Fields):
        """What was found, and what should be done about it."""

        ground: Ground = Field(title="事由")
        facts: str = Field(title="查明的情况", min_length=1, max_length=4000, json_schema_extra=TEXT)
        advice: str = Field(title="处理建议", min_length=1, max_length=2000, json_schema_extra=TEXT)

    data: Input

    @classmethod
    def initial(cls, person: Person, case: Inspection) -> Values:
        """The opinion that the record holds."""
        return {"advice": case.handling_opinion}

    def check(self) -> None:
        """The ground stands."""
        self.grounded(self.data.ground)

    def do(self, found: None) -> Change:
        """Decided here; the lead goes its own way."""
        measure = measure_of(self, self.case, self.kind, self.data.ground, facts=self.data.facts)
        measure.ended_at, measure.ended_by, measure.end_note = self.at, self.person, "已作为违法线索办理"
        measure.save()
        self.tells(CaseWanted(self, self.case, self.data.facts, self.data.advice))
        return Change(measure, {"kind": measure.kind, "ground": measure.ground})


class DecideNone(_Impose[None]):
    """涉及风险控制的检查，评估后认为不需要另外采取措施的，写明理由。"""

    name = "measures.none"
    title = "不另作处理"
    kind = Kind.NONE
    when = all_of(
        inspection_at(*BEGUN, early="检查组尚未到达现场"),
        holds("有待作出的处理", unhandled, "没有待作出的处理：记录不涉及风险控制，或者处理已经作出。"),
    )

    class Input(Fields):
        """Why nothing is to be done."""

        reason: str = Field(title="理由", min_length=1, max_length=2000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Decided, with the reason."""
        measure = measure_of(self, self.case, self.kind, Ground.RISK, facts=self.data.reason)
        measure.ended_at, measure.ended_by = self.at, self.person
        measure.save()
        end_when_settled(self, self.case.pk, str(measure.public_id))
        return Change(measure, {"kind": measure.kind})
