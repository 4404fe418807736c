"""What people do with a grade: set it with reasons, object to it, answer, and say what a change comes to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Literal

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, R
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.registry.conflicts import NO_INTEREST
from zhuangjian.apps.risk import turns
from zhuangjian.apps.risk.facts import known_of
from zhuangjian.apps.risk.grading import change_of, graded, settle_visits
from zhuangjian.apps.risk.law import manual_days, method_on
from zhuangjian.apps.risk.models import GradeChange, Objection, ObjectionStage, Outcome, PartyGrade
from zhuangjian.apps.risk.who import HEAD, LOCAL, PARTY, objection_at
from zhuangjian.engines.risk.grade_words import RiskGrade
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import always, holds

TEXT: dict[str, Any] = {"widget": "textarea", "rows": 3}
Letter = Literal["A", "B", "C", "D"]
LETTERS = [(one.value, one.label) for one in RiskGrade]


class _GradeAct(Act[PartyGrade, R]):
    """What changes a grade by hand."""

    cites = "grading"
    guards = (NO_INTEREST,)

    def set_to(self, row: PartyGrade, grade: str, why: str, until: date | None) -> GradeChange | None:
        """Have that grade count (empty: the computed one); the change, where there is one."""
        before = row.grade
        row.manual, row.manual_why, row.manual_until = grade, why if grade else "", until if grade else None
        row.manual_by = self.person if grade else None
        row.grade = grade or row.computed
        settle_visits(row, method_on(row.as_of), self.today)
        row.save()
        if row.grade == before:
            return None
        change = change_of(row, before, why, self.today, by=self.person)
        change.save()
        if change.authority_id is not None:
            self.owe(turns.CHANGED, change)
        return change


class SetGrade(_GradeAct[None]):
    """负责的监管部门的负责人写明理由，在限定的期间内以人工确定的等级代替计算的等级；方法要求的最低频次不变。"""

    name = "risk.set_grade"
    title = "人工确定等级"
    who = HEAD
    when = always

    class Input(Fields):
        """The grade, until when, and why."""

        grade: Letter = Field(title="等级")
        until: date = Field(title="有效至")
        why: str = Field(title="理由", min_length=10, max_length=2000, json_schema_extra=TEXT)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: PartyGrade) -> Options:
        """The grades by their labels."""
        return {"grade": LETTERS}

    def check(self) -> None:
        """Another grade than the computed one, for a time that the house allows."""
        most = manual_days(self.today)
        last = self.today + timedelta(days=most)
        if not self.today <= self.data.until <= last:
            self.refuse(
                f"人工确定的等级最长 {most} 天，应在今天至 {last} 之间，到期后恢复按方法计算。", "有效至"
            )
        if self.data.grade == self.case.computed:
            self.refuse("与按方法计算的等级相同，不需要人工确定。", "等级")

    def do(self, found: None) -> Change:
        """It counts from now on."""
        before = self.case.grade
        self.set_to(self.case, self.data.grade, self.data.why, self.data.until)
        return Change(self.case, {"before": before, "after": self.case.grade, "until": self.data.until})


class EndManual(_GradeAct[None]):
    """人工确定的理由不再成立：恢复按方法计算的等级。"""

    name = "risk.end_manual"
    title = "恢复计算的等级"
    who = HEAD
    when = holds("等级由人工确定", lambda case: bool(case.manual), "现在的等级就是按方法计算的等级。")

    class Input(Fields):
        """Why the computed grade is to count again."""

        why: str = Field(title="理由", min_length=4, max_length=1000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """The computed grade counts again."""
        before = self.case.grade
        self.set_to(self.case, "", self.data.why, None)
        return Change(self.case, {"before": before, "after": self.case.grade})


class ObjectToGrade(Act[PartyGrade]):
    """企业认为等级或者所依据的事实有误的，写明理由提出异议；负责的监管部门核实后答复。"""

    name = "risk.object"
    title = "对风险等级提出异议"
    cites = "grading"
    who = PARTY
    when = all_of(
        holds("有负责的监管部门", lambda case: case.authority_id is not None, "还没有确定负责的监管部门。"),
        holds(
            "没有未答复的异议",
            lambda case: not case.objections.filter(stage="open").exists(),
            "已有异议正在核实，请等待答复。",
        ),
    )

    class Input(Fields):
        """What is not right, and why."""

        text: str = Field(
            title="异议和理由",
            description="哪一项不符合事实，依据是什么",
            min_length=4,
            max_length=4000,
            json_schema_extra=TEXT,
        )

    data: Input

    def do(self, found: None) -> Change:
        """It is the turn of the responsible unit."""
        case = self.case
        row = Objection.objects.create(
            of=case,
            party=case.party,
            authority=case.authority,
            no=case.objections.count() + 1,
            against=case.grade,
            text=self.data.text,
            filed_at=self.at,
            filed_by=self.actor,
        )
        self.owe(turns.ANSWER, row)
        return Change(row, {"against": row.against, "no": row.no})


class AnswerObjection(_GradeAct[None]):
    """核实企业的异议并写明理由答复：维持；事实已经更正的重新计算；或者由负责人改定。"""

    name = "risk.answer_objection"
    title = "答复等级异议"
    model = Objection
    who = LOCAL
    when = objection_at(ObjectionStage.OPEN)
    answers = (turns.ANSWER,)

    class Input(Fields):
        """What it comes to, and why; another grade only with a day until which."""

        outcome: Literal["kept", "anew", "changed"] = Field(title="结果")
        grade: Letter | None = Field(None, title="改定的等级", description="结果为改定等级时填写")
        until: date | None = Field(None, title="有效至", description="结果为改定等级时填写")
        answer: str = Field(title="答复和理由", min_length=10, max_length=4000, json_schema_extra=TEXT)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Any) -> Options:
        """Outcomes and grades by their labels."""
        return {"outcome": Outcome.choices(), "grade": LETTERS}

    def check(self) -> None:
        """Another grade is the head's to give."""
        if self.data.outcome != "changed":
            return
        if self.data.grade is None or self.data.until is None:
            self.refuse("改定等级的，请选择等级并填写有效至哪一天。", "改定的等级")
        row = self._row()
        if not HEAD.includes(self.person, row):
            self.refuse("改定等级由负责的监管部门的负责人决定；经办人员可以维持或者重新计算。", "结果")
        step = SetGrade(self.person, row, SetGrade.Input(
            grade=self.data.grade, until=self.data.until, why=self.data.answer), self.at)  # fmt: skip
        step.check()

    def _row(self) -> PartyGrade:
        case: Any = self.case
        return PartyGrade.objects.unrestricted().select_related("party").get(pk=case.of_id)

    def do(self, found: None) -> Change:
        """The answer; where the facts were put right, the grade as it is computed from them now."""
        case: Any = self.case
        row = self._row()
        if self.data.outcome == "changed":
            self.set_to(row, str(self.data.grade), self.data.answer, self.data.until)
        elif self.data.outcome == "anew":
            self._anew(row)
        case.stage, case.outcome = str(ObjectionStage.ANSWERED), self.data.outcome
        case.answer, case.after = self.data.answer, row.grade
        case.answered_at, case.answered_by = self.at, self.person
        case.save()
        if self.data.outcome != "kept":
            also(self, row, objection=case.public_id, grade=row.grade)
        return Change(case, {"outcome": case.outcome, "before": case.against, "after": case.after})

    def _anew(self, row: PartyGrade) -> None:
        known = known_of([row.party], self.today)[0]
        row, change = graded(known, method_on(self.today), self.today, row, row.run)
        row.save()
        if change is not None:
            change.by = self.person
            change.save()
            if change.authority_id is not None:
                self.owe(turns.CHANGED, change)


class NoteChange(Act[GradeChange]):
    """负责的监管部门根据等级变动决定是否调整对企业的检查安排，并写明理由。"""

    name = "risk.note_change"
    title = "登记对等级变动的处理"
    cites = "grading"
    who = LOCAL
    when = holds("还没有处理", lambda case: case.noted_at is None, "这一变动已经处理。")
    answers = (turns.CHANGED,)

    class Input(Fields):
        """What the change comes to, and why."""

        noted: str = Field(
            title="处理和理由",
            description="例如：列入本季度检查；已有检查安排，不另增加",
            min_length=4,
            max_length=2000,
            json_schema_extra=TEXT,
        )

    data: Input

    def do(self, found: None) -> Change:
        """It was seen to."""
        self.case.noted, self.case.noted_at, self.case.noted_by = self.data.noted, self.at, self.person
        self.case.save()
        return Change(self.case, {"before": self.case.before, "after": self.case.after})
