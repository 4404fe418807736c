"""A plan of action is opened from the pack or a file, gets its group and its funds, and is summed up (LN 1, 3, 4)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from pydantic import Field

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.improvement import turns
from zhuangjian.apps.improvement.figures import measured
from zhuangjian.apps.improvement.law import Period, period_at, plan_of_law
from zhuangjian.apps.improvement.models import (
    ActionPlan,
    Budget,
    Goal,
    Item,
    ItemKind,
    ItemStage,
    Member,
    Part,
    PlanStage,
    Report,
    Spending,
)
from zhuangjian.apps.improvement.who import HEAD, OFFICE, OPENERS, RUNNING
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.ledger.action import Upload, also
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.improvement import Deliverable, PlanOfAction, plan_from
from zhuangjian.engines.rules.vocabulary import AuthorityKind
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.states import always

TEXT: dict[str, Any] = {"widget": "textarea", "rows": 3}
LARGEST = 1_000_000
YEAR = timedelta(days=365)


class OpenPlan(Act[None, PlanOfAction]):
    """启动行动方案：目标的起点由数据算出，各阶段任务列为各单位的事项，第一个报送周期开始。"""

    name = "improvement.open"
    title = "启动行动方案"
    cites = "improvement"
    model = ActionPlan
    creates = True
    prepares_input = True
    who = OPENERS
    when = always

    class Input(Fields):
        """The plan of the place, or a file of one's own."""

        file: Upload | None = Field(
            None,
            title="自己的行动方案",
            description="本地法规有行动方案的不必选择；没有的，载入写好的 YAML 文件",
        )

    data: Input

    def prepare(self) -> None:
        """The plan, read before the ledger is taken, and where its goals stand."""
        upload = self.data.file
        if upload is None:
            found = plan_of_law(self.today)
            if found is None:
                self.refuse(
                    f"{chinese_date(self.today)}本地没有施行中的行动方案。请载入自己的行动方案文件。",
                    "行动方案文件",
                    article="",
                )
            self.plan = found
        else:
            if upload.size > LARGEST:
                self.refuse("行动方案文件不能超过 1 MB，请检查是否选错文件。", "行动方案文件", article="")
            try:
                text = upload.opened().read().decode("utf-8-sig")
            except UnicodeDecodeError:
                raise Refusal(f"“{upload.name}”不是 UTF-8 文本，请另存为 UTF-8 后重新选择。") from None
            self.plan = plan_from(text)
        first = self.plan.effective_from - YEAR
        last = self.plan.effective_from - timedelta(days=1)
        self.starts = [
            (goal.key, name, measured(self.plan, self._unit(), first, last, name), first, last)
            for goal in self.plan.goals
            for name in goal.figures
        ]

    def check(self) -> PlanOfAction:
        """It has an end, and is opened once."""
        plan = self.plan
        if plan.effective_to is None:
            self.refuse("行动方案没有写结束日期（effective_to），请补上。", "结束日期", article="")
        if ActionPlan.objects.unrestricted().filter(authority=self._unit(), key=plan.key).exists():
            self.refuse(f"“{plan.title}”已经启动，不能重复启动。", article="")
        return plan

    def _unit(self) -> Authority:
        unit = self.actor.authority
        assert unit is not None  # OPENERS have one.
        return unit

    def do(self, found: PlanOfAction) -> Change:
        """The plan, the start of its goals, what each phase has to bring, and the first reports."""
        unit, end = self._unit(), found.effective_to
        assert end is not None
        plan = ActionPlan.objects.create(
            key=found.key,
            title=found.title,
            authority=unit,
            starts_on=found.effective_from,
            ends_on=end,
            body=found.model_dump(mode="json"),
            own=self.data.file is not None,
            opened_at=self.at,
            opened_by=self.actor,
        )
        for key, name, share, first, last in self.starts:
            Goal.objects.create(
                plan=plan, key=key, figure=name, first=first, last=last, hits=share.hits, n=share.n
            )
        bureaus = list(
            Authority.objects.unrestricted()
            .filter(parent=unit, kind=AuthorityKind.INSPECTION_BUREAU, is_active=True)
            .order_by("pk")
        )
        for phase in found.phases:
            for one in phase.deliverables:
                for owner in [unit] if one.owner == "lead" else bureaus or [unit]:
                    self._item(plan, phase, one, owner)
        period = period_at(plan.starts_on, plan.ends_on, self.today)
        for reporter in (unit, *bureaus):
            open_report(self, plan, reporter, period)
        return Change(plan, {"key": plan.key, "region": settings.REGION})

    def _item(self, plan: ActionPlan, phase: Any, one: Deliverable, owner: Authority) -> None:
        row = Item.objects.create(
            plan=plan,
            kind=ItemKind.DELIVERABLE,
            year=phase.year,
            key=one.key,
            task_no=one.task,
            article=phase.article,
            title=one.title,
            unit=owner,
            due=one.due or phase.last,
            entered_at=self.at,
            entered_by=self.actor,
        )
        also(self, row, plan=plan.public_id)
        self.owe(turns.FINISH, row)


