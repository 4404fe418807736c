"""The plan: written by the leader, approved by the head of the dispatching unit, never by its author (CQ 10)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.conduct.law import cite
from zhuangjian.apps.conduct.practice import practised, refuse_by_practice
from zhuangjian.apps.inspections import turns
from zhuangjian.apps.inspections.checkpoints import check_scope, checklist_on
from zhuangjian.apps.inspections.facts import current_team_answer
from zhuangjian.apps.inspections.joint import refuse_apart
from zhuangjian.apps.inspections.models import Inspection, PlanVersion, Stage
from zhuangjian.apps.inspections.models.plan import PlanStatus
from zhuangjian.apps.inspections.outline import outline
from zhuangjian.apps.inspections.step import TEXT, Step, refuse_faults
from zhuangjian.apps.inspections.who import HEAD, LEADER, at
from zhuangjian.apps.ledger.act import Change, Fields, R, Values
from zhuangjian.apps.programme.models import Task
from zhuangjian.apps.registry.conflicts import APPROVER_WITHOUT_INTEREST
from zhuangjian.engines import rules
from zhuangjian.engines.rules.answer import Answer, Refusal
from zhuangjian.engines.rules.people import Fault
from zhuangjian.engines.rules.plans import InspectionPlan
from zhuangjian.engines.rules.vocabulary import InspectionType, Mode
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.asking import Actor, No, Who, all_of


class SubmitPlan(Step[list[str]]):
    """The leader writes the plan and hands it to the head of the dispatching unit."""

    name = "inspections.plan"
    title = "编制检查方案"
    cites = "plan"
    who = LEADER
    when = at(Stage.TEAMED, early="检查组尚未组成")
    answers = (turns.PLAN,)

    class Input(Fields):
        """What is inspected, on which days, how, and on which checkpoints."""

        items: str = Field(
            title="检查事项",
            min_length=1,
            json_schema_extra={"widget": "textarea", "rows": 4},
            description="每行一项",
        )
        focus: str = Field("", title="检查重点", json_schema_extra=TEXT)
        checkpoints: bool = Field(True, title="依据检查要点开展")
        scope: list[str] = Field(
            default_factory=list,
            title="检查要点范围",
            description="每行一个项目编号；留空表示全部项目",
        )
        start_on: date = Field(title="检查日期起")
        end_on: date = Field(title="检查日期止")
        mode: Mode = Field(Mode.ON_SITE, title="检查方式")
        announced: bool = Field(False, title="预先告知被检查对象")

    data: Input

    @classmethod
    def initial(cls, person: Person, case: Inspection) -> Values:
        """What was returned last time, else what the task says; never days that are past."""
        last = case.plans.order_by("-no").first()
        if last is not None:
            names = ("items", "focus", "checkpoints", "scope", "mode", "announced")
            return {name: getattr(last, name) for name in names} | first_days(
                case.task, last.start_on, last.end_on
            )
        task = case.task
        if task is None:
            return {"mode": case.mode, "announced": case.announced}
        return (
            first_days(task, task.window_from, task.window_from)
            | outline(person, case)
            | {"mode": task.mode, "announced": task.announced}
        )

    def check(self) -> list[str]:
        """Contents of CQ 10, days inside the task, checkpoints that exist, a team that is valid on these days."""
        refuse_faults(self._contents().value, "检查方案内容不齐全，请补填。")
        if self.data.start_on < self.today:
            refuse_by_practice("plausible_dates", self.at, "检查日期起早于今天，请改正。", "有效的检查时间")
        check_window(self.case, self.data.start_on, self.data.end_on)
        refuse_apart(self.case, self.data.start_on, self.data.end_on, self.data.mode, self.data.announced)
        if self.data.announced and self.case.inspection_type == InspectionType.FOR_CAUSE:
            self.refuse("有因检查原则上不得预先告知被检查对象。", article=self.cite("for_cause_secrecy"))
        scope = check_scope(self.case, self.data.scope, self.data.checkpoints, self.today)
        check_current_team(self.case, self.data.start_on, self.data.end_on)
        return scope

    def _contents(self) -> Answer[tuple[Fault, ...]]:
        plan = InspectionPlan(
            items=tuple(self.data.items.splitlines()),
            start=self.data.start_on,
            end=self.data.end_on,
            mode=self.data.mode,
            author=str(self.person.pk),
        )
        return rules.plan_faults(plan, approval=False, region=settings.REGION)

    def _cause(self) -> str:
        """What one for cause was started for: the plan never loses it (CQ 33)."""
        task = self.case.task
        return task.focus if task and self.case.inspection_type == InspectionType.FOR_CAUSE else ""

    def do(self, found: list[str]) -> Change:
        """A new version, waiting for approval."""
        add_version(
            self.case,
            author=self.person,
            at=self.at,
            status=PlanStatus.SUBMITTED,
            **self.data.model_dump(exclude={"expected_version", "scope", "focus"}),
            focus=self.data.focus or self._cause(),
            scope=found,
        )
        self.owe(turns.APPROVE, self.case, due=self.data.start_on)
        # Never the days, which a for-cause inspection hides (CQ 34).
        return self.move(Stage.PLAN_SUBMITTED, mode=self.data.mode, scope=found)


class Another(Who[Inspection]):
    """Not the one who wrote the plan that waits, as long as the house rule stands."""

    def why_not(self, person: Actor | None, case: Inspection, at: datetime | None = None) -> No | None:
        """The author is told the rule and its article."""
        rule, plan = practised("plan_approved_by_another", at), submitted(case)
        if rule is None or person is None or plan is None or plan.author_id != person.pk:
            return None
        return No(
            "方案编制人不能批准自己编制的方案。",
            article=rule.article,
            missing=("派出检查单位其他负责人的批准",),
        )

    def words(self, case: Inspection | None = None) -> str:
        """Who is left out, in Chinese."""
        return "本方案编制人除外"


ANOTHER = Another()


class ApprovePlan(Step[PlanVersion]):
    """The head approves; the inspection is bound to the rules and checkpoints in force on this day."""

    name = "inspections.approve_plan"
    title = "批准检查方案"
    cites = "plan"
    who = all_of(HEAD, ANOTHER)
    when = at(Stage.PLAN_SUBMITTED, early="检查组组长尚未提交检查方案")
    guards = (APPROVER_WITHOUT_INTEREST,)
    answers = (turns.APPROVE,)

    class Input(Fields):
        """A remark of the head's, which need not be given."""

        note: str = Field("", title="意见", json_schema_extra={"widget": "textarea", "rows": 2})

    data: Input

    def check(self) -> PlanVersion:
        """Everything of ``plan_faults``; the team still valid; the scope still known to today's edition."""
        plan = waiting(self.case)
        head = str(self.person.pk)
        given = InspectionPlan(
            items=tuple(plan.items.splitlines()),
            start=plan.start_on,
            end=plan.end_on,
            mode=Mode(plan.mode),
            author=str(plan.author_id),
            head=head,
            approver=head,
            approved_on=self.today,
        )
        refuse_faults(
            rules.plan_faults(given, region=settings.REGION).value, "检查方案不能批准，请退回改正。"
        )
        check_scope(self.case, plan.scope, plan.checkpoints, self.today)
        check_current_team(self.case, plan.start_on, plan.end_on)
        refuse_apart(self.case, plan.start_on, plan.end_on, plan.mode, plan.announced)
        return plan

    def do(self, found: PlanVersion) -> Change:
        """The plan is approved, and the inspection bound to the rules of this day."""
        decide(found, PlanStatus.APPROVED, self.person, self.at, self.data.note)
        bind(self.case, found, self.today)
        self.owe(turns.ARRIVE, self.case, due=found.end_on, title=turns.beginning(self.case))
        return self.move(
            Stage.PLAN_APPROVED, plan=found.no, pack=self.case.pack, checklist=self.case.checklist
        )


