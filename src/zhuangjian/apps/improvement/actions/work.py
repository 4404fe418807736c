"""What is done under a plan: items with owner and day, meetings whose decisions are followed up, notices (LN 3, 4)."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.improvement import turns
from zhuangjian.apps.improvement.actions.plans import TEXT
from zhuangjian.apps.improvement.models import ActionPlan, Item, ItemKind, ItemStage, Meeting
from zhuangjian.apps.improvement.who import OFFICE, OFFICE_OF_PLAN, OWNERS, PLAN_RUNS, RUNNING, item_at
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.ledger.action import also

ARTICLES = {
    ItemKind.DELIVERABLE: "improvement",
    ItemKind.DECISION: "improvement_group",
    ItemKind.EXCHANGE: "improvement_reports",
    ItemKind.PUBLICITY: "improvement_publicity",
}


def units_of(plan: ActionPlan) -> list[Authority]:
    """The leading authority and the units below it."""
    rows = Authority.objects.unrestricted().filter(pk__in=plan.authority.realm(), is_active=True)
    return sorted(rows, key=lambda one: (one.pk != plan.authority_id, one.pk))


class RecordMeeting(Act[ActionPlan]):
    """登记专项工作小组或者办公室的一次会议；议定的事项随后逐项列出。"""

    name = "improvement.record_meeting"
    title = "登记会议"
    cites = "improvement_group"
    who = OFFICE
    when = RUNNING

    class Input(Fields):
        """Which meeting, when, who, what was said."""

        title: str = Field(title="会议", min_length=2, max_length=120)
        held_on: date = Field(title="日期")
        attendees: str = Field(title="参加人员", min_length=2, max_length=2000, json_schema_extra=TEXT)
        minutes: str = Field(title="纪要", min_length=2, max_length=8000, json_schema_extra=TEXT)

    data: Input

    def check(self) -> None:
        """Not ahead."""
        if self.data.held_on > self.today:
            self.refuse("会议日期晚于今天：会后再登记。", "日期")

    def do(self, found: None) -> Change:
        """On record."""
        row = Meeting.objects.create(
            plan=self.case,
            entered_at=self.at,
            entered_by=self.actor,
            **self.data.model_dump(exclude={"expected_version"}),
        )
        return Change(row, {"plan": self.case.public_id})


class _Item(Fields):
    title: str = Field(title="事项", min_length=2, max_length=160)
    text: str = Field("", title="内容", max_length=4000, json_schema_extra=TEXT)
    units: list[int] = Field(title="承办单位", min_length=1)
    due: date | None = Field(None, title="期限", description="信息通报可以不填")


def _chosen(act: Act[Any, Any], plan: ActionPlan) -> list[Authority]:
    data: Any = act.data
    known = {one.pk: one for one in units_of(plan)}
    if unknown := [pk for pk in data.units if pk not in known]:
        act.refuse(f"请从列出的单位中选择（{len(unknown)} 个不在其中）。", "承办单位")
    if data.due is not None and data.due < act.today:
        act.refuse("期限已经过去，请改正。", "期限")
    return [known[pk] for pk in dict.fromkeys(data.units)]


def _entered(
    act: Act[Any, Any], plan: ActionPlan, kind: ItemKind, units: list[Authority], **more: Any
) -> list[Item]:
    """One item for each unit; each is that unit's turn."""
    data: Any = act.data
    rows = []
    for unit in units:
        row = Item.objects.create(
            plan=plan,
            kind=kind,
            year=(data.due or act.today).year,
            article=act.cite(ARTICLES[kind]),
            title=data.title,
            text=data.text,
            unit=unit,
            due=data.due,
            entered_at=act.at,
            entered_by=act.actor,
            **more,
        )
        act.owe(turns.FINISH, row)
        rows.append(row)
    return rows


def _units(plan: ActionPlan) -> list[tuple[object, str]]:
    return [(one.pk, one.name) for one in units_of(plan)]


