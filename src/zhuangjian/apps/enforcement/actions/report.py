"""A suspicion is passed on, its risk is judged, and the lead goes to whoever investigates (CQ 37)."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.enforcement import turns
from zhuangjian.apps.enforcement.actions.bundle import Packed, enter_made, packed
from zhuangjian.apps.enforcement.hooks import has_lead, only_lead_left, open_lead
from zhuangjian.apps.enforcement.models import Lead, LeadStage
from zhuangjian.apps.enforcement.models.lead import LeadOutcome
from zhuangjian.apps.enforcement.who import LOCAL, REPORTERS, at
from zhuangjian.apps.evidence.secrets import in_file, refuse_secrets
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.models.inspection import BEGUN, Stage
from zhuangjian.apps.inspections.queries import RECORD_SHOWN
from zhuangjian.apps.inspections.settling import settle
from zhuangjian.apps.inspections.who import at as inspection_at
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, R, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.registry.conflicts import NO_INTEREST
from zhuangjian.apps.review.law import lacks_report, waits
from zhuangjian.engines.rules.vocabulary import AuthorityKind
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import holds

TEXT: dict[str, Any] = {"widget": "textarea", "rows": 3}


class LeadAct(Act[Lead, R]):
    """One step of a lead."""

    cites = "transfer"
    guards = (NO_INTEREST,)

    def move(self, stage: LeadStage, **fields: object) -> Lead:
        """Set the stage and further columns, and store the row."""
        for name, value in (fields | {"stage": stage.value}).items():
            setattr(self.case, name, value)
        self.case.save()
        return self.case

    def end_inspection(self, stage: Stage) -> None:
        """An inspection that only waited for its lead ends with what becomes of that."""
        inspection = Inspection.objects.unrestricted().get(pk=self.case.inspection_id)
        if only_lead_left(inspection):
            settle(self, inspection, stage)
            also(self, inspection, lead=self.case.public_id)


class ReportLead(Act[Inspection]):
    """把检查中发现的违法线索和处理建议通报辖区监管部门和派出检查单位。"""

    name = "enforcement.report_lead"
    title = "通报违法线索"
    cites = "transfer"
    who = REPORTERS
    when = all_of(
        inspection_at(*BEGUN, early="检查组尚未到达现场"),
        holds(
            "还没有通报", lambda case: not has_lead(case), "本次检查的违法线索已经通报，请在线索中继续办理。"
        ),
    )
    guards = (NO_INTEREST,)
    answers = (turns.REPORT,)

    class Input(Fields):
        """What was found, and what should be done about it."""

        facts: str = Field(title="违法线索", min_length=1, max_length=4000, json_schema_extra=TEXT)
        advice: str = Field(title="处理建议", min_length=1, max_length=2000, json_schema_extra=TEXT)

    data: Input

    @classmethod
    def initial(cls, person: Person, case: Inspection) -> Values:
        """The opinion that the record holds."""
        return {"advice": case.handling_opinion}

    def do(self, found: None) -> Change:
        """The lead, and the local authority's turn to judge its risk."""
        lead = open_lead(self, self.case, self.data.facts, self.data.advice)
        return Change(lead, {"inspection": self.case.public_id})