class ReturnPlan(Step):
    """The head sends the plan back to the leader with the reason."""

    name = "inspections.return_plan"
    title = "退回检查方案"
    cites = "plan"
    who = HEAD
    when = at(Stage.PLAN_SUBMITTED, early="检查组组长尚未提交检查方案")
    answers = (turns.APPROVE,)

    class Input(Fields):
        """What has to be mended before the plan can be approved."""

        note: str = Field(title="退回理由", min_length=1, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Back to the leader; the version stays on record."""
        decide(waiting(self.case), PlanStatus.REJECTED, self.person, self.at, self.data.note)
        self.owe(turns.PLAN, self.case, title="修改检查方案")
        return self.move(Stage.TEAMED)


def first_days(task: Task | None, start: date, end: date) -> dict[str, date]:
    """The wished days for the form, moved on to today and into the task; none when the task's time is over."""
    start = max(timezone.localdate(), start)
    end = max(start, end)
    if task is None:
        return {"start_on": start, "end_on": end}
    start, end = max(start, task.window_from), min(end, task.window_to)
    return {"start_on": start, "end_on": max(start, end)} if start <= task.window_to else {}


def submitted(inspection: Inspection) -> PlanVersion | None:
    """The version that waits for a decision, if one does."""
    return inspection.plans.filter(status=PlanStatus.SUBMITTED).order_by("-no").first()


def waiting(inspection: Inspection) -> PlanVersion:
    """The version that waits for a decision, at the stage where one does."""
    return inspection.plans.filter(status=PlanStatus.SUBMITTED).latest("no")


def add_version(inspection: Inspection, **fields: Any) -> PlanVersion:
    """The next version of the plan."""
    at = fields.pop("at")
    last = inspection.plans.order_by("-no").values_list("no", flat=True).first() or 0
    return PlanVersion.objects.create(inspection=inspection, no=last + 1, submitted_at=at, **fields)


def decide(plan: PlanVersion, status: PlanStatus, person: Person | None, at: datetime, note: str) -> None:
    """Keep who decided on a version, when and with which words."""
    plan.status, plan.decided_by, plan.decided_at, plan.note = status, person, at, note
    plan.save()


def bind(inspection: Inspection, plan: PlanVersion, day: date) -> None:
    """Bind the inspection to the pack and checklist edition in force on ``day``."""
    entry = checklist_on(inspection, day) if plan.checkpoints else None
    inspection.bound_on = day
    inspection.pack = rules.pack_in_force(settings.REGION, day).label
    inspection.edition = entry.edition if entry else ""
    inspection.checklist = entry.key if entry else ""
    inspection.mode, inspection.announced = plan.mode, plan.announced


def refuse_outside_plan(step: Step[R]) -> None:
    """Refuse to begin before the plan's first day, or on the spot after its last."""
    plan, today = step.case.plan(), step.today
    # Off-site work may take longer than was thought; nothing is carried out before its first day.
    late = plan.mode == Mode.ON_SITE and today > plan.end_on
    if late or today < plan.start_on:
        step.refuse(
            f"方案批准的检查日期为{chinese_date(plan.start_on)}至{chinese_date(plan.end_on)}，今天是{chinese_date(today)}。"
            "日程需要调整的，请先申请变更。",
            "派出检查单位对日程变更的同意",
            article=step.cite("plan", "change"),
        )


def check_window(inspection: Inspection, start: date, end: date) -> None:
    """Refuse days outside the task that was assigned."""
    task = inspection.task
    if task and (start < task.window_from or end > task.window_to):
        raise Refusal(
            f"检查日期应当在任务规定的{chinese_date(task.window_from)}至{chinese_date(task.window_to)}之内。",
            article=cite("change"),
            missing=["任务时间内的检查日期"],
        )


def check_current_team(inspection: Inspection, *days: date) -> None:
    """Refuse when the standing team has faults on any of the days."""
    faults = {f.message: f for day in days for f in current_team_answer(inspection, day).value}
    refuse_faults(faults.values(), "检查组在检查日期不符合组成要求，请先调整人员或者日期。")
