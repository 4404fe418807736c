"""Going together across authorities: one proposes, each of the others consents or does not (CQ 8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.duties.holders import OFFICE, role_in
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.programme.actions.programmes import TEXT
from zhuangjian.apps.programme.actions.starting import refuse_far_days
from zhuangjian.apps.programme.joining import MERGEABLE, joining
from zhuangjian.apps.programme.law import describe, tasks_to_join, together
from zhuangjian.apps.programme.models import Task, TaskStatus, Visit, VisitPart, VisitStage
from zhuangjian.apps.programme.turns import CONSENT, CONSIDER, MERGE, OPEN
from zhuangjian.apps.programme.who import ABOVE, ASKED, OFFICERS_OF_TASK, PROPOSERS, at, joined_at
from zhuangjian.engines.rules.vocabulary import InspectionType, Mode
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.asking import all_of, any_of
from zhuangjian.kernel.states import holds
from zhuangjian.kernel.turns import Holder

ALONE = holds(
    "还没有商定联合检查",
    lambda task: not task.visit_parts.filter(visit__stage__in=("proposed", "agreed")).exists(),
    "这一任务已经提出或者商定联合检查，请在联合检查的页面办理。",
)


class ProposeJoint(Act[Task, list[Authority]]):
    """Ask another authority to carry out its own inspection of the same party on the same visit."""

    name = "programme.propose_joint"
    title = "提出联合检查"
    cites = "merging"
    who = any_of(OFFICERS_OF_TASK, ABOVE)
    when = all_of(at(*MERGEABLE), ALONE)
    answers = (MERGE, CONSIDER)

    class Input(Fields):
        """Which authority is asked, and in which days the visit is to be."""

        unit: int = Field(title="对方单位", description="对该对象有相近检查任务的单位")
        window_from: date = Field(title="联合检查时间起")
        window_to: date = Field(title="联合检查时间止")
        words: str = Field(
            "",
            title="理由和安排",
            max_length=1000,
            json_schema_extra=TEXT,
            description="只告知对方负责人和计划管理员；有因检查请只写必要的内容",
        )

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Task) -> Options:
        """The authorities of whose tasks close by the person knows."""
        rows = Authority.objects.unrestricted().filter(pk__in=_partners(person, case)).order_by("pk")
        return {"unit": [(row.pk, row.name) for row in rows]}

    @classmethod
    def initial(cls, person: Person, case: Task) -> Values:
        """The task's own days."""
        return {"window_from": case.window_from, "window_to": case.window_to}

    def check(self) -> list[Authority]:
        """An authority with a task of which the person knows; days that can be; on the spot."""
        _refuse_days(self, self.data.window_from, self.data.window_to)
        if self.case.mode != Mode.ON_SITE:
            self.refuse("非现场检查不到现场，不能与其他单位联合前往。", "现场检查")
        if self.case.approval_waits:
            self.refuse("这一任务是计划批准之后增加的，请先由负责人批准。", "对增补任务的批准")
        unit = Authority.objects.unrestricted().filter(pk=self.data.unit).first()
        # Of an authority whose task is hidden it is said what is said of one without any.
        if unit is None or unit.pk not in _partners(self.actor, self.case):
            self.refuse(
                "没有查到该单位对同一对象的相近检查任务，请在所列单位中选择。", "有相近检查任务的对方单位"
            )
        return [unit] if self.actor.authority_id == self.case.authority_id else [self.case.authority, unit]

    def do(self, found: list[Authority]) -> Change:
        """The proposal, and each other authority's duty to answer it."""
        data = self.data
        visit = Visit.objects.create(
            party=self.case.party,
            unit=cast("Authority", self.actor.authority),
            window_from=data.window_from,
            window_to=data.window_to,
            words=data.words,
            proposed_by=self.actor,
            proposed_at=self.at,
        )
        own = self.case.authority not in found
        VisitPart.objects.create(
            visit=visit,
            authority=self.case.authority,
            task=self.case,
            agreed=True if own else None,
            answered_by=self.actor if own else None,
            answered_at=self.at if own else None,
        )
        for unit in found:
            if unit != self.case.authority:
                VisitPart.objects.create(visit=visit, authority=unit)
            ask(self, visit, unit)
        # Nothing of the task, which can be for cause (CQ 34).
        return Change(visit, {"units": sorted(unit.pk for unit in found)})


@dataclass(frozen=True)
class Answered:
    """The part that answers, with its task where it consents, and the parts that still have to."""

    part: VisitPart
    task: Task | None
    open: int


