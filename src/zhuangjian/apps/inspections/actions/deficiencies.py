"""Deficiencies, each tied to its checkpoint, with every wording kept (CQ 14, 15)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Max
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.inspections.models import (
    Deficiency,
    DeficiencyVersion,
    Finding,
    Inspection,
    Statement,
)
from zhuangjian.apps.inspections.models.findings import DeficiencyStatus
from zhuangjian.apps.inspections.models.inspection import EXAMINING
from zhuangjian.apps.inspections.step import HIDDEN, TEXT, Adding, Step
from zhuangjian.apps.inspections.who import MEMBERS, NOT_BEGUN, at
from zhuangjian.apps.ledger.act import Change, Options, R
from zhuangjian.engines.rules.vocabulary import ItemResult

BAD = (ItemResult.NONCONFORMING, ItemResult.MINOR_FLAW)


class AddDeficiency(Step[Finding]):
    """List a deficiency under a checkpoint that was found not conforming or flawed."""

    name = "inspections.deficiency"
    title = "列为缺陷"
    cites = "deficiencies"
    who = MEMBERS
    when = at(*EXAMINING, early=NOT_BEGUN)

    class Input(Adding):
        """The checkpoint under which it is listed, and its wording."""

        item: str = Field(title="检查要点", max_length=10)
        text: str = Field(title="缺陷描述", min_length=1, max_length=2000, json_schema_extra=TEXT)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Inspection) -> Options:
        """The checkpoints with a shortfall."""
        rows = case.findings.filter(result__in=BAD)
        return {"item": [(f.item, f"第{f.item}项 {f.get_result_display()}：{f.text[:40]}") for f in rows]}

    def check(self) -> Finding:
        """The checkpoint has a result, and not a conforming one."""
        finding = self.case.findings.filter(item=self.data.item).first()
        if finding is None:
            self.refuse(
                f"第{self.data.item}项还没有检查结果，缺陷应当对应检查要点。",
                f"第{self.data.item}项的检查结果",
            )
        if finding.result not in BAD:
            self.refuse(
                f"第{self.data.item}项结果为“{finding.get_result_display()}”，不能列缺陷；请先改正结果。",
                f"第{self.data.item}项结果为不符合或者瑕疵",
            )
        return finding

    def do(self, found: Finding) -> Change:
        """The deficiency and its first wording."""
        new_deficiency(self.case, found, self.data.text, "检查发现", by=self.actor, at=self.at)
        return Change(self.case, {"item": self.data.item})


class AmendDeficiency(Step[Deficiency]):
    """The team corrects or withdraws a deficiency of its own accord, before the closing meeting."""

    name = "inspections.amend_deficiency"
    title = "修改或撤销缺陷"
    cites = "closing"
    who = MEMBERS
    when = at(*EXAMINING, early=NOT_BEGUN)

    class Input(Adding):
        """Which deficiency, how it reads from now on or that it is withdrawn, and why."""

        deficiency: UUID = Field(title="缺陷", json_schema_extra=HIDDEN)
        text: str = Field("", title="新的描述", max_length=2000, json_schema_extra=TEXT)
        withdraw: bool = Field(False, title="撤销这一缺陷")
        reason: str = Field(title="原因", min_length=1, max_length=300)

    data: Input

    def check(self) -> Deficiency:
        """It stands, and something changes."""
        deficiency = find_deficiency(self, self.data.deficiency)
        if not self.data.withdraw and self.data.text in ("", deficiency.text):
            self.refuse("没有改动：请填写新的描述，或者选择撤销。", "新的描述")
        return deficiency

    def do(self, found: Deficiency) -> Change:
        """The new wording or the withdrawal."""
        status = DeficiencyStatus.WITHDRAWN if self.data.withdraw else DeficiencyStatus.STANDING
        change_deficiency(found, status, self.data.text, self.data.reason, by=self.actor, at=self.at)
        return Change(self.case, {"deficiency": found.no, "withdrawn": self.data.withdraw})


def new_deficiency(
    case: Inspection, finding: Finding, text: str, reason: str, *, by: Person, at: datetime
) -> None:
    """List a deficiency under the next number and keep its first wording."""
    no = (case.deficiencies.aggregate(last=Max("no"))["last"] or 0) + 1
    row = Deficiency.objects.create(inspection=case, finding=finding, no=no, text=text)
    keep_version(row, reason, by=by, at=at)


def find_deficiency(step: Step[R], key: UUID) -> Deficiency:
    """The inspection's deficiency, still standing; a Refusal otherwise."""
    found = step.case.deficiencies.filter(public_id=key).first()
    if found is None:
        step.refuse("没有这一缺陷，请刷新页面。", "所涉缺陷")
    if found.status == DeficiencyStatus.WITHDRAWN:
        step.refuse(f"第{found.no}条缺陷已经撤销，请刷新页面。")
    return found


def change_deficiency(
    deficiency: Deficiency,
    status: DeficiencyStatus,
    text: str,
    reason: str,
    *,
    by: Person,
    at: datetime,
    statement: Statement | None = None,
) -> None:
    """Change wording and status and keep the version."""
    deficiency.text = text or deficiency.text
    deficiency.status = status
    deficiency.save()
    keep_version(deficiency, reason, by=by, at=at, statement=statement)


def keep_version(
    deficiency: Deficiency,
    reason: str,
    *,
    by: Person,
    at: datetime,
    statement: Statement | None = None,
) -> None:
    """Keep the deficiency as it now reads."""
    DeficiencyVersion.objects.create(
        inspection=deficiency.inspection,
        deficiency=deficiency,
        text=deficiency.text,
        status=deficiency.status,
        reason=reason,
        statement=statement,
        changed_by=by,
        changed_at=at,
    )
