"""A consultation is called, its agenda drafted, it is held and closed; closing one opens the next (LN 2(4))."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.warning import turns
from zhuangjian.apps.warning.agenda import drafted
from zhuangjian.apps.warning.models import Consultation, ConsultationStage, Measure, MeasureStage
from zhuangjian.apps.warning.who import CALLERS, OFFICE, OWNERS, at, measure_at
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.days import months_after
from zhuangjian.kernel.states import always

TEXT: dict[str, Any] = {"widget": "textarea", "rows": 3}


def _called(act: Act[Any, Any], authority: Authority, no: int, months: int, due: date) -> Consultation:
    row = Consultation.objects.create(
        authority=authority,
        no=no,
        months=months,
        due=due,
        agenda=[],
        opened_at=act.at,
        opened_by=act.actor,
    )
    act.owe(turns.HOLD, row)
    return row


class Call(Act[None]):
    """安排本单位定期召开的风险会商；一次办结后，下一次按间隔自动列入待办。"""

    name = "warning.call"
    title = "安排定期会商"
    cites = "risk_warning"
    model = Consultation
    creates = True
    who = CALLERS
    when = always

    class Input(Fields):
        """How often, and the first day."""

        months: int = Field(title="间隔（月）", ge=1, le=12)
        due: date = Field(title="首次召开期限")

    data: Input

    def check(self) -> None:
        """One row of consultations at a time, ahead of today."""
        if self.data.due < self.today:
            self.refuse("召开期限已经过去，请改正。", "首次召开期限")
        open_ = Consultation.objects.unrestricted().filter(authority_id=self.actor.authority_id)
        if running := open_.exclude(stage=ConsultationStage.CLOSED).first():
            self.refuse(
                f"{running}还没有办结：办结以后自动安排下一次；要改间隔的，在办结时填写。", "间隔（月）"
            )

    def do(self, found: None) -> Change:
        """The first one, or one more after a pause."""
        unit = self.actor.authority
        assert unit is not None
        earlier = Consultation.objects.unrestricted().filter(authority=unit).count()
        return Change(_called(self, unit, earlier + 1, self.data.months, self.data.due))


class DraftAgenda(Act[Consultation]):
    """由数据起草会商议程：未办结的风险信号、近期上升的风险等级、共性问题；可以重新起草。"""

    name = "warning.draft_agenda"
    title = "起草议程"
    cites = "risk_warning"
    who = OFFICE
    when = at(ConsultationStage.PLANNED)

    class Input(Fields):
        """What is to be talked of besides."""

        extra: str = Field(
            "", title="另列的议题", max_length=2000, json_schema_extra=TEXT, description="每行一项"
        )

    data: Input

    def prepare(self) -> None:
        """Read before the ledger is taken."""
        self.drafted = drafted(self.case.authority, self.actor, self.today, self.case.months)

    def do(self, found: None) -> Change:
        """What the data say, and what a person added."""
        row = self.case
        extra = [line.strip() for line in self.data.extra.splitlines() if line.strip()]
        row.agenda = [*self.drafted, *({"kind": "另列", "text": line, "url": ""} for line in extra)]
        row.drafted_at = self.at
        row.save()
        return Change(row, {"items": len(row.agenda)})


class Hold(Act[Consultation]):
    """登记会商的召开情况、纪要和根本原因分析；直接原因、体系原因和依据分别写明。"""

    name = "warning.hold"
    title = "登记会商情况"
    cites = "risk_warning"
    who = OFFICE
    when = at(ConsultationStage.PLANNED)
    answers = (turns.HOLD,)

    class Input(Fields):
        """When, who, what was said, and what it comes from."""

        held_on: date = Field(title="召开日期")
        attendees: str = Field(title="参加人员", min_length=2, max_length=2000, json_schema_extra=TEXT)
        minutes: str = Field(title="纪要", min_length=10, max_length=8000, json_schema_extra=TEXT)
        direct_cause: str = Field(
            title="直接原因",
            min_length=4,
            max_length=4000,
            json_schema_extra=TEXT,
            description="问题是怎样发生的",
        )
        system_cause: str = Field(
            title="体系原因",
            min_length=4,
            max_length=4000,
            json_schema_extra=TEXT,
            description="质量管理体系或者监管中为什么没有防住",
        )
        evidence: str = Field(
            title="原因的依据",
            min_length=4,
            max_length=4000,
            json_schema_extra=TEXT,
            description="数据、检查记录或者其他材料",
        )

    data: Input

    def check(self) -> None:
        """An agenda that was drafted, a day that has come."""
        if self.case.drafted_at is None:
            self.refuse("议程还没有起草：请先起草议程。", "议程")
        if self.data.held_on > self.today:
            self.refuse("召开日期晚于今天：会后再登记。", "召开日期")

    def do(self, found: None) -> Change:
        """Held; measures and closing follow."""
        row = self.case
        for name, value in self.data.model_dump(exclude={"expected_version"}).items():
            setattr(row, name, value)
        row.stage = ConsultationStage.HELD
        row.save()
        self.owe(turns.CLOSE, row)
        return Change(row, {"late": row.due < self.data.held_on})


def _units(case: Consultation) -> list[Authority]:
    rows = Authority.objects.unrestricted().filter(pk__in=case.authority.realm(), is_active=True)
    return sorted(rows, key=lambda one: (one.pk != case.authority_id, one.pk))


class AddMeasure(Act[Consultation, Authority]):
    """列出会商议定的一项风险防控措施，由承办单位按期落实。"""

    name = "warning.add_measure"
    title = "列出防控措施"
    cites = "risk_warning"
    who = OFFICE
    when = at(ConsultationStage.HELD)

    class Input(Fields):
        """What, by whom, by when."""

        title: str = Field(title="措施", min_length=2, max_length=160)
        text: str = Field("", title="内容", max_length=4000, json_schema_extra=TEXT)
        unit: int = Field(title="承办单位")
        due: date = Field(title="期限")

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Consultation) -> Options:
        """The authority and the units below it."""
        return {"unit": [(one.pk, one.name) for one in _units(case)]}

    def check(self) -> Authority:
        """A unit below, a day ahead."""
        if self.data.due < self.today:
            self.refuse("期限已经过去，请改正。", "期限")
        unit = next((one for one in _units(self.case) if one.pk == self.data.unit), None)
        if unit is None:
            self.refuse("请从列出的单位中选择。", "承办单位")
        return unit

    def do(self, found: Authority) -> Change:
        """That unit's turn."""
        row = Measure.objects.create(
            consultation=self.case,
            title=self.data.title,
            text=self.data.text,
            unit=found,
            due=self.data.due,
            entered_at=self.at,
            entered_by=self.actor,
        )
        self.owe(turns.MEASURE, row)
        return Change(row, {"consultation": self.case.public_id})


