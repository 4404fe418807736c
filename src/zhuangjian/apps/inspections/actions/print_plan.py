"""Printing the approved plan for the file and for those who carry it out (CQ 10)."""

from __future__ import annotations

from datetime import datetime

from zhuangjian.apps.documents.printing import digests, enter, print_out
from zhuangjian.apps.inspections.models import Inspection, PlanVersion, Stage
from zhuangjian.apps.inspections.plan_paper import plan_papers, printed_as_it_stands
from zhuangjian.apps.inspections.step import Step
from zhuangjian.apps.inspections.who import HEAD, LEADER, at
from zhuangjian.apps.ledger.act import Change
from zhuangjian.kernel.asking import Actor, No, When, all_of, any_of


class NotPrinted(When[Inspection]):
    """While the plan that stands, with its changes and its number, is on no paper yet."""

    def why_not(self, person: Actor | None, case: Inspection, at: datetime | None = None) -> No | None:
        """No plan, or one that is printed already."""
        plan = case.plan()
        if plan is None:
            return No("还没有批准的检查方案。")
        if printed_as_it_stands(case, plan):
            return No("现行方案已经打印，请在“文书与签字”中下载；方案变更后可以再打印。")
        return None

    def words(self, case: Inspection | None = None) -> str:
        """The state in Chinese, for lists and refusals."""
        return "现行方案尚未打印"


class PrintPlan(Step[PlanVersion]):
    """Make the approved plan as PDF and .docx, with the team and every change consented to since."""

    name = "inspections.print_plan"
    title = "打印检查方案"
    cites = "plan"
    who = any_of(LEADER, HEAD)
    when = all_of(
        at(
            Stage.PLAN_APPROVED,
            Stage.ON_SITE,
            Stage.OFF_SITE,
            Stage.CLOSING,
            Stage.CONCLUDED,
            Stage.RECORDED,
            Stage.SIGNED,
            Stage.DELIVERED,
            early="检查方案尚未批准",
        ),
        NotPrinted(),
    )

    def check(self) -> PlanVersion:
        """The plan that stands."""
        return self.case.plan()

    def prepare(self) -> None:
        """The papers, printed before the ledger is taken."""
        self.printed = print_out(plan_papers(self.case, self.check(), self.at))

    def do(self, found: PlanVersion) -> Change:
        """The papers join the file; the inspection stays where it is."""
        papers = plan_papers(self.case, found, self.at)
        rows = enter(self.case, papers, self.printed, by=self.person, at=self.at)
        return Change(self.case, {"plan": found.no, "documents": digests(rows)})
