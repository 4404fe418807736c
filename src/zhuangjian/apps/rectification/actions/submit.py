"""What the enterprise hands in: a report in four parts, or a plan where it cannot be done in time (CQ 19)."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.conduct.practice import refuse_by_practice, refuse_too_far
from zhuangjian.apps.documents.handed_in import entered, taken_in
from zhuangjian.apps.ledger.act import Change, Fields, Options, Values
from zhuangjian.apps.ledger.action import Upload
from zhuangjian.apps.rectification import turns
from zhuangjian.apps.rectification.actions.common import AREA, RectificationAct, by_number
from zhuangjian.apps.rectification.law import report_parts
from zhuangjian.apps.rectification.models import Problem, ProblemState, Rectification, Report
from zhuangjian.apps.rectification.problems import REPORTABLE, among, numbers
from zhuangjian.apps.rectification.problems import WITH_PARTY as OWED
from zhuangjian.apps.rectification.revocation import owe_revocation
from zhuangjian.apps.rectification.who import PARTY, open_to
from zhuangjian.engines.rules.words import chinese_date

LONGEST = 8000


def _part(title: str, hint: str) -> Any:
    # Which of them may not be empty is the pack's to say.
    return Field(title=title, description=hint, max_length=LONGEST, json_schema_extra=AREA)


class _Parts(Fields):
    """What a report and a plan have in common: the deficiencies they are about stand first, then the parts."""

    covers: list[int] = Field(title="所涉缺陷")
    main_problems: str = _part("存在的主要问题", "逐项写明检查发现的缺陷")
    investigation: str = _part("问题调查分析与风险评估", "原因是什么，涉及哪些产品和批次，风险有多大")
    risk_control: str = _part("风险控制措施", "整改期间已经采取的措施，例如暂停使用、封存、召回")


class _Submit(RectificationAct[list[Problem]]):
    """What report and plan have in common: who hands them in, and their attachments."""

    who = PARTY
    guards = ()
    prepares_input = True
    data: SubmitReport.Input | SubmitPlan.Input

    @classmethod
    def initial(cls, person: Person, case: Rectification) -> Values:
        """The deficiencies that are still to be put right, as the record lists them."""
        rows = case.problems.filter(state__in=OWED).select_related("deficiency").order_by("no")
        return {
            "main_problems": "\n".join(f"{p.no}. {p.deficiency.text}" for p in rows),
            "covers": [p.no for p in rows],
        }

    def whole(self, *more: str) -> None:
        """Nothing of what the pack lists is empty, nor what an act asks beside it."""
        asked, article = report_parts(self.today)
        fields = type(self.data).model_fields
        empty = [
            str(field.title)
            for name, field in fields.items()
            if (field.title in asked or name in more) and getattr(self.data, name) == ""
        ]
        if empty:
            self.refuse(f"请写明{'、'.join(empty)}。", *empty, article=article)

    def prepare(self) -> None:
        """The attachments: looked into and stored before the ledger is taken."""
        self.checked()
        self.files = taken_in(self.data.attachments)

    def keep(self, kind: str, found: list[Problem], **fields: object) -> Report:
        """Store what was handed in, with its attachments."""
        no = self.case.reports.count() + 1
        attachments = entered(
            self.case,
            "rectification_attachment",
            f"第{no}次报送附件",
            self.files,
            by=self.person,
            at=self.at,
        )
        return Report.objects.create(
            rectification=self.case,
            no=no,
            kind=kind,
            main_problems=self.data.main_problems,
            investigation=self.data.investigation,
            risk_control=self.data.risk_control,
            attachments=attachments,
            submitted_by=self.actor,
            submitted_at=self.at,
            late=any(self.today > p.due_on for p in found),
            covers=numbers(found),
            **fields,
        )


class SubmitReport(_Submit):
    """报送整改报告（四部分齐全）；逾期的照收，并注明逾期。"""

    name = "rectification.submit_report"
    title = "报送整改报告"
    when = open_to(
        "有待报送整改情况的缺陷",
        lambda case: bool(among(case, *REPORTABLE)),
        "缺陷的整改情况都已报送，正在等待辖区监管部门办理。",
    )
    answers = (*turns.WITH_PARTY, turns.ACCEPT_PLAN)

    class Input(_Parts):
        """Which deficiencies it is about, the four parts of a report that CQ 19 asks for, and what is attached."""

        covers: list[int] = Field(
            default=[], title="报告所涉缺陷", description="不选的，为全部还没有报送的缺陷"
        )
        effect: str = _part("整改后效果", "现在是什么状态，怎样证明已经改好、不再发生")
        attachments: list[Upload] = Field(
            default=[], title="附件", description="照片、记录、检验报告等，可选多个", max_length=20
        )

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Rectification) -> Options:
        """The deficiencies that are not reported yet."""
        return by_number(case, *REPORTABLE)

    def check(self) -> list[Problem]:
        """Every part; deficiencies that are not reported yet; all that are with the enterprise where none is named."""
        self.whole()
        wanted = self.data.covers or numbers(among(self.case, *OWED))
        return self.chosen(wanted, *REPORTABLE)

    def do(self, found: list[Problem]) -> Change:
        """The report; the authority's turn, and what is left stays owed by its own limit."""
        report = self.keep("report", found, effect=self.data.effect)
        moved = self.settle(found, ProblemState.REPORTED)
        self.owe(turns.RECHECK, moved)
        self.ask_for_the_rest(moved, "报送整改报告")
        owe_revocation(self, moved.inspection)
        facts = {"report": report.no, "late": report.late, "covers": report.covers}
        return Change(moved, facts | {"attachments": report.attachments})


