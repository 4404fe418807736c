"""The team reports a problem outside its task in one step, to both authorities; its evidence is fixed (CQ 18)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.evidence.models import Evidence
from zhuangjian.apps.inspections.models import Inspection, Stage
from zhuangjian.apps.inspections.step import Adding
from zhuangjian.apps.inspections.who import MEMBERS
from zhuangjian.apps.inspections.who import at as inspection_at
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.outside import turns
from zhuangjian.apps.outside.models import OutsideProblem, ProblemEvidence, ProblemStage
from zhuangjian.apps.outside.who import TEAM, at
from zhuangjian.apps.registry.conflicts import NO_INTEREST
from zhuangjian.engines.rules.lookup import pack_for, parameter

TEXT: dict[str, Any] = {"widget": "textarea", "rows": 3}
DURING = (Stage.ON_SITE, Stage.CLOSING, Stage.CONCLUDED, Stage.RECORDED, Stage.SIGNED)


class ReportProblem(Act[Inspection, Sequence[Evidence]]):
    """把检查任务以外的问题连同综合风险评估和处理建议，立即报告派出检查单位和辖区监管部门。"""

    name = "outside.report"
    title = "报告任务外问题"
    cites = "outside"
    who = MEMBERS
    when = inspection_at(*DURING, early="检查组尚未到达现场")
    guards = (NO_INTEREST,)

    class Input(Adding):
        """The problem, its risk, what should be done, and the evidence that there is already."""

        text: str = Field(title="发现的问题", min_length=1, max_length=4000, json_schema_extra=TEXT)
        products: str = Field("", title="涉及的产品和批次", max_length=2000)
        harm: bool = Field(False, title="造成人体伤害，或者有证据证明可能危害人体健康")
        at_risk: bool = Field(False, title="可能存在化妆品质量安全风险")
        assessment: str = Field(title="综合风险评估", min_length=1, max_length=4000, json_schema_extra=TEXT)
        advice: str = Field(title="处理建议", min_length=1, max_length=2000, json_schema_extra=TEXT)
        evidence: list[UUID] = Field([], title="证据", description="已上传的证据；还没有的，报告之后立即补上")

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Inspection) -> Options:
        """The evidence of the inspection."""
        return {"evidence": [(one.public_id, str(one)) for one in case.evidence.order_by("-pk")]}

    def check(self) -> Sequence[Evidence]:
        """Harm is a risk; evidence is that of the inspection."""
        if self.data.harm and not self.data.products:
            self.refuse("造成人体伤害或者可能危害人体健康的，请写明涉及的产品和批次。", "涉及的产品和批次")
        return evidence_of(self, self.case, self.data.evidence)

    def do(self, found: Sequence[Evidence]) -> Change:
        """The problem, and whose turn it is: those whom the pack names, and who fixes the evidence."""
        problem = OutsideProblem.objects.create(
            inspection=self.case,
            party=self.case.party,
            no=self.case.outside_problems.count() + 1,
            local_authority=self.case.local_authority,
            text=self.data.text,
            products=self.data.products,
            assessment=self.data.assessment,
            at_risk=self.data.at_risk or self.data.harm,
            harm=self.data.harm,
            advice=self.data.advice,
            found_at=self.at,
            reported_at=self.at,
            reported_by=self.actor,
        )
        tie(problem, found)
        told = parameter(pack_for(settings.REGION), "outside_report_to", self.today).value
        for unit, turn in (("dispatching_unit", turns.SEE), ("local_authority", turns.HANDLE)):
            if unit in told:  # type: ignore[operator]
                self.owe(turn, problem)
        if not found:
            self.owe(turns.FIX, problem)
        if self.data.harm:
            self.owe(turns.ORDER, problem)
        return Change(problem, {"inspection": self.case.public_id, "harm": self.data.harm})


class FixEvidence(Act[OutsideProblem, Sequence[Evidence]]):
    """把证据与任务外问题对应起来。"""

    name = "outside.fix"
    title = "固定证据"
    cites = "outside"
    who = TEAM
    when = at(ProblemStage.REPORTED, ProblemStage.HANDLED)
    answers = (turns.FIX,)

    class Input(Fields):
        """The pieces of evidence that show the problem."""

        evidence: list[UUID] = Field(title="证据", min_length=1)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: OutsideProblem) -> Options:
        """Evidence of the inspection that is not tied to the problem yet."""
        tied = case.evidence_rows.values("evidence_id")
        rows = case.inspection.evidence.filter(withdrawn_at=None).exclude(pk__in=tied).order_by("-pk")
        return {"evidence": [(one.public_id, str(one)) for one in rows]}

    def check(self) -> Sequence[Evidence]:
        """Of this inspection."""
        return evidence_of(self, self.case.inspection, self.data.evidence)

    def do(self, found: Sequence[Evidence]) -> Change:
        """Tied to the problem."""
        tie(self.case, found)
        self.case.save()
        return Change(self.case, {"evidence": [one.sha256 for one in found]})


def evidence_of(act: Act[Any, Any], inspection: Inspection, wanted: Sequence[UUID]) -> Sequence[Evidence]:
    """The pieces of the inspection's evidence that are meant."""
    rows = {
        one.public_id: one
        for one in inspection.evidence.filter(public_id__in=list(wanted), withdrawn_at=None)
    }
    if set(wanted) - rows.keys():
        act.refuse("请从本次检查已上传的证据中选择。", "本次检查的证据")
    return [rows[pk] for pk in dict.fromkeys(wanted)]


def tie(problem: OutsideProblem, rows: Sequence[Evidence]) -> None:
    """Each once."""
    for one in rows:
        ProblemEvidence.objects.unrestricted().get_or_create(problem=problem, evidence=one)
