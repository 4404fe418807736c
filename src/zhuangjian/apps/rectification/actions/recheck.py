"""The local authority looks at what was handed in: back for completion, or re-checked (CQ 19)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.ledger.act import Change, Fields, Options, Values
from zhuangjian.apps.rectification import steps, turns
from zhuangjian.apps.rectification.actions.common import AREA, RectificationAct
from zhuangjian.apps.rectification.models import Recheck, Rectification, RectificationStage, Return
from zhuangjian.apps.rectification.revocation import owe_revocation
from zhuangjian.apps.rectification.who import at


class ReturnReport(RectificationAct):
    """报告或计划不合要求、或复查不符合的，写明理由退回，并定补充期限。"""

    name = "rectification.return"
    title = "退回补充"
    when = at(RectificationStage.REPORTED, RectificationStage.PLANNED, RectificationStage.FAILED)
    answers = (*turns.WITH_PARTY, turns.RECHECK, turns.DECIDE)

    class Input(Fields):
        """Why the report is sent back, and by when it is to be completed."""

        reason: str = Field(title="退回理由", min_length=1, max_length=2000, json_schema_extra=AREA)
        supplement_by: date = Field(title="补充期限")

    data: Input

    @classmethod
    def initial(cls, person: Person, case: Rectification) -> Values:
        """The due date while it lies ahead."""
        return {"supplement_by": max(case.due_on, timezone.localdate() + timedelta(days=7))}

    def check(self) -> None:
        """A day that is still to come."""
        if self.data.supplement_by <= self.today:
            refuse_by_practice("plausible_dates", self.at, "补充期限应晚于今天。", "晚于今天的补充期限")

    def do(self, found: None) -> Change:
        """Back to the enterprise. A plan that was sent back no longer moves the limit."""
        report = self.case.reports.latest("no")
        Return.objects.create(
            rectification=self.case,
            report=report,
            reason=self.data.reason,
            supplement_by=self.data.supplement_by,
            returned_by=self.actor,
            returned_at=self.at,
        )
        fields: dict[str, object] = {"supplement_by": self.data.supplement_by}
        if report.kind == "plan":
            fields["plan_until"] = None
        moved = self.move(RectificationStage.RETURNED, **fields)
        steps.ask_party(self, moved, "按退回意见补充并重新报送", "报告退回补充", moved.limit)
        return Change(moved, {"supplement_by": self.data.supplement_by})


class RecheckRectification(RectificationAct):
    """对报送的整改情况开展复查，必要时到现场。"""

    name = "rectification.recheck"
    title = "登记复查结果"
    when = at(RectificationStage.REPORTED)
    answers = (turns.RECHECK,)

    class Input(Fields):
        """How it was checked and what it came to."""

        way: Literal["documents", "on_site"] = Field(title="复查方式")
        result: Literal["passed", "failed"] = Field(title="复查结果")
        text: str = Field(title="复查情况", min_length=1, max_length=4000, json_schema_extra=AREA)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Rectification) -> Options:
        """Chinese words for the two closed lists."""
        return {
            "way": [("documents", "资料复查"), ("on_site", "现场复查")],
            "result": [("passed", "符合要求"), ("failed", "不符合要求")],
        }

    def do(self, found: None) -> Change:
        """The result, and whose turn it makes."""
        passed = self.data.result == "passed"
        Recheck.objects.create(
            rectification=self.case,
            report=self.case.reports.filter(kind="report").order_by("no").last(),
            on_site=self.data.way == "on_site",
            passed=passed,
            text=self.data.text,
            checked_by=self.actor,
            checked_at=self.at,
        )
        moved = self.move(RectificationStage.PASSED if passed else RectificationStage.FAILED)
        if passed:
            self.owe(turns.CLOSE, moved)
        else:
            self.owe(turns.DECIDE, moved)
            owe_revocation(self, moved.inspection)
        return Change(moved, {"way": self.data.way, "result": self.data.result})