class SubmitPlan(_Submit):
    """无法按期完成的，在期限内报送整改计划，写明步骤和完成日期；经辖区监管部门认可，只改变计划所涉缺陷的期限。"""

    name = "rectification.submit_plan"
    title = "报送整改计划"
    when = open_to(
        "有还没有报送整改情况或者计划的缺陷",
        lambda case: bool(among(case, ProblemState.OPEN)),
        "缺陷都已报送整改情况或者计划，不能再报送整改计划。",
    )
    answers = turns.WITH_PARTY

    class Input(_Parts):
        """Three parts that are known already, and the plan for what is not done yet."""

        covers: list[int] = Field(title="不能按期完成的缺陷", min_length=1)
        plan_steps: str = _part("整改计划", "分几步、各由谁在什么时候完成")
        plan_until: date = Field(title="计划完成日期")
        attachments: list[Upload] = Field(default=[], title="附件", max_length=20)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Rectification) -> Options:
        """The deficiencies that are not yet reported or planned, by number and text."""
        return by_number(case, ProblemState.OPEN)

    @classmethod
    def initial(cls, person: Person, case: Rectification) -> Values:
        """The deficiencies in words; which of them need longer, the enterprise says."""
        return {**super().initial(person, case), "covers": []}

    def check(self) -> list[Problem]:
        """Every part; in time, for deficiencies that exist, until a day after their limit."""
        self.whole("plan_steps")
        found = self.chosen(self.data.covers, ProblemState.OPEN)
        first, last = min(p.due_on for p in found), max(p.due_on for p in found)
        if self.today > first:
            self.refuse(
                f"整改期限（{chinese_date(first)}）已过，不能再以整改计划代替，请直接报送整改报告。",
                "整改报告",
            )
        if self.data.plan_until <= last:
            refuse_by_practice(
                "plausible_dates",
                self.at,
                f"计划完成日期应晚于整改期限（{chinese_date(last)}）；能在期限内完成的，请直接报送整改报告。",
                "晚于整改期限的计划完成日期",
            )
        refuse_too_far(self.at, self.data.plan_until, "计划完成日期")
        return found

    def do(self, found: list[Problem]) -> Change:
        """The plan waits for the authority; the limit of the other deficiencies stands."""
        report = self.keep("plan", found, plan_steps=self.data.plan_steps, plan_until=self.data.plan_until)
        for problem in found:
            problem.plan_until = self.data.plan_until
        moved = self.settle(found, ProblemState.PLANNED)
        self.owe(turns.ACCEPT_PLAN, moved)
        self.ask_for_the_rest(moved, "报送整改计划")
        facts = {"report": report.no, "plan_until": self.data.plan_until}
        return Change(moved, facts | {"covers": report.covers, "attachments": report.attachments})
