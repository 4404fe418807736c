"""What becomes of an obstruction: regarded as a risk, handled or handed over, and its result (CQ 51)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.documents.printing import enter, print_out
from zhuangjian.apps.evidence.models import Evidence
from zhuangjian.apps.inspections.models.series import take, upcoming
from zhuangjian.apps.ledger.act import Change, Fields, Options
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.measures import turns
from zhuangjian.apps.measures.actions.common import TEXT, ObstructionAct, measure_of, moved, numbered
from zhuangjian.apps.measures.ending import end_when_settled
from zhuangjian.apps.measures.events import CaseWanted, ObstructionHandled
from zhuangjian.apps.measures.law import basis_of_handling
from zhuangjian.apps.measures.models import Ground, Handling, Kind, Measure, Obstruction, ObstructionStage
from zhuangjian.apps.measures.papers import handling_papers, order_papers
from zhuangjian.apps.measures.who import LOCAL, obstruction_at

OVER = (Handling.POLICE, Handling.OTHER)
NEXT = {
    Handling.INTERVIEW: ObstructionStage.INTERVIEW,
    Handling.POLICE: ObstructionStage.HANDED_OVER,
    Handling.OTHER: ObstructionStage.HANDED_OVER,
    Handling.LEAD: ObstructionStage.LEAD,
}


class HandleObstruction(ObstructionAct[list[Evidence]]):
    """对拒绝、逃避、阻碍检查依法处理：可以视为存在安全隐患予以责任约谈，或者移送有权处理的部门，或者作为违法线索调查。"""

    name = "measures.handle_obstruction"
    title = "处理拒绝、逃避、阻碍检查"
    who = LOCAL
    when = obstruction_at(ObstructionStage.OPEN)
    answers = (turns.OBSTRUCTED,)

    class Input(Fields):
        """Whether it is regarded as a risk, what proves it, and who handles it in which way."""

        at_risk: bool = Field(False, title="视为生产经营过程中存在安全隐患")
        risk: str = Field("", title="安全隐患的判断", max_length=2000, json_schema_extra=TEXT)
        evidence: list[UUID] = Field(default=[], title="证据", max_length=200)
        no_evidence: str = Field(
            "",
            title="没有证据材料的原因",
            max_length=1000,
            description="没有选证据的必填",
            json_schema_extra=TEXT,
        )
        handling: Handling = Field(title="处理")
        text: str = Field(title="处理意见", min_length=1, max_length=4000, json_schema_extra=TEXT)
        to_department: str = Field(
            "", title="移送的部门", max_length=120, description="移送的填写，例如：某区公安分局"
        )
        meet_on: date | None = Field(None, title="约谈日期", description="责任约谈的填写")
        summons: str = Field("", title="具体时间和约谈对象", max_length=200, description="责任约谈的填写")
        place: str = Field("", title="约谈地点", max_length=200, description="责任约谈的填写")

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Obstruction) -> Options:
        """The ways, and the evidence of the inspection that the person sees."""
        rows = (
            Evidence.objects.visible_to(person)
            .filter(inspection_id=case.inspection_id, withdrawn_at=None)
            .order_by("pk")
        )
        return {
            "handling": Handling.choices(),
            "evidence": [(row.public_id, f"{row.get_kind_display()} {row.file_name}") for row in rows],
        }

    def check(self) -> list[Evidence]:
        """Evidence or why there is none; what the chosen way needs."""
        given = self.data
        if given.at_risk != bool(given.risk):
            self.refuse("视为存在安全隐患的写明判断；不视为存在安全隐患的不填。", "安全隐患的判断")
        rows = list(
            Evidence.objects.visible_to(self.actor)
            .filter(inspection_id=self.case.inspection_id, public_id__in=given.evidence, withdrawn_at=None)
            .order_by("pk")
        )
        if len(rows) < len(set(given.evidence)):
            self.refuse("所选的证据不在本次检查的证据之中。", "本次检查的证据")
        if bool(rows) == bool(given.no_evidence):
            self.refuse("请选择证明阻碍检查的证据；没有证据材料的，写明原因。", "证据或者没有证据的原因")
        if given.handling in OVER and not given.to_department:
            self.refuse("移送的，请写明移送的部门。", "移送的部门")
        if given.handling == Handling.INTERVIEW:
            self._interview()
        return rows

    def _interview(self) -> None:
        """An interview is for a risk that is not removed, and has its day, its place, and who is asked."""
        given = self.data
        if not given.at_risk:
            self.refuse(
                "责任约谈针对生产经营过程中存在安全隐患的情形，请先判断是否视为存在安全隐患。",
                "安全隐患的判断",
                article=self.cite("measure_interview"),
            )
        if given.meet_on is None or given.meet_on < self.today or not given.summons or not given.place:
            self.refuse(
                "责任约谈的，请写明今天以后的约谈日期、具体时间和约谈对象、地点。", "约谈的日期、对象和地点"
            )

    def _made(
        self, found: list[Evidence], number: Callable[[str], int]
    ) -> tuple[Obstruction, Measure | None]:
        given, row = self.data, self.case
        row.at_risk, row.risk, row.no_evidence = given.at_risk, given.risk, given.no_evidence
        row.evidence = [
            {"id": str(one.public_id), "title": one.file_name, "sha256": one.sha256} for one in found
        ]
        row.handling, row.text = given.handling.value, given.text
        row.to_department = given.to_department if given.handling in OVER else ""
        row.basis = basis_of_handling(given.handling, self.today)
        row.number = numbered(row.authority, "阻", self.today.year, number)
        row.decided_at, row.decided_by = self.at, self.actor
        if given.handling != Handling.INTERVIEW:
            return row, None
        summons = measure_of(
            self,
            row.inspection,
            Kind.INTERVIEW,
            Ground.OBSTRUCTION,
            number,
            facts=f"你单位在监督检查中拒绝、逃避、阻碍检查，视为生产经营过程中存在安全隐患。{given.risk}",
            scope="配合监督检查、消除安全隐患的情况",
            due_on=given.meet_on,
            place=given.place,
            summons=given.summons,
        )
        return row, summons

    def prepare(self) -> None:
        """The papers, printed before the ledger is taken."""
        row, summons = self._made(self.checked(), upcoming)
        self.printed = print_out(handling_papers(row))
        self.summoned = print_out(order_papers(summons)) if summons else None

    def do(self, found: list[Evidence]) -> Change:
        """Handled; the public is to be told in time, and the inspection ends when it waited for this alone."""
        row, summons = self._made(found, take)
        papers = handling_papers(row)
        if summons is not None and self.summoned is not None:
            orders = order_papers(summons)
            summons.save()
            enter(summons, orders, self.summoned, by=self.person, at=self.at)
            also(self, summons, obstruction=row.public_id)
            self.owe(turns.HOLD, summons, due=summons.due_on)
        moved(row, NEXT[self.data.handling], measure=summons)
        rows = enter(row, papers, self.printed, by=self.person, at=self.at)
        if self.data.handling in OVER:
            self.owe(turns.HANDED_OVER, row)
        elif self.data.handling == Handling.LEAD:
            facts = f"拒绝、逃避、阻碍检查：{'、'.join(one['label'] for one in row.forms)}。{self.data.text}"
            self.tells(CaseWanted(self, row.inspection, facts, self.data.text))
            row.ended_at = self.at
            row.save()
        self.tells(ObstructionHandled(self, row))
        end_when_settled(self, row.inspection_id, str(row.public_id))
        facts_of = {"handling": row.handling, "at_risk": row.at_risk, "evidence": row.evidence}
        return Change(row, facts_of | {"documents": [one.digest for one in rows]})


class EnterObstructionResult(ObstructionAct[None]):
    """登记有权处理的部门对移送的处理结果。"""

    name = "measures.obstruction_result"
    title = "登记移送的处理结果"
    who = LOCAL
    when = obstruction_at(ObstructionStage.HANDED_OVER, early="还没有移送")
    answers = (turns.HANDED_OVER,)

    class Input(Fields):
        """What the other authority did."""

        result: str = Field(title="处理结果", min_length=1, max_length=4000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """The end."""
        return Change(moved(self.case, ObstructionStage.ENDED, result=self.data.result, ended_at=self.at))