class AddItem(Act[ActionPlan, list[Authority]]):
    """列出一件事项：阶段任务、信息通报或者宣传；选几个单位就各列一件，各自办结。"""

    name = "improvement.add_item"
    title = "列出事项"
    cites = "improvement"
    who = OFFICE
    when = RUNNING

    class Input(_Item):
        """What, by whom, by when, for which task."""

        kind: ItemKind = Field(title="种类")
        task_no: int | None = Field(None, title="所属任务")

    data: Input

    @classmethod
    def choices(cls, person: Person, case: ActionPlan) -> Options:
        """The units, the tasks; what a meeting decides is entered at the meeting."""
        kinds = [(one.value, one.label) for one in ItemKind if one != ItemKind.DECISION]
        tasks = [(one.number, f"{one.number}. {one.title}") for one in case.text.tasks] if case.body else []
        return {"units": _units(case), "kind": kinds, "task_no": tasks}

    def check(self) -> list[Authority]:
        """Units below; a day where something is to be done; a task of the plan."""
        data = self.data
        if data.kind == ItemKind.DECISION:
            self.refuse("议定事项请在会议的页面上列出。", "种类")
        if data.kind != ItemKind.EXCHANGE and data.due is None:
            self.refuse(f"{data.kind.label}要写期限。", "期限")
        if data.task_no is not None and self.case.text.task(data.task_no) is None:
            self.refuse(f"方案没有第 {data.task_no} 项任务。", "所属任务")
        return _chosen(self, self.case)

    def do(self, found: list[Authority]) -> Change:
        """One for each unit."""
        rows = _entered(self, self.case, self.data.kind, found, task_no=self.data.task_no)
        for row in rows[1:]:
            also(self, row, plan=self.case.public_id)
        return Change(rows[0], {"plan": self.case.public_id, "units": len(rows)})


class AddDecision(Act[Meeting, list[Authority]]):
    """列出会议议定的一件事项，由承办单位按期办理。"""

    name = "improvement.add_decision"
    title = "列出议定事项"
    cites = "improvement_group"
    who = OFFICE_OF_PLAN
    when = PLAN_RUNS

    class Input(_Item):
        """What, by whom, by when."""

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Meeting) -> Options:
        """The units."""
        return {"units": _units(case.plan)}

    def check(self) -> list[Authority]:
        """Units below, and a day."""
        if self.data.due is None:
            self.refuse("议定事项要写期限。", "期限")
        return _chosen(self, self.case.plan)

    def do(self, found: list[Authority]) -> Change:
        """One for each unit."""
        rows = _entered(self, self.case.plan, ItemKind.DECISION, found, meeting=self.case)
        for row in rows:
            also(self, row, meeting=self.case.public_id)
        self.case.save()
        return Change(self.case, {"units": len(rows)})


class FinishItem(Act[Item]):
    """登记一件事项的完成情况和证明材料；信息通报写明收悉即可。"""

    name = "improvement.finish_item"
    title = "登记完成"
    cites = "improvement"
    who = OWNERS
    when = item_at(ItemStage.OPEN)
    answers = (turns.FINISH,)

    class Input(Fields):
        """What was done, and what shows it."""

        note: str = Field(title="完成情况", min_length=2, max_length=4000, json_schema_extra=TEXT)
        proof: str = Field(
            "", title="证明材料", max_length=200, description="文号、检查编号，或者本系统内的页面地址"
        )

    data: Input

    def check(self) -> None:
        """What a phase has to bring is shown by something."""
        if self.case.kind in (ItemKind.DELIVERABLE, ItemKind.DECISION) and not self.data.proof:
            self.refuse("阶段任务和议定事项要写明证明材料：文号、编号，或者页面地址。", "证明材料")

    def do(self, found: None) -> Change:
        """Done, by whom and when."""
        row = self.case
        row.stage, row.note, row.proof = ItemStage.DONE, self.data.note, self.data.proof
        row.done_at, row.done_by = self.at, self.actor
        row.save()
        return Change(row, {"late": bool(row.due and row.due < self.today)})


class DropItem(Act[Item]):
    """取消一件不再需要办理的事项，写明理由。"""

    name = "improvement.drop_item"
    title = "取消事项"
    cites = "improvement"
    who = OFFICE_OF_PLAN
    when = item_at(ItemStage.OPEN)

    class Input(Fields):
        """Why it is not to be done any more."""

        reason: str = Field(title="理由", min_length=4, max_length=2000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Nothing more is to be done."""
        row = self.case
        row.stage, row.note = ItemStage.DROPPED, self.data.reason
        row.done_at, row.done_by = self.at, self.actor
        row.save()
        return Change(row)
