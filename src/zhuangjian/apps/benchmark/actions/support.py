"""Measures in support of titled enterprises and the brand, and the way up to the national level (LN 2(7))."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.benchmark import turns_sharing as turns
from zhuangjian.apps.benchmark.actions.applying import criteria_of
from zhuangjian.apps.benchmark.models import Candidacy, CandidacyStage, National, Support, SupportKind
from zhuangjian.apps.benchmark.who import (
    HEAD,
    NOT_RECOMMENDED,
    OFFICE,
    OPENERS,
    OWNERS,
    RECOMMENDED,
    TITLE_STANDS,
    UNDONE,
    at,
)
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import always

TEXT: dict[str, Any] = {"widget": "textarea", "rows": 6}


class PlanSupport(Act[None, Authority]):
    """登记一项支持标杆企业和品牌的措施，定承办单位和期限。"""

    name = "benchmark.plan_support"
    title = "登记支持措施"
    cites = "benchmark"
    model = Support
    creates = True
    who = OPENERS
    when = always

    class Input(Fields):
        """Which measure, by whom and until when."""

        kind: SupportKind = Field(title="类别")
        title: str = Field(title="措施", min_length=4, max_length=200)
        owner: int = Field(title="承办单位")
        due: date = Field(title="期限")

    data: Input

    @classmethod
    def choices(cls, person: Person, case: None) -> Options:
        """The kinds that the plan names, and the units that the person sees."""
        units = Authority.objects.visible_to(person).filter(pk__in=person.scope.authorities, is_active=True)
        return {
            "kind": [(one.value, one.label) for one in SupportKind],
            "owner": [(one.pk, one.name) for one in units],
        }

    def check(self) -> Authority:
        """A unit of the person's reach, and a day to come."""
        criteria_of(self)
        if self.data.due < self.today:
            self.refuse("期限已经过去，请改正。", "期限")
        rows = Authority.objects.unrestricted().filter(pk__in=self.actor.scope.authorities, is_active=True)
        unit = rows.filter(pk=self.data.owner).first()
        if unit is None:
            self.refuse("请从列出的单位中选择。", "承办单位")
        return unit

    def do(self, found: Authority) -> Change:
        """The owner's turn."""
        unit = self.actor.authority
        assert unit is not None
        row = Support.objects.create(
            authority=unit,
            owner=found,
            kind=self.data.kind,
            title=self.data.title,
            due=self.data.due,
            entered_at=self.at,
            entered_by=self.actor,
        )
        self.owe(turns.SUPPORT, row)
        return Change(row, {"kind": str(row.kind)})


class FinishSupport(Act[Support]):
    """承办单位登记一项支持措施完成的日期和情况。"""

    name = "benchmark.finish_support"
    title = "登记完成"
    cites = "benchmark"
    who = OWNERS
    when = UNDONE
    answers = (turns.SUPPORT,)

    class Input(Fields):
        """When it was done, and what came of it."""

        done_on: date = Field(title="完成日期")
        result: str = Field(title="完成情况", min_length=4, max_length=2000, json_schema_extra=TEXT)

    data: Input

    def check(self) -> None:
        """A day that has come."""
        if self.data.done_on > self.today:
            self.refuse("完成日期还没有到。", "完成日期")

    def do(self, found: None) -> Change:
        """Done."""
        row = self.case
        row.done_on, row.result = self.data.done_on, self.data.result
        row.save()
        return Change(row)


class Recommend(Act[Candidacy]):
    """推荐一家称号有效的标杆企业争创国家级示范，写明推荐到哪里。"""

    name = "benchmark.recommend"
    title = "推荐国家级示范"
    cites = "benchmark"
    who = HEAD
    when = all_of(at(CandidacyStage.TITLED), TITLE_STANDS, NOT_RECOMMENDED)

    class Input(Fields):
        """To whom, and under which programme."""

        note: str = Field(title="推荐单位和项目", min_length=4, max_length=300)

    data: Input

    def do(self, found: None) -> Change:
        """Sent up; the office's turn to enter what came of it."""
        row = self.case
        row.national, row.national_on, row.national_note = (
            National.RECOMMENDED,
            self.today,
            self.data.note,
        )
        row.save()
        self.owe(turns.NATIONAL, row)
        return Change(row)


class EnterNational(Act[Candidacy]):
    """登记国家级示范的推荐结果。"""

    name = "benchmark.enter_national"
    title = "登记推荐结果"
    cites = "benchmark"
    who = OFFICE
    when = RECOMMENDED
    answers = (turns.NATIONAL,)

    class Input(Fields):
        """Selected or not, since when, and by which paper."""

        selected: bool = Field(title="入选国家级示范")
        on: date = Field(title="结果日期")
        note: str = Field(title="文号或者说明", min_length=2, max_length=300)

    data: Input

    def check(self) -> None:
        """A day between the recommendation and today."""
        if not (self.case.national_on or self.today) <= self.data.on <= self.today:
            self.refuse("结果日期应在推荐之后，并且不晚于今天。", "结果日期")

    def do(self, found: None) -> Change:
        """Known."""
        row = self.case
        row.national = National.SELECTED if self.data.selected else National.NOT_SELECTED
        row.national_on, row.national_note = self.data.on, self.data.note
        row.save()
        return Change(row, {"selected": self.data.selected})
