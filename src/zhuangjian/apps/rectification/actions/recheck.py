"""The local authority looks at what was handed in: back for completion, or re-checked (CQ 19)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.conduct.practice import refuse_by_practice, refuse_too_far
from zhuangjian.apps.ledger.act import Change, Fields, Options, Values
from zhuangjian.apps.rectification import turns
from zhuangjian.apps.rectification.actions.common import AREA, RectificationAct, by_number
from zhuangjian.apps.rectification.models import (
    Problem,
    ProblemState,
    Recheck,
    Rectification,
    RectificationStage,
    Return,
)
from zhuangjian.apps.rectification.problems import WITH_AUTHORITY, among, numbers, spelled
from zhuangjian.apps.rectification.revocation import owe_revocation
from zhuangjian.apps.rectification.who import at, open_to


class AcceptPlan(RectificationAct[list[Problem]]):
    """整改计划可行的，予以认可：计划所涉缺陷改按计划完成日期整改，其他缺陷的期限不变。"""

    name = "rectification.accept_plan"
    title = "认可整改计划"
    when = open_to(
        "有待审核的整改计划", lambda case: bool(among(case, ProblemState.PLANNED)), "没有待审核的整改计划。"
    )
    answers = (turns.ACCEPT_PLAN,)

    class Input(Fields):
        """A remark for the enterprise, which need not be given."""

        note: str = Field("", title="说明", max_length=2000, json_schema_extra=AREA)

    data: Input

    def check(self) -> list[Problem]:
        """The problems whose plan waits."""
        return among(self.case, ProblemState.PLANNED)

    def do(self, found: list[Problem]) -> Change:
        """The limit of those the plan names, and of no other, is the plan's day."""
        for problem in found:
            problem.due_on = problem.plan_until or problem.due_on
        moved = self.settle(found, ProblemState.DEFERRED)
        self.ask_for_the_rest(moved, "整改计划得到认可")
        until = max(p.due_on for p in found)
        return Change(moved, {"covers": numbers(found), "plan_until": until, "note": self.data.note})


class ReturnReport(RectificationAct[list[Problem]]):
    """报告或计划不合要求、或复查不符合的，写明理由退回，并定补充期限。"""

    name = "rectification.return"
    title = "退回补充"
    when = open_to(
        "有待审核的计划、待复查或者未改正的缺陷",
        lambda case: bool(among(case, *WITH_AUTHORITY)),
        "企业还没有报送，没有可以退回的报告或者计划。",
    )
    answers = (*turns.WITH_PARTY, turns.RECHECK, turns.ACCEPT_PLAN)

    class Input(Fields):
        """Why it is sent back, for which deficiencies, and by when it is to be completed."""

        covers: list[int] = Field(
            default=[], title="退回所涉缺陷", description="不选的，为全部已报送而没有改正的缺陷"
        )
        reason: str = Field(title="退回理由", min_length=1, max_length=2000, json_schema_extra=AREA)
        supplement_by: date = Field(title="补充期限")

    data: Input

    @classmethod
    def initial(cls, person: Person, case: Rectification) -> Values:
        """The due date while it lies ahead."""
        return {"supplement_by": max(case.due_on, timezone.localdate() + timedelta(days=7))}

    @classmethod
    def choices(cls, person: Person, case: Rectification) -> Options:
        """The deficiencies that wait for the authority."""
        return by_number(case, *WITH_AUTHORITY)

    def check(self) -> list[Problem]:
        """A day that is still to come; deficiencies that wait for the authority."""
        if self.data.supplement_by <= self.today:
            refuse_by_practice("plausible_dates", self.at, "补充期限应晚于今天。", "晚于今天的补充期限")
        refuse_too_far(self.at, self.data.supplement_by, "补充期限")
        return self.chosen(self.data.covers, *WITH_AUTHORITY)

    def do(self, found: list[Problem]) -> Change:
        """Back to the enterprise. A plan that was sent back moves no limit; a failed re-check stays to be filed."""
        Return.objects.create(
            rectification=self.case,
            report=self.case.reports.latest("no"),
            covers=numbers(found),
            reason=self.data.reason,
            supplement_by=self.data.supplement_by,
            returned_by=self.actor,
            returned_at=self.at,
        )
        for problem in found:
            problem.due_on = max(problem.due_on, self.data.supplement_by)
            problem.plan_until = None
        moved = self.settle(found, ProblemState.OPEN, returned=True)
        self.ask_for_the_rest(moved, "报告退回补充", f"按退回意见补充{spelled(numbers(found))}并重新报送")
        return Change(moved, {"covers": numbers(found), "supplement_by": self.data.supplement_by})


class RecheckRectification(RectificationAct[list[Problem]]):
    """对报送的整改情况逐项开展复查，必要时到现场。"""

    name = "rectification.recheck"
    title = "登记复查结果"
    when = at(RectificationStage.REPORTED)
    answers = (turns.RECHECK,)

    class Input(Fields):
        """How it was checked and what it came to, deficiency by deficiency where they differ."""

        way: Literal["documents", "on_site"] = Field(title="复查方式")
        result: Literal["passed", "failed"] = Field(title="复查结果")
        covers: list[int] = Field(
            default=[], title="不符合要求的缺陷", description="不符合要求时填写；不选的，为全部待复查的缺陷"
        )
        text: str = Field(title="复查情况", min_length=1, max_length=4000, json_schema_extra=AREA)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Rectification) -> Options:
        """Chinese words for the two closed lists."""
        return {
            "way": [("documents", "资料复查"), ("on_site", "现场复查")],
            "result": [("passed", "符合要求"), ("failed", "不符合要求")],
            **by_number(case, ProblemState.REPORTED),
        }

    def check(self) -> list[Problem]:
        """The problems that were not put right; none where the re-check passed."""
        if self.data.result == "passed":
            if self.data.covers:
                self.refuse("复查结果为“符合要求”的，不应再选不符合要求的缺陷。")
            return []
        return self.chosen(self.data.covers, ProblemState.REPORTED)

    def do(self, found: list[Problem]) -> Change:
        """The result of each, and whose turn it makes."""
        passed = not found
        looked_at = among(self.case, ProblemState.REPORTED)
        unmet = {p.pk for p in found}
        Recheck.objects.create(
            rectification=self.case,
            report=self.case.reports.filter(kind="report").order_by("no").last(),
            on_site=self.data.way == "on_site",
            passed=passed,
            covers=numbers(looked_at),
            unmet=numbers(found),
            text=self.data.text,
            checked_by=self.actor,
            checked_at=self.at,
        )
        self.settle([p for p in looked_at if p.pk not in unmet], ProblemState.PASSED)
        moved = self.settle(found, ProblemState.FAILED)
        if moved.stage == RectificationStage.PASSED:
            self.owe(turns.CLOSE, moved)
        elif not passed:
            self.owe(turns.DECIDE, moved)
            owe_revocation(self, moved.inspection)
        facts = {"way": self.data.way, "result": self.data.result}
        return Change(moved, facts | {"covers": numbers(looked_at), "unmet": numbers(found)})
