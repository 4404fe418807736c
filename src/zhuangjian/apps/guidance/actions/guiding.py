"""A plan without conflicts, the ledger of guidance, what the enterprise made of it, and the figures after (LN 2(2))."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.guidance import turns
from zhuangjian.apps.guidance.actions.experts import active_experts, conflict_of
from zhuangjian.apps.guidance.actions.opening import TEXT
from zhuangjian.apps.guidance.dossier import standing_of
from zhuangjian.apps.guidance.law import limits_on
from zhuangjian.apps.guidance.models import Expert, Guidance, GuidanceStage, GuidanceVisit, VisitKind
from zhuangjian.apps.guidance.who import OFFICE, PARTY, UNANSWERED, at
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.engines.improvement.grouping import Group

OPEN = (GuidanceStage.PLANNED, GuidanceStage.RUNNING)


class Plan(Act[Guidance, list[Expert]]):
    """为一家企业制定指导方案：要解决的问题、措施、没有利害关系的专家和期限。"""

    name = "guidance.make_plan"
    title = "制定指导方案"
    cites = "guidance"
    who = OFFICE
    when = at(GuidanceStage.DRAFT)
    answers = (turns.PLAN,)

    class Input(Fields):
        """What for, how, with whom and until when."""

        aims: str = Field(title="要解决的问题", min_length=4, max_length=4000, json_schema_extra=TEXT)
        measures: str = Field(title="指导措施", min_length=4, max_length=4000, json_schema_extra=TEXT)
        expert: int = Field(title="专家")
        second_expert: int | None = Field(None, title="另一位专家")
        starts_on: date = Field(title="开始")
        ends_on: date = Field(title="完成期限")

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Guidance) -> Options:
        """Members of today's committee who have no interest in the enterprise."""
        today = timezone.localdate()
        free = [
            (one.pk, f"{one}，{one.expertise}")
            for one in active_experts(today)
            if not conflict_of(one, case.party, today)
        ]
        return {"expert": free, "second_expert": free}

    @classmethod
    def initial(cls, person: Person, case: Guidance) -> dict[str, Any]:
        """What the factors found weak."""
        weak = [f"{one['factor']}：{one['why']}" for one in case.points if one["weak"]]
        return {"aims": "\n".join([*weak, *(f"重点：{one}" for one in case.emphasis)])}

    def check(self) -> list[Expert]:
        """Days in order; members of the committee on both days, with no interest in the enterprise."""
        data = self.data
        if not self.today <= data.starts_on <= data.ends_on:
            self.refuse("开始不早于今天，完成期限不早于开始。", "完成期限")
        keys = [data.expert, *([data.second_expert] if data.second_expert else [])]
        if len(set(keys)) < len(keys):
            self.refuse("两位专家应是不同的人。", "另一位专家")
        rows = {one.pk: one for one in active_experts(data.starts_on).filter(pk__in=keys)}  # type: ignore[attr-defined]
        if len(rows) < len(keys):
            self.refuse("只能选择开始之日在任期内的专家委员会成员。", "专家")
        for one in rows.values():
            if why := conflict_of(one, self.case.party, self.today):
                self.refuse(f"{why}，应当回避，请另选专家。", "专家")
        return [rows[key] for key in keys]

    def do(self, found: list[Expert]) -> Change:
        """The enterprise's turn to confirm, the unit's to guide."""
        row, data = self.case, self.data
        row.aims, row.measures = data.aims, data.measures
        row.expert = found[0]
        row.second_expert = found[1] if len(found) > 1 else None
        row.advisers = "、".join(str(one) for one in found)[:200]
        row.starts_on, row.ends_on = data.starts_on, data.ends_on
        limits = limits_on(self.today)
        row.least_visits = limits.visits[list(Group).index(Group(row.group))]
        row.least_visits += limits.more if row.emphasis else 0
        row.stage, row.planned_at, row.planned_by = GuidanceStage.PLANNED, self.at, self.actor
        row.save()
        self.owe(turns.CONFIRM, row)
        self.owe(turns.GUIDE, row)
        return Change(row, {"experts": [str(one.public_id) for one in found]})


