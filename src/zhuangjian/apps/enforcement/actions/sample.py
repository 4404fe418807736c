"""Samples of what a lead is about go to a laboratory in time, and what it found is on record (CQ 37)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.enforcement import turns
from zhuangjian.apps.enforcement.actions.report import TEXT, LeadAct
from zhuangjian.apps.enforcement.models import LeadSample, LeadStage
from zhuangjian.apps.enforcement.who import LOCAL, at
from zhuangjian.apps.ledger.act import Change, Fields, Options
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.states import holds


class SampleForLead(LeadAct[None]):
    """对需要抽样检验的，登记抽样，以及样品和有关资料送往哪个检验机构。"""

    name = "enforcement.sample"
    title = "登记抽样送检"
    who = LOCAL
    when = at(LeadStage.REPORTED, LeadStage.ASSESSED)

    class Input(Fields):
        """The document, what was taken, and where it went."""

        number: str = Field(title="抽样文书编号", min_length=1, max_length=80)
        taken_on: date = Field(title="抽样日期")
        subject: str = Field(title="样品、批号和数量", min_length=1, max_length=2000, json_schema_extra=TEXT)
        laboratory: str = Field(title="检验机构", min_length=2, max_length=200)
        sent_on: date = Field(title="送检日期")
        enclosed: str = Field("", title="随样送交的资料", max_length=300)

    data: Input

    def check(self) -> None:
        """In order, not ahead; each document once."""
        first, second = self.data.taken_on, self.data.sent_on
        if not timezone.localdate(self.case.inspection.started_at) <= first <= second <= self.today:
            refuse_by_practice(
                "plausible_dates",
                self.at,
                f"抽样日期（{chinese_date(first)}）、送检日期（{chinese_date(second)}）应当在检查开始之后、今天以前，先抽样后送检。",
                "有效的抽样日期和送检日期",
            )
        if self.case.samples.filter(number=self.data.number).exists():
            self.refuse(f"抽样文书“{self.data.number}”已经登记。", "抽样文书编号")

    def do(self, found: None) -> Change:
        """On record; the result is waited for."""
        LeadSample.objects.create(
            lead=self.case,
            entered_at=self.at,
            entered_by=self.actor,
            **self.data.model_dump(exclude={"expected_version"}),
        )
        self.case.save()
        self.owe(turns.SAMPLE_RESULT, self.case)
        return Change(self.case, {"number": self.data.number})


class RecordSampleResult(LeadAct[LeadSample]):
    """登记检验机构的检验结果；线索已经移交、办结的，也照样登记。"""

    name = "enforcement.sample_result"
    title = "登记检验结果"
    who = LOCAL
    when = holds(
        "有等待检验结果的抽样",
        lambda case: case.samples.filter(result_on=None).exists(),
        "没有等待检验结果的抽样。",
    )
    answers = (turns.SAMPLE_RESULT,)

    class Input(Fields):
        """Which sample, and what the laboratory reported."""

        sample: UUID = Field(title="抽样")
        report: str = Field(title="检验报告编号", min_length=1, max_length=80)
        result_on: date = Field(title="收到检验报告日期")
        passed: bool = Field(False, title="检验合格")

    data: Input

    @classmethod
    def choices(cls, person: Person, case: object) -> Options:
        """Those without a result."""
        rows = LeadSample.objects.unrestricted().filter(lead=case, result_on=None).order_by("pk")
        return {"sample": [(row.public_id, str(row)) for row in rows]}

    def check(self) -> LeadSample:
        """One that waits; a day after it was sent and not ahead."""
        row = self.case.samples.filter(public_id=self.data.sample, result_on=None).first()
        if row is None:
            self.refuse("请从等待检验结果的抽样中选择。", "抽样")
        if not row.sent_on <= self.data.result_on <= self.today:
            refuse_by_practice(
                "plausible_dates", self.at, "收到检验报告日期早于送检或者晚于今天，请改正。", "有效的日期"
            )
        return row

    def do(self, found: LeadSample) -> Change:
        """The result."""
        found.report, found.result_on, found.passed = self.data.report, self.data.result_on, self.data.passed
        found.save()
        self.case.save()
        return Change(self.case, {"number": found.number, "passed": self.data.passed})