class AnswerJoint(Act[Visit, Answered]):
    """Consent to the joint visit with a task of one's own, or say why not."""

    name = "programme.answer_joint"
    title = "答复联合检查"
    cites = "merging"
    who = ASKED
    when = joined_at(VisitStage.PROPOSED)

    class Input(Fields):
        """Whether one goes along, and with which task."""

        agreed: bool = Field(title="同意联合检查")
        task: UUID | None = Field(None, title="本单位联合开展的任务", description="同意的必须选择")
        words: str = Field(
            "", title="意见", max_length=1000, json_schema_extra=TEXT, description="不同意的必须写明理由"
        )

    data: Input
    answers = (CONSENT,)

    @classmethod
    def choices(cls, person: Person, case: Visit) -> Options:
        """One's own tasks on the party that are still to come."""
        part = part_of(person, case)
        rows = own_tasks(person, part) if part is not None else []
        return {"task": [(row.public_id, f"{describe(row)} {row.called()}") for row in rows]}

    @classmethod
    def initial(cls, person: Person, case: Visit) -> Values:
        """Consent, with the only task there is."""
        found = cls.choices(person, case)["task"]
        return {"agreed": True} | ({"task": found[0][0]} if len(found) == 1 else {})

    def check(self) -> Answered:
        """With a task that can still go along and days that suit it; without consent a reason."""
        part = part_of(self.actor, self.case)
        if part is None:
            self.refuse("没有等待本单位答复的提议，请刷新页面。")
        waiting = self.case.parts.filter(agreed=None).exclude(pk=part.pk).count()
        if not self.data.agreed:
            if not self.data.words:
                self.refuse("不同意联合检查的，请写明理由。", "理由")
            return Answered(part, None, waiting)
        task = next((t for t in own_tasks(self.actor, part) if t.public_id == self.data.task), None)
        if task is None:
            self.refuse("同意的，请选择本单位对该对象尚未开始的检查任务。", "本单位的检查任务")
        self._fits(task)
        return Answered(part, task, waiting)

    def _fits(self, task: Task) -> None:
        _refuse_days(self, self.case.window_from, self.case.window_to)
        if task.mode != Mode.ON_SITE:
            self.refuse("非现场检查不到现场，不能与其他单位联合前往。", "现场检查")
        if task.approval_waits:
            self.refuse("这一任务是计划批准之后增加的，请先由负责人批准。", "对增补任务的批准")
        others = [p.task for p in self.case.parts.select_related("task") if p.task and p.task_id != task.pk]
        if any(not at(*MERGEABLE).yes(None, one) or one.party_id != self.case.party_id for one in others):
            self.refuse("提出方的任务已经变化，不能再商定联合检查。请与对方联系后重新提出。")
        first = min(t.window_from for t in (task, *others))
        last = max(t.window_to for t in (task, *others))
        if self.case.window_from < first or self.case.window_to > last:
            # Days outside both tasks could bring them close to a third one.
            refuse_by_practice(
                "plausible_dates",
                self.at,
                f"联合检查的时间应当在各方任务的{chinese_date(first)}至{chinese_date(last)}之内。",
                "各方任务时间内的联合检查时间",
            )

    def do(self, found: Answered) -> Change:
        """The answer; with the last consent the tasks go together, without one of them they do not."""
        part = found.part
        part.task = found.task or part.task
        part.agreed, part.words = self.data.agreed, self.data.words
        part.answered_by, part.answered_at = self.actor, self.at
        part.save()
        if not self.data.agreed:
            self.case.stage, self.case.settled_at = VisitStage.REFUSED, self.at
        elif not found.open:
            self.case.stage, self.case.settled_at = VisitStage.AGREED, self.at
            self._together()
        else:
            for waiting in self.case.parts.filter(agreed=None):
                ask(self, self.case, waiting.authority)
        self.case.save()
        return Change(self.case, {"agreed": self.data.agreed})

    def _together(self) -> None:
        parts = self.case.parts.select_related("task__origin").order_by("pk")
        tasks = [cast("Task", part.task) for part in parts]
        hidden = any(task.inspection_type == InspectionType.FOR_CAUSE for task in tasks)
        announced = not hidden and all(task.announced for task in tasks)
        for task in tasks:
            task.window_from, task.window_to = self.case.window_from, self.case.window_to
            task.announced = announced
            task.save()
            also(self, task, joint=self.case.public_id)
            if task.status == TaskStatus.ASSIGNED:
                self.owe(OPEN, task, due=task.window_to, again=True)


class WithdrawJoint(Act[Visit]):
    """The proposing authority takes the proposal back while it waits for an answer."""

    name = "programme.withdraw_joint"
    title = "撤回联合检查的提议"
    cites = "merging"
    who = PROPOSERS
    when = joined_at(VisitStage.PROPOSED)
    answers = (CONSENT,)

    class Input(Fields):
        """Why it is taken back."""

        reason: str = Field(title="撤回原因", min_length=1, max_length=300, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Nobody has to answer any more."""
        self.case.stage, self.case.settled_at = VisitStage.WITHDRAWN, self.at
        self.case.words = "\n".join(filter(None, (self.case.words, f"撤回：{self.data.reason}")))
        self.case.save()
        return Change(self.case)


def ask(step: Act[Any, Any], visit: Visit, unit: Authority) -> None:
    """The unit's duty to answer the proposal before the visit would begin."""
    to = Holder(authority=unit, role=role_in(unit, OFFICE))
    step.owe(CONSENT, visit, to=to, due=visit.window_from)


def part_of(person: Any, visit: Visit) -> VisitPart | None:
    """The part of the person's authority that has not answered yet."""
    return visit.parts.filter(authority_id=person.authority_id, agreed=None).first()


def own_tasks(person: Person, part: VisitPart) -> list[Task]:
    """The tasks with which that authority could go along: its own on the party, still to come, with nobody else yet."""
    rows = Task.objects.visible_to(person).filter(
        party=part.visit.party_id, authority=part.authority_id, status__in=MERGEABLE
    )
    if part.task_id is not None:
        rows = rows.filter(pk=part.task_id)
    found = Task.objects.unrestricted().filter(pk__in=rows.values("pk"))
    return [row for row in found.select_related("programme", "origin").order_by("pk") if not together(row)]


def _partners(person: Person, case: Task) -> set[int]:
    seen = set(joining(person, case).partners)
    # Of a case that is for cause, and of those within sight, the organiser may choose freely (CQ 8, LN 2(9)).
    visible = set(Task.objects.visible_to(person).values_list("pk", flat=True))
    seen |= {t.authority_id for t, _ in tasks_to_join(case) if t.pk in visible and t.status in MERGEABLE}
    return seen - {case.authority_id}


def _refuse_days(act: Act[Any, Any], first: date, last: date) -> None:
    if last < first:
        refuse_by_practice("plausible_dates", act.at, "联合检查时间止早于时间起，请改正。", "有效的检查时间")
    refuse_far_days(act, first, last)