class AssessLead(LeadAct):
    """接收证据材料后评估风险，作出风险控制决定，并决定是否移交线索。"""

    name = "enforcement.assess"
    title = "评估风险并决定"
    who = LOCAL
    when = at(LeadStage.REPORTED)
    answers = (turns.ASSESS,)

    class Input(Fields):
        """The risk, what is done about it at once, and who goes on."""

        assessment: str = Field(title="风险评估", min_length=1, max_length=4000, json_schema_extra=TEXT)
        at_risk: bool = Field(False, title="可能存在化妆品质量安全风险")
        measures: str = Field(
            "",
            title="风险控制决定",
            max_length=2000,
            description="可能存在质量安全风险的必填：责令被检查单位采取哪些风险控制措施",
            json_schema_extra=TEXT,
        )
        outcome: LeadOutcome = Field(title="处理")
        reason: str = Field("", title="不构成违法线索的理由", max_length=2000, json_schema_extra=TEXT)

    data: Input

    def check(self) -> None:
        """Where there may be a risk a decision on its control; where there is no lead the reason."""
        if self.data.at_risk and not self.data.measures:
            self.refuse("可能存在质量安全风险的，应当作出风险控制决定。", "风险控制决定")
        if self.data.outcome == LeadOutcome.NONE and not self.data.reason:
            self.refuse("不构成违法线索的，应当写明理由。", "理由")

    def do(self, found: None) -> Change:
        """On to the transfer, to the local authority's own investigation, or to the end."""
        outcome = self.data.outcome
        fields: dict[str, object] = {
            "at_risk": self.data.at_risk,
            "assessment": "\n".join(filter(None, (self.data.assessment, self.data.reason))),
            "measures": self.data.measures,
            "outcome": outcome.value,
            "assessed_at": self.at,
            "assessed_by": self.actor,
        }
        if outcome == LeadOutcome.TRANSFER:
            self.move(LeadStage.ASSESSED, **fields)
            self.owe(turns.TRANSFER, self.case)
        elif outcome == LeadOutcome.SELF:
            unit = self.case.local_authority
            self.move(
                LeadStage.RECEIVED, receiver=unit, received_at=self.at, received_by=self.actor, **fields
            )
            self.owe(turns.FILE, self.case)
            self.end_inspection(Stage.ESCALATED)
        else:
            self.move(LeadStage.DROPPED, closed_at=self.at, **fields)
            self.end_inspection(Stage.CLOSED)
        return Change(self.case, {"outcome": outcome.value, "at_risk": self.data.at_risk})


class TransferLead(LeadAct[Authority]):
    """把线索移交线索管理机构，附检查记录、审核报告和证据的移送包。"""

    name = "enforcement.transfer"
    title = "移交线索"
    who = LOCAL
    when = all_of(
        at(LeadStage.ASSESSED, early="还没有评估风险"),
        holds(
            "现场检查记录已经签字",
            lambda case: case.inspection.stage in RECORD_SHOWN,
            "现场检查记录还没有签字，不能随线索移交。签字齐全后再移交；风险控制、抽样和取证不必等待。",
            missing=("已签字的现场检查记录",),
        ),
        holds(
            "检查审核已经完成",
            lambda case: not waits(case.inspection, "transfer"),
            "派出检查单位是检查机构，检查还没有审核完毕，线索不能移交。请先完成审核；风险控制、抽样和取证不必等待。",
            cites=("review",),
            missing=("检查审核",),
        ),
        holds(
            "检查审核报告已经出具",
            lambda case: not lacks_report(case.inspection),
            "这次检查审核时没有出具检查审核报告。移交线索应当附检查审核报告：请检查机构负责人退回重新审核，补作报告。",
            cites=("review",),
            missing=("检查审核报告",),
        ),
    )
    answers = (turns.TRANSFER,)

    class Input(Fields):
        """The unit that takes the lead over and investigates."""

        to: int = Field(title="接受移交线索单位")

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Lead) -> Options:
        """Every authority that can investigate, but the one that hands over."""
        rows = Authority.objects.visible_to(person).filter(is_active=True).exclude(pk=case.local_authority_id)
        wrong = (AuthorityKind.NATIONAL.value, AuthorityKind.INSPECTION_INSTITUTION.value)
        return {"to": [(row.pk, row.name) for row in rows.exclude(kind__in=wrong)]}

    def prepare(self) -> None:
        """The bundle, packed and signed before the ledger is taken."""
        self.checked()
        self.kept: Packed = packed(self.case.inspection, self.actor, self.at)

    def check(self) -> Authority:
        """One of those."""
        if self.data.to not in {pk for pk, _ in self.choices(self.actor, self.case)["to"]}:
            self.refuse("请从列出的单位中选择接受移交线索的单位。", "接受移交线索单位")
        to = Authority.objects.unrestricted().get(pk=self.data.to)
        refuse_secrets(self.case.inspection, in_file(self.case.inspection, to.name))
        return to

    def do(self, found: Authority) -> Change:
        """The bundle goes with the lead; the receiver signs for it."""
        bundle = enter_made(self.case.inspection, self.kept, self.actor, self.at)
        also(self, bundle, inspection=self.case.inspection.public_id, sha256=bundle.digest)
        self.move(
            LeadStage.TRANSFERRED,
            receiver=found,
            bundle=bundle,
            transferred_at=self.at,
            transferred_by=self.actor,
        )
        self.owe(turns.SIGN_FOR, self.case)
        self.end_inspection(Stage.ESCALATED)
        return Change(self.case, {"to": found.pk, "sha256": bundle.digest})
