"""Events for the public: arranged and announced, reported on afterwards, or cancelled."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.cogovernance import turns
from zhuangjian.apps.cogovernance.law import occasions
from zhuangjian.apps.cogovernance.models import Event, EventStage
from zhuangjian.apps.cogovernance.who import ANSWERERS, HERE, PROPOSERS, event_at
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.engines.rules.words import chinese_date

TEXT: dict[str, Any] = {"widget": "textarea", "rows": 4}


class ArrangeEvent(Act[None]):
    """安排一次科普活动，随即在公开页面预告；活动以后写总结。"""

    name = "cogovernance.arrange"
    title = "安排科普活动"
    cites = "public_education"
    model = Event
    creates = True
    who = PROPOSERS
    when = HERE

    class Input(Fields):
        """For what, when, where, with whom, what is done."""

        occasion: str = Field(title="活动")
        title: str = Field(title="名称", min_length=4, max_length=160)
        on: date = Field(title="日期")
        place: str = Field(title="地点", min_length=2, max_length=200)
        partners: str = Field("", title="协办单位", max_length=300)
        text: str = Field(title="内容", min_length=4, max_length=4000, json_schema_extra=TEXT)
        materials: str = Field("", title="宣传材料", max_length=2000, json_schema_extra=TEXT)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: None) -> Options:
        """The occasions that the place's law names, and others."""
        return {"occasion": [(one, one) for one in occasions()]}

    def check(self) -> None:
        """One of them; ahead."""
        if self.data.occasion not in occasions(self.today):
            self.refuse("请从列出的活动中选择。", "活动")
        if self.data.on < self.today:
            self.refuse("活动日期已经过去，请填写今天或者以后的日期。", "日期")

    def do(self, found: None) -> Change:
        """Announced; its report is owed."""
        unit = self.actor.authority
        assert unit is not None
        made = Event.objects.create(
            authority=unit,
            arranged_at=self.at,
            arranged_by=self.actor,
            **self.data.model_dump(exclude={"expected_version"}),
        )
        self.owe(turns.REPORT, made)
        return Change(made, {"occasion": made.occasion, "on": made.on})


class ReportEvent(Act[Event]):
    """活动以后写总结：多少人参加、做了什么、反响怎样；在公开页面列出。"""

    name = "cogovernance.report"
    title = "总结活动"
    cites = "public_education"
    who = ANSWERERS
    when = event_at(EventStage.PLANNED)
    answers = (turns.REPORT,)

    class Input(Fields):
        """How many came, and what it was."""

        participants: int = Field(title="参加人数", ge=0, le=10_000_000)
        report: str = Field(title="总结", min_length=10, max_length=4000, json_schema_extra=TEXT)

    data: Input

    def check(self) -> None:
        """Not before it was held."""
        if self.today < self.case.on:
            self.refuse(f"活动在{chinese_date(self.case.on)}，举行以后再总结。", "活动日期")

    def do(self, found: None) -> Change:
        """Reported."""
        row = self.case
        row.stage, row.reported_at = EventStage.REPORTED, self.at
        row.participants, row.report = self.data.participants, self.data.report
        row.save()
        return Change(row, {"participants": row.participants})


class CancelEvent(Act[Event]):
    """取消一次还没有总结的活动。"""

    name = "cogovernance.cancel"
    title = "取消活动"
    cites = "public_education"
    who = ANSWERERS
    when = event_at(EventStage.PLANNED)

    class Input(Fields):
        """Why it is not held."""

        reason: str = Field(title="原因", min_length=2, max_length=300)

    data: Input

    def do(self, found: None) -> Change:
        """Off the public page."""
        self.case.stage, self.case.reason = EventStage.CANCELLED, self.data.reason
        self.case.save()
        return Change(self.case)
