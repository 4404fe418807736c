"""交办: handing a task to the unit that carries it out (CQ 4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, Values
from zhuangjian.apps.programme.actions.applying import finder_handles
from zhuangjian.apps.programme.actions.programmes import TEXT
from zhuangjian.apps.programme.exchanging import tell_sent_out
from zhuangjian.apps.programme.joining import (
    Joining,
    joining,
    leave_to_who_sees_both,
    propose_to_organiser,
    refuse_apart,
)
from zhuangjian.apps.programme.law import may_carry_out
from zhuangjian.apps.programme.models import ProgrammeStatus, Task, TaskStatus
from zhuangjian.apps.programme.turns import ARRANGE, OPEN
from zhuangjian.apps.programme.who import OFFICERS_OF_TASK, at
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import AuthorityKind
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import holds


@dataclass(frozen=True)
class Handover:
    """The unit that takes the task on, and what CQ 8 joins to it."""

    unit: Authority
    near: Joining


class AssignTask(Act[Task, Handover]):
    """Hand a task to the unit that carries it out, with what is known of the party and what is required."""

    name = "programme.assign"
    title = "交办检查任务"
    cites = "assignment"
    who = OFFICERS_OF_TASK
    when = all_of(
        at(TaskStatus.PLANNED),
        holds(
            "年度检查计划已经批准",
            lambda task: task.programme is None or task.programme.status == ProgrammeStatus.APPROVED,
            "年度检查计划尚未批准，不能交办其中的任务。",
            missing=("本单位负责人对计划的批准",),
        ),
        holds(
            "增补的任务已经批准",
            lambda task: not task.approval_waits,
            "这一任务是在计划批准之后增加的，须由负责人批准后才能交办。",
            missing=("本单位负责人对增补任务的批准",),
        ),
    )

    answers = (ARRANGE,)

    class Input(Fields):
        """The unit that carries it out, what it is told of the party, and what is asked of it."""

        assigned_to: int = Field(title="承办单位")
        information: str = Field(
            title="被检查对象相关信息",
            min_length=1,
            json_schema_extra={"widget": "textarea", "rows": 6},
            description="交办时应当提供；已按档案预填，请核对补充",
        )
        requirements: str = Field(title="检查要求", min_length=1, json_schema_extra=TEXT)
        separately: str = Field(
            "",
            title="单独派出的理由",
            max_length=300,
            description="仅在同一对象相近的检查已经开始，或者有因检查不能等待合并时填写，随任务留存",
        )

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Task) -> Options:
        """Units that are competent for the party."""
        return {"assigned_to": [(u.pk, u.name) for u in competent_units(case, person.scope.authorities)]}

    @classmethod
    def initial(cls, person: Person, case: Task) -> Values:
        """The dossier's facts, to be completed by hand."""
        return {
            "information": information_of(case),
            "requirements": case.programme.requirements if case.programme else "",
        }

    def check(self) -> Handover:
        """Time left, unit competent, nothing that must be merged first."""
        if self.case.window_to < self.today:
            refuse_by_practice(
                "plausible_dates", self.at, "任务的时间已过，请取消后重新安排。", "有效的检查时间"
            )
        return Handover(self._competent(), self._nothing_to_merge())

    def _competent(self) -> Authority:
        reach = self.person.scope.authorities
        unit = Authority.objects.unrestricted().filter(pk=self.data.assigned_to, pk__in=reach).first()
        if unit is None or not unit.is_active:
            self.refuse("所选承办单位不在您可以交办的范围。", "承办单位")
        if unit not in competent_units(self.case, reach):
            if finder_handles(self.case):
                self.refuse(
                    f"实行首办负责制，由发现的单位（{self.case.authority}）办理，不能交给{unit}。",
                    "发现的单位",
                    article=self.cite("first_finder"),
                )
            reasons = "；".join(dict.fromkeys(may_carry_out(self.case.party).values()))
            self.refuse(f"{unit}不能检查“{self.case.party}”：{reasons}。请改选承办单位。", "有职权的承办单位")
        return unit

    def _nothing_to_merge(self) -> Joining:
        found = joining(self.person, self.case)
        refuse_apart(found, self.case, self.data.separately, self.at)
        return found

    def do(self, found: Handover) -> Change:
        """Handed over; the unit's head has the duty to open the inspection."""
        task = self.case
        task.assigned_to = found.unit
        task.information = self.data.information
        task.requirements = self.data.requirements
        task.separately = self.data.separately
        task.assigned_at, task.assigned_by = self.at, self.person
        task.status = TaskStatus.ASSIGNED
        task.save()
        self.owe(OPEN, task, due=task.window_to)
        leave_to_who_sees_both(self, task, found.near.unseen)
        propose_to_organiser(self, found.near.hidden)
        tell_sent_out(self, task)
        # Never that it goes by itself, which tells that it is for cause (CQ 34).
        return Change(task, {"assigned_to": found.unit.pk})


def competent_units(task: Task, reach: Iterable[int]) -> list[Authority]:
    """Active units in reach that CQ 4 makes competent for the task's party; a district only for its own place."""
    if finder_handles(task):
        return [task.authority] if task.authority_id in set(reach) else []
    try:
        kinds = may_carry_out(task.party)
    except Refusal:
        return []
    units = Authority.objects.unrestricted().filter(pk__in=reach, kind__in=list(kinds), is_active=True)
    place = task.party.region_code
    return [u for u in units if u.kind != AuthorityKind.DISTRICT or not place or u.region_code == place]


def information_of(task: Task) -> str:
    """What the dossier knows about the party, as lines for the task."""
    party = task.party
    kinds = "、".join(row.get_kind_display() for row in party.kind_rows.all())
    lines = [
        f"名称：{party.name}",
        f"统一社会信用代码：{party.credit_code or '未登记'}",
        f"类别：{kinds or '未登记'}",
        f"住所：{party.address or '未登记'}",
    ]
    if task.site:
        lines.append(f"检查地址：{task.site.address}")
    for licence in party.licences.all()[:3]:
        until = f"，有效期至{chinese_date(licence.expires_on)}" if licence.expires_on else ""
        lines.append(f"生产许可证：{licence.number}{until}")
    lines.append(f"在册产品：{party.products.count()}个")
    return "\n".join(lines)