class Confirm(Act[Guidance]):
    """企业确认指导方案，可以写明意见和希望解决的问题。"""

    name = "guidance.confirm"
    title = "确认指导方案"
    cites = "guidance"
    who = PARTY
    when = at(GuidanceStage.PLANNED)
    answers = (turns.CONFIRM,)

    class Input(Fields):
        """What the enterprise thinks of it."""

        opinion: str = Field("", title="意见和希望", max_length=2000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Known to the enterprise."""
        row = self.case
        row.stage, row.opinion = GuidanceStage.RUNNING, self.data.opinion
        row.confirmed_at, row.confirmed_by = self.at, self.actor
        row.save()
        return Change(row)


class EnterVisit(Act[Guidance]):
    """登记一次指导：日期、参加人员、指导前的情况和指导意见；由企业写明指导后的情况。"""

    name = "guidance.enter_visit"
    title = "登记指导"
    cites = "guidance"
    who = OFFICE
    when = at(*OPEN)

    class Input(Fields):
        """How, when, who, what was found and advised."""

        kind: VisitKind = Field(title="方式")
        held_on: date = Field(title="日期")
        people: str = Field(title="参加人员", min_length=2, max_length=300)
        found: str = Field(title="指导前的情况", min_length=4, max_length=4000, json_schema_extra=TEXT)
        advised: str = Field(title="指导意见", min_length=4, max_length=4000, json_schema_extra=TEXT)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Guidance) -> Options:
        """The ways."""
        return {"kind": [(one.value, one.label) for one in VisitKind]}

    @classmethod
    def initial(cls, person: Person, case: Guidance) -> dict[str, Any]:
        """The experts of the plan."""
        return {"people": case.advisers}

    def check(self) -> None:
        """A day that has come, not before the plan."""
        planned = self.case.planned_at
        if self.data.held_on > self.today or (planned and self.data.held_on < timezone.localdate(planned)):
            self.refuse("日期应在方案制定之后，并且不晚于今天。", "日期")

    def do(self, found: None) -> Change:
        """In the ledger of guidance; the enterprise's turn to say what it made of it."""
        row = GuidanceVisit.objects.create(
            guidance=self.case,
            party_id=self.case.party_id,
            entered_at=self.at,
            entered_by=self.actor,
            **self.data.model_dump(exclude={"expected_version"}),
        )
        self.owe(turns.ANSWER, row)
        return Change(row, {"kind": str(row.kind)})


class AnswerVisit(Act[GuidanceVisit]):
    """企业确认一次指导，写明按指导意见做了什么、现在的情况。"""

    name = "guidance.answer_visit"
    title = "确认并写明指导后的情况"
    cites = "guidance"
    who = PARTY
    when = UNANSWERED
    answers = (turns.ANSWER,)

    class Input(Fields):
        """What was done with the advice."""

        improved: str = Field(title="指导后的情况", min_length=4, max_length=4000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Before and after stand side by side."""
        row = self.case
        row.improved, row.answered_at, row.answered_by = self.data.improved, self.at, self.actor
        row.save()
        return Change(row)


class Close(Act[Guidance]):
    """完成一家企业的指导：写明成效，系统列出指导前后的数据；次数不够的写明理由。"""

    name = "guidance.close"
    title = "完成指导"
    cites = "guidance"
    who = OFFICE
    when = at(*OPEN)
    answers = (turns.GUIDE,)

    class Input(Fields):
        """What it came to."""

        outcome: str = Field(title="指导成效", min_length=4, max_length=4000, json_schema_extra=TEXT)
        why_fewer: str = Field("", title="次数不够的理由", max_length=300)

    data: Input

    def prepare(self) -> None:
        """The dossier is read before the ledger is taken; inspections count from the plan on."""
        planned = self.case.planned_at
        self.standing = standing_of(
            self.case.party, self.today, timezone.localdate(planned) if planned else None
        )

    def check(self) -> None:
        """As often as the group asks for, or a reason."""
        held = GuidanceVisit.objects.unrestricted().filter(guidance=self.case).count()
        if held < self.case.least_visits and not self.data.why_fewer:
            self.refuse(
                f"至少指导 {self.case.least_visits} 次，已登记 {held} 次：请继续指导，或者写明次数不够的理由。",
                "次数不够的理由",
            )

    def do(self, found: None) -> Change:
        """Done; nothing that was found on the way is settled by it."""
        row, data = self.case, self.data
        row.stage, row.after = GuidanceStage.CLOSED, self.standing.figures
        row.outcome = f"{data.outcome}\n次数不够的理由：{data.why_fewer}" if data.why_fewer else data.outcome
        row.closed_at, row.closed_by = self.at, self.actor
        row.save()
        return Change(row)