def open_report(act: Any, plan: ActionPlan, unit: Authority, period: Period) -> Report:
    """The report of one unit of one period is due."""
    row = Report.objects.create(
        plan=plan, unit=unit, first=period.first, last=period.last, due=period.due, figures=[]
    )
    also(act, row, plan=plan.public_id)
    act.owe(turns.REPORT, row)
    return row


class Appoint(Act[ActionPlan]):
    """登记专项工作小组或者办公室的一名成员。"""

    name = "improvement.appoint"
    title = "登记成员"
    cites = "improvement_group"
    who = OFFICE
    when = RUNNING

    class Input(Fields):
        """Who, from where, in which part."""

        part: Part = Field(title="分工")
        name: str = Field(title="姓名", min_length=1, max_length=60)
        unit: str = Field(title="单位和职务", min_length=2, max_length=120)
        since: date | None = Field(None, title="起", description="不填为今天")

    data: Input

    def check(self) -> None:
        """Not twice, and one leader at a time."""
        rows = self.case.members.filter(until=None)
        if rows.filter(name=self.data.name, part=self.data.part).exists():
            self.refuse(f"{self.data.name}已经登记为{self.data.part.label}。", "姓名")
        if self.data.part == Part.LEADER and (leader := rows.filter(part=Part.LEADER).first()):
            self.refuse(f"组长现为{leader}。更换组长的，先登记其不再担任。", "分工")

    def do(self, found: None) -> Change:
        """One row."""
        data = self.data
        Member.objects.create(
            plan=self.case, part=data.part, name=data.name, unit=data.unit, since=data.since or self.today
        )
        self.case.save()
        return Change(self.case, {"part": str(data.part)})


class Release(Act[ActionPlan, Member]):
    """登记一名成员不再担任。"""

    name = "improvement.release"
    title = "不再担任"
    cites = "improvement_group"
    who = OFFICE
    when = RUNNING

    class Input(Fields):
        """Who leaves the task group."""

        member: UUID = Field(title="成员")

    data: Input

    @classmethod
    def choices(cls, person: Any, case: ActionPlan) -> Options:
        """Those who are in it now."""
        return {
            "member": [
                (one.public_id, f"{one.get_part_display()} {one}") for one in case.members.filter(until=None)
            ]
        }

    def check(self) -> Member:
        """One of those who are in it now."""
        row = self.case.members.filter(public_id=self.data.member, until=None).first()
        if row is None:
            self.refuse("请从现任成员中选择。", "成员")
        return row

    def do(self, found: Member) -> Change:
        """Until today."""
        found.until = self.today
        found.save()
        self.case.save()
        return Change(self.case)


MONEY = Field(title="金额（元）", gt=0, max_digits=14, decimal_places=2)


