"""Common problems: counted by a job, listed by a person, worked on, closed by figures or by reasons the head signs (LN 2(1))."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.improvement import turns
from zhuangjian.apps.improvement.actions.plans import TEXT
from zhuangjian.apps.improvement.actions.work import units_of
from zhuangjian.apps.improvement.counting import count, share_of
from zhuangjian.apps.improvement.law import confidence, least_inspections
from zhuangjian.apps.improvement.models import (
    ActionPlan,
    Analysis,
    PlanStage,
    Problem,
    ProblemStage,
    ProblemStep,
)
from zhuangjian.apps.improvement.who import (
    HEAD_OF_PLAN,
    OFFICE_OF_PLAN,
    OPENERS,
    OWNERS,
    PLAN_RUNS,
    problem_at,
)
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.engines.improvement.shares import Share, change
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.asking import any_of
from zhuangjian.kernel.states import always

SAYING: ContextVar[Callable[[int, int], None]] = ContextVar("saying", default=lambda done, total: None)
WORKS = any_of(OWNERS, OFFICE_OF_PLAN)


class Analyse(Act[None, ActionPlan]):
    """从近几年的检查、抽检、投诉举报、行政处罚中逐个要点计数，在后台进行；结果供人选列共性问题。"""

    name = "improvement.analyse"
    title = "分析共性问题"
    cites = "improvement_problems"
    model = Analysis
    creates = True
    in_job = True
    who = OPENERS
    when = always

    class Input(Fields):
        """Under which plan of action it is counted."""

        plan: UUID = Field(title="行动方案")

    data: Input

    @classmethod
    def choices(cls, person: Person, case: None) -> Options:
        """The running plans of the person's authority."""
        return {"plan": [(one.public_id, one.title) for one in _own(person)]}

    def prepare(self) -> None:
        """Everything is counted before the ledger is taken."""
        plan = self._plan()
        self.came = count(plan.text, plan.authority, self.today, confidence(self.today), SAYING.get())

    def check(self) -> ActionPlan:
        """A running plan of one's own authority."""
        return self._plan()

    def _plan(self) -> ActionPlan:
        plan = _own(self.actor).filter(public_id=self.data.plan).first()
        if plan is None:
            self.refuse("请从本单位实施中的行动方案中选择。", "行动方案")
        return plan

    def do(self, found: ActionPlan) -> Change:
        """What was counted, as it stood today."""
        came = self.came
        row = Analysis.objects.create(
            plan=found,
            first=came.first,
            last=came.last,
            inspections=came.inspections,
            looks=came.counted.looks,
            rows=came.rows,
            signals=came.signals,
            unadjusted=came.counted.unadjusted[:300],
            made_at=self.at,
            made_by=self.actor,
        )
        return Change(row, {"plan": found.public_id, "looks": row.looks})


def _own(person: Any) -> Any:
    return (
        ActionPlan.objects.visible_to(person)
        .filter(authority_id=person.authority_id, stage=PlanStage.RUNNING)
        .select_related("authority")
    )


class _Listing(Fields):
    checkpoint: str = Field(title="检查要点", max_length=40)
    title: str = Field(title="问题", min_length=4, max_length=160)
    text: str = Field("", title="表现和原因", max_length=4000, json_schema_extra=TEXT)
    measures: str = Field(title="解决措施", min_length=4, max_length=4000, json_schema_extra=TEXT)
    unit: int = Field(title="责任单位")
    measured_on: date | None = Field(None, title="措施开始", description="不填为今天；此后的检查与此前比较")
    due: date = Field(title="完成期限")


class ListProblem(Act[Analysis, tuple[dict[str, Any], Authority]]):
    """从分析结果中选一个要点列入共性问题清单，写明解决措施、责任单位和时间。列哪些由人决定。"""

    name = "improvement.list_problem"
    title = "列入共性问题清单"
    cites = "improvement_problems"
    who = OFFICE_OF_PLAN
    when = PLAN_RUNS

    class Input(_Listing):
        """Which checkpoint, what is done about it, by whom, by when."""

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Analysis) -> Options:
        """The checkpoints where something was found; the units."""
        points = [
            (f"{one['edition']} {one['item']}", f"{one['item']} {one['topic']}（{one['hits']}/{one['n']}）")
            for one in case.rows
        ]
        return {"checkpoint": points, "unit": [(one.pk, one.name) for one in units_of(case.plan)]}

    def check(self) -> tuple[dict[str, Any], Authority]:
        """One of the analysis, not on the list yet; days in order."""
        data, case = self.data, self.case
        row = next((one for one in case.rows if f"{one['edition']} {one['item']}" == data.checkpoint), None)
        if row is None:
            self.refuse("请从分析结果的要点中选择。", "检查要点")
        unit = next((one for one in units_of(case.plan) if one.pk == data.unit), None)
        if unit is None:
            self.refuse("请从列出的单位中选择。", "责任单位")
        start = data.measured_on or self.today
        if data.due < max(start, self.today):
            self.refuse("完成期限早于措施开始或者今天，请改正。", "完成期限")
        if start < case.first:
            self.refuse(f"措施开始早于分析期间（{chinese_date(case.first)}起），请改正。", "措施开始")
        known = case.plan.problems.filter(
            edition=row["edition"], item=row["item"], stage__in=(ProblemStage.OPEN, ProblemStage.ASKED)
        )
        if known.exists():
            self.refuse("这一要点已在清单中，没有销号。", "检查要点")
        return row, unit

    def do(self, found: tuple[dict[str, Any], Authority]) -> Change:
        """On the list, with the rate before the measures; the unit's turn."""
        (row, unit), data, plan = found, self.data, self.case.plan
        start = data.measured_on or self.today
        before = share_of(
            plan.authority.realm(), (row["edition"], row["item"]), self.case.first, start - timedelta(days=1)
        )
        made = Problem.objects.create(
            plan=plan,
            analysis=self.case,
            theme=row["theme"],
            edition=row["edition"],
            item=row["item"],
            title=data.title,
            text=data.text,
            measures=data.measures,
            unit=unit,
            measured_on=start,
            due=data.due,
            before_first=self.case.first,
            before_hits=before.hits,
            before_n=before.n,
            listed_at=self.at,
            listed_by=self.actor,
        )
        self.owe(turns.SOLVE, made)
        return Change(made, {"analysis": self.case.public_id, "checkpoint": data.checkpoint})


