"""Merging an authority's own tasks on one party into one inspection (CQ 8)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.duties.turns import end_all
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, Values
from zhuangjian.apps.ledger.action import NotNow, also
from zhuangjian.apps.programme.joining import MERGEABLE
from zhuangjian.apps.programme.law import describe, must_join, tasks_to_join, together
from zhuangjian.apps.programme.models import Task, TaskStatus
from zhuangjian.apps.programme.queries import PLAIN_REASON
from zhuangjian.apps.programme.turns import CONSIDER, MERGE
from zhuangjian.apps.programme.who import OFFICERS_OF_TASK, at
from zhuangjian.engines.rules.vocabulary import InspectionType
from zhuangjian.kernel.turns import NEEDLESS


class MergeTasks(Act[Task, list[Task]]):
    """Merge the authority's other tasks on the same party into this one, for one inspection."""

    name = "programme.merge"
    title = "合并检查任务"
    cites = "merging"
    who = OFFICERS_OF_TASK
    when = at(*MERGEABLE)
    answers = (MERGE, CONSIDER)

    class Input(Fields):
        """The tasks that are merged into this one, and what others are told of it."""

        others: list[UUID] = Field(title="并入的任务", min_length=1)
        told: str = Field(
            "",
            title="并入有因检查时，其他人员看到的取消原因",
            max_length=300,
            description="无权知悉有因检查的人员只看到被并入的任务已取消；不填则写“年度计划调整”",
        )

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Task) -> Options:
        """The authority's own tasks that CQ 8 orders to be merged with this one and that the person may see."""
        seen = Task.objects.visible_to(person)
        found = [
            t
            for t, _ in tasks_to_join(case)
            if t.status in MERGEABLE and t.authority_id == case.authority_id and seen.filter(pk=t.pk)
        ]
        return {"others": [(t.public_id, f"{describe(t)} {t.called()}") for t in found]}

    @classmethod
    def initial(cls, person: Person, case: Task) -> Values:
        """All tasks that can be merged, chosen beforehand."""
        return {"others": [key for key, _ in cls.choices(person, case)["others"]]}

    def check(self) -> list[Task]:
        """Same party, none begun, and the secret one stays the secret one (CQ 34)."""
        seen = (
            Task.objects.visible_to(self.person)
            .filter(public_id__in=self.data.others)
            .exclude(pk=self.case.pk)
        )
        rows = Task.objects.unrestricted().filter(pk__in=seen.values("pk"))
        others = list(rows.select_for_update(of=("self",)).order_by("pk"))
        if len(others) != len(set(self.data.others)):
            self.refuse("所选任务中有不存在、您无权查看或者就是本任务的，请重新选择。", "要并入的任务")
        for task in others:
            if no := self.when.why_not(self.person, task, self.at):
                raise self.refusal(NotNow, no, self.at)
            if task.party_id != self.case.party_id:
                self.refuse(f"任务“{task}”的被检查对象不同，不能合并。")
            if task.authority_id != self.case.authority_id:
                # Nobody takes another authority's inspection away: it is asked, and keeps its own (CQ 8).
                self.refuse(
                    f"任务“{describe(task)}”由{task.authority}组织，须经其同意。请用“提出联合检查”。",
                    f"{task.authority}的同意",
                )
            if together(task):
                self.refuse(f"任务“{describe(task)}”已商定与其他单位联合检查，不能再并入。")
            if task.approval_waits and not self.case.approval_waits:
                self.refuse(
                    f"任务“{describe(task)}”是计划批准之后增加的，请先由负责人批准，再合并。",
                    "对增补任务的批准",
                )
        secret = any(t.inspection_type == InspectionType.FOR_CAUSE for t in others)
        if secret and self.case.inspection_type != InspectionType.FOR_CAUSE:
            self.refuse(
                "其中有有因检查。为不向被检查对象透露，应当以有因检查任务为主任务，把其他任务并入它。",
                article=self.cite("for_cause_secrecy"),
            )
        return others

    def do(self, found: list[Task]) -> Change:
        """One task with the contents of all; the window spans them."""
        survivor, others = self.case, found
        days = [p.days for p in must_join([survivor, *others]).value.pairs]
        if not together(survivor):
            # Days that were agreed with another authority stand.
            survivor.window_from = min(t.window_from for t in (survivor, *others))
            survivor.window_to = max(t.window_to for t in (survivor, *others))
        survivor.focus = _together(t.focus for t in (survivor, *others))
        survivor.requirements = _together(t.requirements for t in (survivor, *others))
        survivor.information = _together(t.information for t in (survivor, *others))
        survivor.expertise = "、".join(dict.fromkeys(x for t in (survivor, *others) for x in t.topics()))
        survivor.announced = survivor.announced and all(t.announced for t in others)
        survivor.save()
        for task in others:
            task.status, task.merged_into = TaskStatus.MERGED, survivor
            if survivor.inspection_type == InspectionType.FOR_CAUSE:
                task.cancel_reason = self.data.told or PLAIN_REASON
            task.save()
            end_all(self, task, outcome=NEEDLESS)
            also(self, task, merged_into=survivor.public_id)
        return Change(survivor, {"merged": [t.public_id for t in others], "days_apart": days})


def _together(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))
