"""The team reports in one step to everybody whom the pack names; it waits for nothing (CQ 35)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.inspections.models import Inspection, Stage
from zhuangjian.apps.inspections.step import Adding
from zhuangjian.apps.inspections.who import MEMBERS
from zhuangjian.apps.inspections.who import at as inspection_at
from zhuangjian.apps.ledger.act import Act, Change, Options
from zhuangjian.apps.registry.conflicts import NO_INTEREST
from zhuangjian.apps.urgent import turns
from zhuangjian.apps.urgent.law import FOR_CAUSE, situations, told
from zhuangjian.apps.urgent.models import UrgentReport
from zhuangjian.kernel.asking import all_of

TEXT: dict[str, Any] = {"widget": "textarea", "rows": 3}
DURING = (Stage.ON_SITE, Stage.OFF_SITE, Stage.CLOSING, Stage.CONCLUDED, Stage.RECORDED, Stage.SIGNED)


class ReportUrgently(Act[Inspection]):
    """把需要立即报告的情形同时报告辖区监管部门和组织检查单位；选一种情形，写明情况即可。"""

    name = "urgent.report"
    title = "紧急报告"
    cites = "urgent"
    who = MEMBERS
    when = all_of(FOR_CAUSE, inspection_at(*DURING, early="检查还没有开始"))
    guards = (NO_INTEREST,)

    class Input(Adding):
        """Which situation it is, and what happened."""

        situation: str = Field(title="情形")
        text: str = Field(title="情况和请求", min_length=1, max_length=4000, json_schema_extra=TEXT)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Inspection) -> Options:
        """The situations that the pack lists."""
        return {"situation": [(one, one) for one in situations(settings.REGION, timezone.localdate())]}

    def check(self) -> None:
        """One of them."""
        if self.data.situation not in situations(settings.REGION, self.today):
            self.refuse("请从列出的情形中选择。", "情形")

    def do(self, found: None) -> Change:
        """Told to both at once; one authority that is both answers once."""
        case, units = self.case, told(settings.REGION, self.today)
        local = case.local_authority if "local_authority" in units else None
        organiser = case.organising_unit if "organising_unit" in units else None
        report = UrgentReport.objects.create(
            inspection=case,
            party=case.party,
            no=case.urgent_reports.count() + 1,
            local_authority=local,
            organiser=organiser,
            situation=self.data.situation,
            text=self.data.text,
            reported_at=self.at,
            reported_by=self.actor,
        )
        if local:
            self.owe(turns.HANDLE, report)
        if organiser and organiser != local:
            self.owe(turns.DIRECT, report)
        return Change(report, {"inspection": case.public_id, "situation": self.data.situation})
