"""A result that turns out to be wrong after the closing meeting is put right at its item (CQ 16)."""

from __future__ import annotations

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.inspections.actions.deficiencies import BAD, change_deficiency, new_deficiency
from zhuangjian.apps.inspections.actions.reopening import reopen
from zhuangjian.apps.inspections.ending import standing
from zhuangjian.apps.inspections.models import Finding, Inspection, Stage
from zhuangjian.apps.inspections.models.findings import DeficiencyStatus
from zhuangjian.apps.inspections.step import TEXT, Adding, Step
from zhuangjian.apps.inspections.who import MEMBERS, at
from zhuangjian.apps.ledger.act import Change, Options
from zhuangjian.engines.rules.vocabulary import ItemResult


class CorrectFinding(Step[Finding]):
    """Put the result of one item right after the closing meeting; what was concluded from it is concluded anew.

    The article knows no override of a conclusion: the item is corrected, with a reason, and the record then says so.
    """

    name = "inspections.correct_finding"
    title = "更正检查结果"
    cites = "conclusion"
    who = MEMBERS
    when = at(Stage.CLOSING, Stage.CONCLUDED, early="末次会议还没有召开，请直接在检查表中修改")

    class Input(Adding):
        """Which item, what is right, and why it was wrong."""

        item: str = Field(title="检查要点", max_length=10)
        result: ItemResult = Field(title="正确的结果")
        text: str = Field("", title="检查发现", max_length=4000, json_schema_extra=TEXT)
        deficiency: str = Field(
            "",
            title="缺陷描述",
            max_length=2000,
            json_schema_extra=TEXT,
            description="改为“不符合”或者“瑕疵”而该项目还没有成立的缺陷的，必填",
        )
        reason: str = Field(title="更正原因", min_length=1, max_length=300, json_schema_extra=TEXT)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Inspection) -> Options:
        """The items that have a result."""
        return {"item": [(f.item, f"第{f.item}项（{f.get_result_display()}）") for f in case.findings.all()]}

    def check(self) -> Finding:
        """The item has a result, something changes, and a shortfall says what was found and which deficiency it is."""
        finding = self.case.findings.filter(item=self.data.item).first()
        no = self.data.item
        if finding is None:
            self.refuse(f"第{no}项没有检查结果，不能更正。", f"第{no}项的检查结果")
        if (finding.result, finding.text) == (self.data.result, self.data.text):
            self.refuse(f"第{no}项现在就是这一结果，没有需要更正的。")
        stands = standing(self.case).filter(finding=finding).exists()
        if self.data.result in BAD:
            if not self.data.text:
                self.refuse(
                    f"第{no}项更正为“{self.data.result.label}”，请写明检查发现。", f"第{no}项的检查发现"
                )
            if not stands and not self.data.deficiency:
                self.refuse(
                    f"第{no}项更正为“{self.data.result.label}”，请写明缺陷描述。",
                    f"第{no}项的缺陷描述",
                    article=self.cite("deficiencies"),
                )
        if self.data.deficiency and (stands or self.data.result not in BAD):
            self.refuse("该项目已有成立的缺陷，或者更正后没有缺陷，不填写缺陷描述。")
        return finding

    def do(self, found: Finding) -> Change:
        """The result and its deficiencies, every wording kept; a conclusion that stood on it is taken back."""
        was = found.result
        reason = f"更正检查结果：{self.data.reason}"[:300]
        found.result, found.text = self.data.result, self.data.text
        found.found_by, found.found_at = self.actor, self.at
        found.save()
        if self.data.deficiency:
            new_deficiency(self.case, found, self.data.deficiency, reason, by=self.actor, at=self.at)
        if self.data.result not in BAD:
            for row in standing(self.case).filter(finding=found):
                change_deficiency(row, DeficiencyStatus.WITHDRAWN, "", reason, by=self.actor, at=self.at)
        reopen(self, judged_anew=True)
        return Change(
            self.case,
            {"item": found.item, "was": was, "result": self.data.result, "reason": self.data.reason},
        )
