"""A unit reports on a period: drafted from the data, approved by its head, sent as a letter (LN 4(2))."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.cooperation import turns as letters
from zhuangjian.apps.cooperation.events import LetterSettled
from zhuangjian.apps.cooperation.law import kind_of_unit
from zhuangjian.apps.cooperation.models import Addressee, Letter, LetterStage
from zhuangjian.apps.improvement import turns
from zhuangjian.apps.improvement.actions.plans import open_report
from zhuangjian.apps.improvement.drafting import figures_of, first_words, letter_text
from zhuangjian.apps.improvement.law import period_from
from zhuangjian.apps.improvement.models import PlanStage, Report, ReportStage
from zhuangjian.apps.improvement.who import HEAD_OF_UNIT, OWNERS, report_at
from zhuangjian.apps.ledger.act import Act, Change, Fields, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.engines.rules.vocabulary import BodyKind, LetterKind
from zhuangjian.engines.rules.words import chinese_date

LONG: dict[str, Any] = {"widget": "textarea", "rows": 4}


class DraftReport(Act[Report]):
    """起草或者修改工作情况报告：数据由系统算出，文字先由系统按已登记的情况写出，再由人改。"""

    name = "improvement.draft_report"
    title = "起草报告"
    cites = "improvement_reports"
    who = OWNERS
    when = report_at(ReportStage.DUE, ReportStage.DRAFTED)
    answers = (turns.REPORT,)

    class Input(Fields):
        """The three parts in words."""

        progress: str = Field(title="工作进展", min_length=2, max_length=6000, json_schema_extra=LONG)
        issues: str = Field("", title="问题和困难", max_length=6000, json_schema_extra=LONG)
        following: str = Field("", title="下一步打算", max_length=6000, json_schema_extra=LONG)

    data: Input

    @classmethod
    def initial(cls, person: Person, case: Report) -> Values:
        """What the database says."""
        return first_words(case)

    def prepare(self) -> None:
        """The figures, counted before the ledger is taken."""
        self.figures = figures_of(self.case)

    def do(self, found: None) -> Change:
        """For the head to approve."""
        row = self.case
        row.figures = self.figures
        row.progress, row.issues, row.following = self.data.progress, self.data.issues, self.data.following
        row.drafted_at, row.drafted_by, row.stage = self.at, self.actor, ReportStage.DRAFTED
        row.save()
        self.owe(turns.APPROVE, row)
        return Change(row)


class ApproveReport(Act[Report]):
    """负责人审签报告；审签后生成函件，由起草人发出。需要修改的，先修改再审签。"""

    name = "improvement.approve_report"
    title = "审签报告"
    cites = "improvement_reports"
    who = HEAD_OF_UNIT
    when = report_at(ReportStage.DRAFTED)
    answers = (turns.APPROVE,)

    class Input(Fields):
        """Nothing to fill in."""

    data: Input

    def check(self) -> None:
        """Its period is over."""
        if self.case.last >= self.today:
            self.refuse(f"报送周期到{chinese_date(self.case.last)}才结束，结束后再审签。")

    def do(self, found: None) -> Change:
        """The letter is written: to the leading authority from a unit below, from it to where the plan says."""
        row, plan = self.case, self.case.plan
        own = row.unit_id == plan.authority_id
        letter = Letter.objects.create(
            direction="out",
            kind=LetterKind.PROGRESS,
            stage=LetterStage.DRAFT,
            authority=row.unit,
            handler=row.unit,
            subject=f"{plan.title}工作情况（{row.period}）"[:200],
            matters=letter_text(row),
            written_by=row.drafted_by,
            written_at=self.at,
        )
        name = plan.text.reports.to if own else plan.authority.name
        kind = BodyKind.NATIONAL if own else kind_of_unit(plan.authority)
        Addressee.objects.create(letter=letter, name=name, kind=kind, unit=None if own else plan.authority)
        also(self, letter, report=row.public_id)
        self.owe(letters.SEND, letter)
        row.letter, row.approved_at, row.approved_by = letter, self.at, self.actor
        row.stage = ReportStage.APPROVED
        row.save()
        return Change(row, {"letter": letter.public_id})


def after_letter(told: LetterSettled) -> None:
    """Its letter went out: reported, and the next period begins. Its draft was withdrawn: to be drafted once more."""
    step: Any = told.step
    row = Report.objects.unrestricted().filter(letter=told.letter, stage=ReportStage.APPROVED).first()
    if row is None:
        return
    if told.letter.sent_at is None:
        row.stage, row.letter = ReportStage.DUE, None
        row.save()
        also(step, row, letter=told.letter.public_id)
        step.owe(turns.REPORT, row)
        return
    row.stage, row.sent_at = ReportStage.SENT, step.at
    row.save()
    also(step, row, letter=told.letter.public_id)
    plan = row.plan
    if plan.stage == PlanStage.RUNNING and row.last < plan.ends_on:
        start = row.last.fromordinal(row.last.toordinal() + 1)
        open_report(step, plan, row.unit, period_from(start, plan.ends_on, step.today))