class AddBudget(Act[ActionPlan]):
    """登记一项经费。"""

    name = "improvement.add_budget"
    title = "登记经费"
    cites = "improvement_funds"
    who = OFFICE
    when = RUNNING

    class Input(Fields):
        """For what, how much, which year."""

        year: int = Field(title="年度")
        title: str = Field(title="用途", min_length=2, max_length=120)
        amount: Decimal = MONEY
        source: str = Field("", title="来源", max_length=120)

    data: Input

    def check(self) -> None:
        """A year of the plan, and a line that is not there yet."""
        plan, data = self.case, self.data
        if not plan.starts_on.year <= data.year <= plan.ends_on.year:
            self.refuse(f"年度应在 {plan.starts_on.year} 至 {plan.ends_on.year} 之间。", "年度")
        if plan.budgets.filter(year=data.year, title=data.title).exists():
            self.refuse(f"{data.year} 年已经登记“{data.title}”。", "用途")

    def do(self, found: None) -> Change:
        """One line."""
        row = Budget.objects.create(
            plan=self.case,
            entered_at=self.at,
            entered_by=self.actor,
            **self.data.model_dump(exclude={"expected_version"}),
        )
        self.case.save()
        return Change(self.case, {"budget": row.public_id})


class Spend(Act[ActionPlan, Budget]):
    """登记一项经费的使用；不能超过登记的金额。"""

    name = "improvement.spend"
    title = "登记经费使用"
    cites = "improvement_funds"
    who = OFFICE
    when = RUNNING

    class Input(Fields):
        """Of which line, how much, when, for what."""

        budget: UUID = Field(title="经费")
        amount: Decimal = MONEY
        spent_on: date = Field(title="日期")
        text: str = Field(title="用于", min_length=2, max_length=200)

    data: Input

    @classmethod
    def choices(cls, person: Any, case: ActionPlan) -> Options:
        """The lines of the plan."""
        return {"budget": [(one.public_id, str(one)) for one in case.budgets.all()]}

    def check(self) -> Budget:
        """A line of this plan with enough left; not ahead."""
        row = self.case.budgets.filter(public_id=self.data.budget).first()
        if row is None:
            self.refuse("请从登记的经费中选择。", "经费")
        left = row.amount - sum(row.spendings.values_list("amount", flat=True), Decimal())
        if self.data.amount > left:
            self.refuse(f"“{row}”还剩 {left} 元，不够 {self.data.amount} 元。", "金额（元）")
        if self.data.spent_on > self.today:
            self.refuse("日期晚于今天，请改正。", "日期")
        return row

    def do(self, found: Budget) -> Change:
        """One use."""
        data = self.data
        Spending.objects.create(
            budget=found,
            spent_on=data.spent_on,
            amount=data.amount,
            text=data.text,
            entered_at=self.at,
            entered_by=self.actor,
        )
        self.case.save()
        return Change(self.case, {"budget": found.public_id})


class ClosePlan(Act[ActionPlan]):
    """总结行动方案：写明成效和固化的做法。办理中的事项须先办结或者取消。"""

    name = "improvement.close"
    title = "总结行动方案"
    cites = "improvement"
    who = HEAD
    when = RUNNING

    class Input(Fields):
        """What came of it."""

        summary: str = Field(title="成效和固化的做法", min_length=10, max_length=8000, json_schema_extra=TEXT)

    data: Input

    def check(self) -> None:
        """Nothing is open any more."""
        count = self.case.items.filter(stage=ItemStage.OPEN).count()
        if count:
            self.refuse(f"还有 {count} 项事项没有办结，请先办结或者取消。", "办结全部事项")

    def do(self, found: None) -> Change:
        """Summed up."""
        plan = self.case
        plan.stage, plan.summary = PlanStage.CLOSED, self.data.summary
        plan.closed_at, plan.closed_by = self.at, self.actor
        plan.save()
        return Change(plan)
