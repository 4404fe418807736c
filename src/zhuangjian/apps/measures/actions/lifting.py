"""Lifting a measure: application with the report, assessment within the article's days, decision (CQ 50)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Literal

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.documents.handed_in import entered, taken_in
from zhuangjian.apps.documents.printing import enter, print_out
from zhuangjian.apps.duties.turns import end_all, legal_limit
from zhuangjian.apps.inspections.models.series import take, upcoming
from zhuangjian.apps.ledger.act import Change, Fields, Options
from zhuangjian.apps.ledger.action import Upload, also
from zhuangjian.apps.measures import turns
from zhuangjian.apps.measures.actions.common import TEXT, LiftingAct, MeasureAct, moved, numbered
from zhuangjian.apps.measures.events import LiftingDecided
from zhuangjian.apps.measures.models import LIFTABLE, Assessment, Lifting, LiftingStage, Measure, Stage
from zhuangjian.apps.measures.papers import lifting_papers
from zhuangjian.apps.measures.who import DECIDED_BY, PARTY, at, kinds, lifting_at
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import holds

LASTING = kinds(*LIFTABLE)


def _part(title: str, hint: str) -> Any:
    return Field(title=title, description=hint, min_length=1, max_length=8000, json_schema_extra=TEXT)


class _Report(Fields):
    """The rectification report that goes with an application, in its four parts."""

    main_problems: str = _part("存在的主要问题", "措施所针对的问题")
    investigation: str = _part("问题调查分析与风险评估", "原因是什么，涉及哪些产品和批次，风险有多大")
    risk_control: str = _part("风险控制措施", "采取了哪些措施")
    effect: str = _part("整改后效果", "怎样证明安全风险隐患已经排除")
    attachments: list[Upload] = Field(default=[], title="附件", max_length=20)


class _Apply(MeasureAct[None]):
    """An application as it comes in."""

    cites = "lifting"
    prepares_input = True
    when = all_of(
        holds("措施持续到解除为止", lambda case: case.kind in LASTING, "这一措施不需要申请解除。"),
        at(Stage.IN_FORCE),
        holds(
            "没有正在办理的解除申请",
            lambda case: not case.liftings.filter(decided_at=None).exists(),
            "已有解除申请正在办理。",
        ),
    )
    data: ApplyLifting.Input | EnterLifting.Input

    def prepare(self) -> None:
        """The attachments: looked into and stored before the ledger is taken."""
        self.checked()
        self.files = taken_in(self.data.attachments)

    def received(self, on: date, *, entered_for: bool) -> Change:
        """The application; the authority's turn, within the article's days from the day of receipt."""
        given, case = self.data, self.case
        row = Lifting.objects.create(
            measure=case,
            inspection=case.inspection,
            party=case.party,
            authority=case.authority,
            no=case.liftings.count() + 1,
            received_on=on,
            due_on=legal_limit("lifting_assessment", on).due,
            main_problems=given.main_problems,
            investigation=given.investigation,
            risk_control=given.risk_control,
            effect=given.effect,
            handed_in_at=self.at,
            handed_in_by=self.actor,
            entered_for=entered_for,
        )
        row.attachments = entered(
            row, "lifting_attachment", "解除申请附件", self.files, by=self.person, at=self.at
        )
        row.save()
        self.owe(turns.ASSESS, row)
        return Change(row, {"measure": case.public_id, "received_on": on, "attachments": row.attachments})


class ApplyLifting(_Apply):
    """安全风险隐患排除后，向作出决定的部门申请解除措施，并提交整改报告（四部分齐全）。"""

    name = "measures.apply_lifting"
    title = "申请解除措施"
    who = PARTY
    guards = ()

    class Input(_Report):
        """The report in its four parts, and what is attached."""

    data: Input

    def do(self, found: None) -> Change:
        """Received today."""
        return self.received(self.today, entered_for=False)


class EnterLifting(_Apply):
    """企业以书面等方式提出的解除申请和整改报告，由作出决定的部门登记；期限自收到整改报告之日起算。"""

    name = "measures.enter_lifting"
    title = "登记收到的解除申请"
    who = DECIDED_BY

    class Input(_Report):
        """The day of receipt, the report in its four parts, and what is attached."""

        received_on: date = Field(title="收到整改报告之日")

    data: Input

    def check(self) -> None:
        """Received since the measure was decided, and not ahead."""
        day = self.data.received_on
        if day > self.today or day < timezone.localdate(self.case.decided_at):
            self.refuse("收到整改报告之日应在作出决定以后、今天及以前，请核对。", "收到整改报告之日")

    def do(self, found: None) -> Change:
        """Received on the day that is said."""
        return self.received(self.data.received_on, entered_for=True)


class AssessLifting(LiftingAct[None]):
    """自收到整改报告之日起在规定的工作日内，对整改情况组织评估：资料评估，或者到现场。"""

    name = "measures.assess_lifting"
    title = "登记整改评估"
    who = DECIDED_BY
    when = lifting_at(LiftingStage.RECEIVED)
    answers = (turns.ASSESS,)

    class Input(Fields):
        """How it was assessed and what it came to."""

        way: Literal["documents", "on_site"] = Field(title="评估方式")
        passed: bool = Field(False, title="整改符合要求")
        text: str = Field(title="评估情况", min_length=1, max_length=4000, json_schema_extra=TEXT)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Lifting) -> Options:
        """Chinese words for the ways."""
        return {"way": [("documents", "资料评估"), ("on_site", "现场评估")]}

    def do(self, found: None) -> Change:
        """Kept, with whether it was in time; the decision follows."""
        late = self.case.due_on is not None and self.today > self.case.due_on
        Assessment.objects.create(
            lifting=self.case,
            on_site=self.data.way == "on_site",
            passed=self.data.passed,
            text=self.data.text,
            late=late,
            assessed_at=self.at,
            assessed_by=self.actor,
        )
        row = moved(self.case, LiftingStage.ASSESSED)
        self.owe(turns.DECIDE, row)
        return Change(row, {"way": self.data.way, "passed": self.data.passed, "late": late})


class DecideLifting(LiftingAct[None]):
    """整改符合要求的，解除措施；不符合要求的，不予解除并说明理由。根据工作需要决定是否向社会公布。"""

    name = "measures.decide_lifting"
    title = "决定是否解除"
    who = DECIDED_BY
    when = lifting_at(LiftingStage.ASSESSED, early="整改情况还没有评估")
    answers = (turns.DECIDE,)

    class Input(Fields):
        """The decision, the reason where it is refused, and whether the public is told."""

        lifted: bool = Field(False, title="解除措施")
        reason: str = Field(
            "",
            title="不予解除的理由",
            max_length=2000,
            description="不予解除的必填，送达企业",
            json_schema_extra=TEXT,
        )
        publish: bool = Field(False, title="向社会公布", description="措施已经公布的，解除也应当公布")

    data: Input

    def check(self) -> None:
        """It follows the assessment; a refusal has its reason."""
        passed = self.case.assessments.latest("pk").passed
        if self.data.lifted and not passed:
            self.refuse("评估认为整改不符合要求，不能解除措施。", "符合要求的评估")
        if passed and not self.data.lifted:
            self.refuse("评估确认整改符合要求，应当解除措施。")
        if not self.data.lifted and not self.data.reason:
            self.refuse("不予解除的，请写明理由。", "不予解除的理由")

    def _decided(self, number: Callable[[str], int]) -> Lifting:
        row = self.case
        row.number = numbered(row.authority, "解", self.today.year, number)
        row.stage = (LiftingStage.LIFTED if self.data.lifted else LiftingStage.REFUSED).value
        row.reason = "" if self.data.lifted else self.data.reason
        row.publish = self.data.publish
        row.decided_at, row.decided_by = self.at, self.actor
        return row

    def prepare(self) -> None:
        """The paper, printed before the ledger is taken, with the number that is next now."""
        self.checked()
        self.printed = print_out(lifting_papers(self._decided(upcoming)))

    def do(self, found: None) -> Change:
        """Lifted, or in force until the next application."""
        row = self._decided(take)
        papers = lifting_papers(row)
        row.save()
        rows = enter(row, papers, self.printed, by=self.person, at=self.at)
        measure = Measure.objects.unrestricted().get(pk=row.measure_id)
        if self.data.lifted:
            note = f"经评估整改符合要求，依{row.number}文书解除"
            moved(measure, Stage.LIFTED, ended_at=self.at, ended_by=self.person, end_note=note)
            also(self, measure, lifting=row.public_id)
            end_all(self, measure)
        self.tells(LiftingDecided(self, row))
        return Change(row, {"lifted": self.data.lifted, "documents": [one.digest for one in rows]})