class NoteStep(Act[Problem]):
    """登记一项共性问题的解决进展。"""

    name = "improvement.note_step"
    title = "登记进展"
    cites = "improvement_problems"
    who = WORKS
    when = problem_at(ProblemStage.OPEN, ProblemStage.ASKED)

    class Input(Fields):
        """What was done about it, and when."""

        text: str = Field(title="进展", min_length=2, max_length=4000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """One entry."""
        ProblemStep.objects.create(
            problem=self.case, text=self.data.text, entered_at=self.at, entered_by=self.actor
        )
        self.case.save()
        return Change(self.case)


def after(problem: Problem, on: date) -> Share:
    """How often it was found since the measures began."""
    return share_of(problem.plan.authority.realm(), problem.checkpoint, problem.measured_on, on)


class CloseByFigures(Act[Problem, Share]):
    """按数据销号：措施开始以后的检查次数足够，不符合的比率降低，且区间不包含没有变化。"""

    name = "improvement.close_by_figures"
    title = "按数据销号"
    cites = "improvement_problems"
    who = WORKS
    when = problem_at(ProblemStage.OPEN, ProblemStage.ASKED)
    answers = (turns.SOLVE, turns.SIGN)

    class Input(Fields):
        """Nothing to fill in: the figures decide."""

    data: Input

    def check(self) -> Share:
        """Enough inspections since, and a fall that is no chance."""
        case, least = self.case, least_inspections(self.today)
        now = after(case, self.today)
        said = f"此前 {case.before_n} 次检查发现 {case.before_hits} 次，此后 {now.n} 次发现 {now.hits} 次"
        if now.n < least:
            self.refuse(
                f"{said}：按数据销号至少要有 {least} 次以后的检查。检查次数不够的，可以写明理由由负责人签字销号。",
                f"以后的检查至少 {least} 次",
            )
        found = change(case.before, now, confidence(self.today))
        if found is None or not found.fell:
            self.refuse(f"{said}：比率的变化看不出不是偶然的，不能按数据销号。", "比率确实降低")
        return now

    def do(self, found: Share) -> Change:
        """Closed, with both counts kept."""
        case = self.case
        case.stage, case.after_hits, case.after_n = ProblemStage.FIGURES, found.hits, found.n
        case.closed_at, case.closed_by = self.at, self.actor
        case.save()
        return Change(case, {"hits": found.hits, "n": found.n})


class AskReasons(Act[Problem]):
    """数据不足以销号的，写明理由报负责人签字。"""

    name = "improvement.ask_reasons"
    title = "申请按理由销号"
    cites = "improvement_problems"
    who = WORKS
    when = problem_at(ProblemStage.OPEN)

    class Input(Fields):
        """Why it counts as solved."""

        reasons: str = Field(title="理由", min_length=10, max_length=4000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """The head's turn."""
        self.case.stage, self.case.reasons = ProblemStage.ASKED, self.data.reasons
        self.case.save()
        self.owe(turns.SIGN, self.case)
        return Change(self.case)


class SignReasons(Act[Problem]):
    """负责人对按理由销号签字，或者退回继续化解。销号后与按数据销号分开显示。"""

    name = "improvement.sign_reasons"
    title = "签字销号或者退回"
    cites = "improvement_problems"
    who = HEAD_OF_PLAN
    when = problem_at(ProblemStage.ASKED)
    answers = (turns.SIGN,)

    class Input(Fields):
        """Signed, or not and why."""

        signed: bool = Field(False, title="同意销号", description="不选为退回")
        note: str = Field("", title="意见", max_length=2000, json_schema_extra=TEXT)

    data: Input

    def check(self) -> None:
        """A refusal says why."""
        if not self.data.signed and not self.data.note:
            self.refuse("退回的请写明意见。", "意见")

    def do(self, found: None) -> Change:
        """Closed by reasons with the figures as they are, or open as before."""
        case = self.case
        if self.data.note:
            ProblemStep.objects.create(
                problem=case, text=f"负责人意见：{self.data.note}", entered_at=self.at, entered_by=self.actor
            )
        if self.data.signed:
            now = after(case, self.today)
            case.stage, case.after_hits, case.after_n = ProblemStage.REASONS, now.hits, now.n
            case.closed_at, case.closed_by = self.at, self.actor
        else:
            case.stage = ProblemStage.OPEN
        case.save()
        return Change(case, {"signed": self.data.signed})
