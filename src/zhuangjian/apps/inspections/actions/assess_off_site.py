"""From the result of an off-site inspection, by way of a risk assessment, to one on site or to none (CQ 31)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pydantic import Field

from zhuangjian.apps.inspections import turns
from zhuangjian.apps.inspections.ending import needs_follow_up
from zhuangjian.apps.inspections.events import RecordDelivered
from zhuangjian.apps.inspections.models import OffSiteAssessment, Stage
from zhuangjian.apps.inspections.models.off_site import AfterOffSite
from zhuangjian.apps.inspections.settling import settle
from zhuangjian.apps.inspections.step import TEXT, Step
from zhuangjian.apps.inspections.who import ORGANISERS, at
from zhuangjian.apps.ledger.act import Change, Fields
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.programme.actions.placing import Place, make_task, refuse_origin
from zhuangjian.apps.programme.actions.starting import refuse_far_days
from zhuangjian.apps.registry.conflicts import APPROVER_WITHOUT_INTEREST
from zhuangjian.engines.rules.vocabulary import InspectionType, Mode, OriginKind


@dataclass(frozen=True)
class Following:
    """The type and the days of the task on site that follows."""

    kind: InspectionType
    first: date
    last: date


class AssessOffSite(Step[Following | None]):
    """The organising authority judges the risk and decides whether an inspection on site is needed."""

    name = "inspections.assess_off_site"
    title = "评估风险并决定是否现场检查"
    cites = "off_site"
    who = ORGANISERS
    when = at(Stage.ASSESSING, early="非现场检查的记录还没有交付")
    guards = (APPROVER_WITHOUT_INTEREST,)
    answers = (turns.ASSESS,)

    class Input(Fields):
        """The risk in words, the decision, and the days and the focus of an inspection on site."""

        risk: str = Field(title="风险评估", min_length=1, max_length=4000, json_schema_extra=TEXT)
        decision: AfterOffSite = Field(title="决定")
        window_from: date | None = Field(None, title="现场检查时间起", description="开展现场检查的必填")
        window_to: date | None = Field(None, title="现场检查时间止", description="开展现场检查的必填")
        focus: str = Field("", title="现场检查重点", max_length=2000, json_schema_extra=TEXT)

    data: Input

    def check(self) -> Following | None:
        """Where one on site follows: an origin as the law wants it, on days that can be."""
        if self.data.decision == AfterOffSite.NONE:
            return None
        first, last = self.data.window_from, self.data.window_to
        if first is None or last is None or last < first:
            self.refuse("决定开展现场检查的，请写明检查的起止日期。", "现场检查时间")
        refuse_far_days(self, first, last)
        kind = InspectionType(self.case.inspection_type)
        kind = kind if kind == InspectionType.ROUTINE else InspectionType.OTHER
        refuse_origin(self, OriginKind.OFF_SITE, kind, earlier=self.case.number, words=self.data.risk)
        return Following(kind, first, last)

    def do(self, found: Following | None) -> Change:
        """The assessment; the task on site, to be assigned like any other; then what the result itself asks for."""
        row = OffSiteAssessment(
            inspection=self.case,
            risk=self.data.risk,
            decision=self.data.decision,
            decided_by=self.actor,
            decided_at=self.at,
        )
        if found is not None:
            row.task = make_task(
                self,
                Place(self.case.party, self.case.site),
                self.case.organising_unit,
                {"kind": OriginKind.OFF_SITE, "words": self.data.risk, "earlier": self.case.task},
                inspection_type=found.kind,
                mode=Mode.ON_SITE,
                window_from=found.first,
                window_to=found.last,
                focus=self.data.focus,
            )
            also(self, row.task, inspection=self.case.public_id)
        row.save()
        also(self, row, inspection=self.case.public_id)
        facts = {"decision": self.data.decision}
        if needs_follow_up(self.case):
            changed = self.move(Stage.DELIVERED, **facts)
            self.tells(RecordDelivered(self, self.case))
            return changed
        settle(self, self.case, Stage.CLOSED)
        return Change(self.case, facts)