class FinishMeasure(Act[Measure]):
    """登记一项措施的办理情况和证明材料。"""

    name = "warning.finish_measure"
    title = "登记办理情况"
    cites = "risk_warning"
    who = OWNERS
    when = measure_at(MeasureStage.OPEN)
    answers = (turns.MEASURE,)

    class Input(Fields):
        """What was done, and what shows it."""

        note: str = Field(title="办理情况", min_length=4, max_length=4000, json_schema_extra=TEXT)
        proof: str = Field(
            title="证明材料",
            min_length=2,
            max_length=200,
            description="文号、检查编号，或者本系统内的页面地址",
        )

    data: Input

    def do(self, found: None) -> Change:
        """Done, by whom and when."""
        row = self.case
        row.stage, row.note, row.proof = MeasureStage.DONE, self.data.note, self.data.proof
        row.done_at, row.done_by = self.at, self.actor
        row.save()
        return Change(row, {"late": row.due < self.today})


class Close(Act[Consultation]):
    """办结一次会商；没有填写停止的，下一次按间隔自动列入待办。措施由承办单位继续落实。"""

    name = "warning.close"
    title = "办结会商"
    cites = "risk_warning"
    who = OFFICE
    when = at(ConsultationStage.HELD)
    answers = (turns.CLOSE,)

    class Input(Fields):
        """The next one, or why there is none."""

        months: int = Field(title="下一次间隔（月）", ge=1, le=12)
        closing: str = Field(
            "",
            title="说明",
            max_length=2000,
            json_schema_extra=TEXT,
            description="没有列出措施的，或者不再继续的，写明理由",
        )
        stop: bool = Field(False, title="不再安排下一次")

    data: Input

    @classmethod
    def initial(cls, person: Person, case: Consultation) -> dict[str, Any]:
        """As often as before."""
        return {"months": case.months}

    def check(self) -> None:
        """Without measures, or as the last one, only with reasons."""
        if (self.data.stop or not self.case.measures.exists()) and not self.data.closing:
            self.refuse("没有列出防控措施，或者不再安排下一次的，请写明理由。", "说明")

    def do(self, found: None) -> Change:
        """Closed; the next is due so many months after this one was held."""
        row = self.case
        row.stage, row.closing = ConsultationStage.CLOSED, self.data.closing
        row.closed_at, row.closed_by = self.at, self.actor
        row.save()
        if self.data.stop:
            return Change(row, {"next": None})
        assert row.held_on is not None
        due = max(months_after(row.held_on, self.data.months), self.today)
        following = _called(self, row.authority, row.no + 1, self.data.months, due)
        also(self, following, after=row.public_id)
        return Change(row, {"next": chinese_date(due)})
