"""Adding and cancelling tasks of a programme."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.conduct.practice import practised, refuse_by_practice
from zhuangjian.apps.duties.turns import end_all
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, Values
from zhuangjian.apps.programme.actions.placing import (
    Place,
    TaskFields,
    make_task,
    parties_meant,
    placed,
    refuse_origin,
)
from zhuangjian.apps.programme.actions.programmes import TEXT
from zhuangjian.apps.programme.models import Programme, ProgrammeStatus, Task, TaskStatus
from zhuangjian.apps.programme.queries import PLAIN_REASON
from zhuangjian.apps.programme.turns import APPROVE_TASK
from zhuangjian.apps.programme.who import OFFICERS, OFFICERS_OF_TASK, at
from zhuangjian.engines.rules.lookup import pack_for, parameter
from zhuangjian.engines.rules.origins import origins_of
from zhuangjian.engines.rules.vocabulary import InspectionType, OriginKind
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.asking import Actor, No, Who, all_of
from zhuangjian.kernel.people import holders
from zhuangjian.kernel.states import always, holds
from zhuangjian.kernel.turns import NEEDLESS


class AddTask(Act[Programme, Place]):
    """Put one inspection of one party into the programme."""

    name = "programme.add_task"
    title = "增加检查任务"
    cites = "programme"
    who = OFFICERS
    when = always

    class Input(TaskFields):
        """Whom, what kind, when, with which focus."""

        inspection_type: InspectionType = Field(InspectionType.ROUTINE, title="检查类型")
        announced: bool = Field(False, title="预先告知被检查对象")

    data: Input

    @classmethod
    def found(
        cls, person: Person, case: Programme, field: str, words: str, chosen: Sequence[str] = ()
    ) -> Sequence[tuple[object, str]]:
        """The parties in reach that the words mean."""
        return parties_meant(person, words) if field == "party" else ()

    @classmethod
    def choices(cls, person: Person, case: Programme) -> Options:
        """The types that a programme can order; for-cause and licensing ones have origins of their own."""
        types = origins_of(region=settings.REGION)[OriginKind.PROGRAMME].types
        return {"inspection_type": [(one.value, one.label) for one in types]}

    def check(self) -> Place:
        """A type that a programme can order, a party it fits, days within the programme."""
        kind = self.data.inspection_type
        if kind == InspectionType.FOR_CAUSE:
            self.refuse(
                "有因检查不列入年度计划，应当写明启动原因。请在“检查任务”页用“登记检查任务”登记。",
                "启动原因",
                article=self.cite("for_cause"),
            )
        if kind == InspectionType.LICENSING:
            self.refuse(
                "许可检查不列入年度计划，由许可部门登记许可申请后安排。",
                "许可申请",
                article=self.cite("licensing"),
            )
        refuse_origin(self, OriginKind.PROGRAMME, kind)
        found = placed(self, self.data, kind)
        self._within_the_programme()
        return found

    def _within_the_programme(self) -> None:
        """Not years outside the programme; one begun late in the year may go on into the next."""
        overhang = parameter(pack_for(settings.REGION), "task_overhang_days", self.today)
        first = date(self.case.year, 1, 1)
        last = date(self.case.year, 12, 31) + timedelta(days=int(str(overhang.value)))
        if self.data.window_from < first or self.data.window_to > last:
            refuse_by_practice(
                "plausible_dates",
                self.at,
                f"这是{self.case.year}年的计划，任务时间应当在{chinese_date(first)}至{chinese_date(last)}之内；别的年度的任务请列入该年度的计划。",
                "计划年度内的检查时间",
            )

    def do(self, found: Place) -> Change:
        """The task is planned within the programme; one that is added after its approval waits for its own."""
        waits = self.case.status == ProgrammeStatus.APPROVED
        task = make_task(
            self,
            found,
            self.case.authority,
            {"kind": OriginKind.PROGRAMME},
            self.case,
            approval_waits=waits,
            **self.data.model_dump(exclude={"expected_version", "party", "site"}),
        )
        if waits:
            self.owe(APPROVE_TASK, task)
        return Change(task, {"programme_status": self.case.status})


class AnotherThanWhoAdded(Who[Task]):
    """Not the one who added the task, as long as the house rule stands."""

    def why_not(self, person: Actor | None, case: Task, at: datetime | None = None) -> No | None:
        """Who added it is told the rule and its article."""
        rule = practised("programme_approved_by_another", at)
        if rule is None or person is None or case.added_by_id != person.pk:
            return None
        return No(
            "任务的增加人不能批准自己增加的任务。", article=rule.article, missing=("本单位其他负责人的批准",)
        )

    def words(self, case: Task | None = None) -> str:
        """Who is left out, in Chinese."""
        return "任务的增加人除外"


class ApproveTask(Act[Task]):
    """The head approves a task that was added after the programme's approval; until then it is not sent out."""

    name = "programme.approve_task"
    title = "批准增补的任务"
    cites = "programme"
    who = all_of(
        holders(
            "组织检查的单位负责人",
            "head",
            unit=lambda task: task.authority_id,
            named=lambda task: f"{task.authority}负责人",
        ),
        AnotherThanWhoAdded(),
    )
    when = all_of(
        at(TaskStatus.PLANNED),
        holds(
            "任务是计划批准之后增加的，还没有批准",
            lambda task: task.approval_waits,
            "这一任务不需要另行批准，或者已经批准。",
        ),
    )
    answers = (APPROVE_TASK,)

    def do(self, found: None) -> Change:
        """Part of the approved programme from now on."""
        self.case.approval_waits, self.case.approved_by = False, self.person
        self.case.save()
        return Change(self.case)


class CancelTask(Act[Task]):
    """Take a task out of the programme, with the reason."""

    name = "programme.cancel_task"
    title = "取消检查任务"
    cites = "programme"
    who = OFFICERS_OF_TASK
    when = at(TaskStatus.PLANNED, TaskStatus.ASSIGNED)

    class Input(Fields):
        """Why the inspection that the task asks for does not take place."""

        reason: str = Field(title="取消原因", min_length=1, max_length=300, json_schema_extra=TEXT)

    data: Input

    @classmethod
    def initial(cls, person: Person, case: Task) -> Values:
        """The usual reason, to be made more exact."""
        return {"reason": PLAIN_REASON}

    def do(self, found: None) -> Change:
        """Cancelled; whoever was to open it need not."""
        self.case.status = TaskStatus.CANCELLED
        self.case.cancel_reason = self.data.reason
        self.case.save()
        end_all(self, self.case, outcome=NEEDLESS)
        return Change(self.case)
