"""What the review comes to: opinion, conclusion, report; signed by the reviewers, issued and sealed by the head (CQ 17)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.documents.printing import digests, enter, print_out
from zhuangjian.apps.inspections.actions.conclude import closed_list, computed
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.models.series import take
from zhuangjian.apps.inspections.step import refuse_faults
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, R, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.registry.conflicts import NO_INTEREST
from zhuangjian.apps.review import turns
from zhuangjian.apps.review.actions.question import TEXT, open_questions
from zhuangjian.apps.review.events import Reviewed
from zhuangjian.apps.review.law import asks_report, day_of
from zhuangjian.apps.review.models import Review, ReviewStage
from zhuangjian.apps.review.papers import facts_of, report_papers
from zhuangjian.apps.review.who import HEAD, REVIEWERS, at
from zhuangjian.engines.rules import reviews
from zhuangjian.engines.rules.vocabulary import Conclusion, InspectionType
from zhuangjian.kernel.asking import Actor, No, When, all_of
from zhuangjian.kernel.states import holds
from zhuangjian.kernel.turns import Holder


class ReviewAct(Act[Review, R]):
    """One step of a review."""

    cites = "review"
    guards = (NO_INTEREST,)

    def move(self, stage: ReviewStage, **fields: object) -> Review:
        """Set the stage and further columns, and store the row."""
        for name, value in (fields | {"stage": stage.value}).items():
            setattr(self.case, name, value)
        self.case.save()
        return self.case

    def finish(self, **fields: object) -> None:
        """Reviewed: the conclusion as reviewed is the inspection's from now on, and those who wait are told."""
        self.move(ReviewStage.DONE, done_at=self.at, **fields)
        inspection = Inspection.objects.unrestricted().get(pk=self.case.inspection_id)
        if self.case.result and self.case.result != inspection.conclusion:
            inspection.conclusion = self.case.result
            inspection.override_reason = self.case.conclusion
            inspection.save()
            also(self, inspection, reviewed=self.case.result)
        self.tells(Reviewed(self, self.case))


class ConcludeReview(ReviewAct):
    """写明审核意见和检查审核结论；涉嫌违法、涉及检查与稽查衔接的，出具检查审核报告。"""

    name = "review.conclude"
    title = "拟定审核意见"
    who = REVIEWERS
    when = all_of(
        at(ReviewStage.REVIEWING),
        holds(
            "书面询问都有答复",
            lambda case: not open_questions(case).exists(),
            "还有书面询问没有答复。等待答复，或者撤回不再需要的询问。",
            missing=("对书面询问的答复",),
        ),
    )
    answers = (turns.REVIEW,)

    class Input(Fields):
        """The opinion on procedure and record, and the conclusion."""

        opinion: str = Field(
            title="对检查程序和记录的审核意见", min_length=1, max_length=4000, json_schema_extra=TEXT
        )
        suspected: bool = Field(False, title="涉嫌违法")
        hand_over: bool = Field(False, title="涉及检查与稽查衔接")
        advice: str = Field(
            "",
            title="处理建议",
            max_length=2000,
            description="出具检查审核报告的必填",
            json_schema_extra=TEXT,
        )
        conclusion: str = Field(title="检查审核结论", min_length=1, max_length=2000, json_schema_extra=TEXT)
        result: Conclusion | None = Field(
            None, title="审核后的检查结论", description="与现场检查结论相同的留空"
        )

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Review) -> Options:
        """The closed list of the inspection, where the review concludes."""
        listed = closed_list(case.inspection) if _concludes(case.inspection) else ()
        return {"result": [(one.value, one.label) for one in listed]}

    @classmethod
    def initial(cls, person: Person, case: Review) -> Values:
        """What the record says; what was written before it was sent back."""
        inspection = case.inspection
        return {
            "opinion": case.opinion,
            "suspected": case.suspected or inspection.suspected_violation,
            "hand_over": case.hand_over,
            "advice": case.advice or inspection.handling_opinion,
            "conclusion": case.conclusion,
        }

    def check(self) -> None:
        """A complete report where one is due; another conclusion only as the law lets a person give one."""
        if self._reports():
            faults = reviews.report_faults(
                facts_of(self.case, self.data.advice, self.data.conclusion),
                day_of(self.case.inspection),
                region=settings.REGION,
            )
            refuse_faults(faults.value, "检查审核报告还不齐全。")
        if self.data.result is None:
            return
        if self.data.result.value not in {
            value for value, _ in self.choices(self.actor, self.case)["result"]
        }:
            self.refuse("请从规定的结论中选择一项。", "审核后的检查结论", article=self.cite("conclusion"))
        answer = computed(self.case.inspection)
        if answer and answer.basis == "official" and answer.value.conclusion != self.data.result:
            self.refuse(
                f"按官方文本的规则判定为“{answer.value.conclusion.label}”，不能另作结论；项目结果有误的，请更正项目。",
                article=self.cite("conclusion"),
            )

    def _reports(self) -> bool:
        return asks_report(self.case.inspection, suspected=self.data.suspected, hand_over=self.data.hand_over)

    def do(self, found: None) -> Change:
        """Drafted; each reviewer signs."""
        inspection, report = self.case.inspection, self._reports()
        number = self.case.number
        if report and not number:
            stem = f"{inspection.dispatching_unit.short_name}审核〔{self.today.year}〕"
            number = f"{stem}{take(stem)}号"
        data = self.data.model_dump(include={"opinion", "suspected", "hand_over", "advice", "conclusion"})
        self.move(
            ReviewStage.DRAFTED,
            **data,
            report=report,
            number=number,
            on_site=self.case.on_site or inspection.conclusion,
            result=(self.data.result or inspection.conclusion) if _concludes(inspection) else "",
            drafted_at=self.at,
            drafted_by=self.actor,
            sent_back="",
        )
        for row in self.case.reviewers.filter(left_at=None).select_related("person"):
            row.signed_at = None
            row.save()
            self.owe(turns.SIGN, self.case, to=Holder(person=row.person))
        return Change(self.case, {"report": report, "suspected": self.data.suspected})


def _concludes(inspection: Inspection) -> bool:
    """Whether the review gives a conclusion of the list: a licensing inspection's is evaluated by the unit (CQ 26)."""
    return bool(inspection.conclusion) and inspection.inspection_type != InspectionType.LICENSING


class NotSigned(When[Review]):
    """While the reviewer has not signed the review as it is now."""

    def why_not(self, person: Actor | None, case: Review, at: datetime | None = None) -> No | None:
        """Each signs once."""
        signed = (
            person
            and case.reviewers.filter(person_id=person.pk, left_at=None, signed_at__isnull=False).exists()
        )
        return No("您已经在这份审核上签字。") if signed else None

    def words(self, case: Review | None = None) -> str:
        """The state in Chinese."""
        return "本人还没有签字"


class SignReview(ReviewAct):
    """审核人员对审核意见和结论签字；不出具报告的，全部签字后审核完毕。"""

    name = "review.sign"
    title = "在检查审核上签字"
    who = REVIEWERS
    when = all_of(at(ReviewStage.DRAFTED, early="审核意见还没有拟定"), NotSigned())
    answers = (turns.SIGN,)

    def do(self, found: None) -> Change:
        """The signature; the last one takes the review on."""
        rows = self.case.reviewers.filter(left_at=None)
        rows.filter(person_id=self.actor.pk).update(signed_at=self.at)
        if rows.filter(signed_at=None).exists():
            self.move(ReviewStage.DRAFTED)
        elif self.case.report:
            self.move(ReviewStage.SIGNED)
            self.owe(turns.ISSUE, self.case)
        else:
            self.finish()
        return Change(self.case, {"stage": self.case.stage})


class IssueReport(ReviewAct):
    """检查机构负责人签发检查审核报告，并加盖检查机构公章。"""

    name = "review.issue"
    title = "签发检查审核报告"
    who = HEAD
    when = at(ReviewStage.SIGNED, early="审核人员还没有全部签字")
    answers = (turns.ISSUE,)

    class Input(Fields):
        """Whether the seal of the institution is on the report."""

        sealed: bool = Field(False, title="已加盖检查机构公章")

    data: Input

    def check(self) -> None:
        """No report without the seal."""
        if not self.data.sealed:
            self.refuse("检查审核报告应当加盖检查机构公章。加盖后再签发。", "检查机构公章")

    def prepare(self) -> None:
        """The report with its signatures, printed before the ledger is taken."""
        self.checked()
        self.printed = print_out(report_papers(self.case, self.actor, self.at))

    def do(self, found: None) -> Change:
        """The report lies with the inspection's papers and goes with the lead."""
        papers = report_papers(self.case, self.actor, self.at)
        rows = enter(self.case.inspection, papers, self.printed, by=self.actor, at=self.at)
        also(self, self.case.inspection, documents=digests(rows))
        self.finish(sealed=True, issued_by=self.actor)
        return Change(self.case, {"number": self.case.number, "documents": digests(rows)})


class SendBack(ReviewAct):
    """退回重新审核；审核完毕但没有出具报告、现在需要移交的，也由此补作报告。"""

    name = "review.send_back"
    title = "退回重新审核"
    who = HEAD
    when = holds(
        "审核意见已经拟定，检查审核报告还没有签发",
        lambda case: (
            case.stage in (ReviewStage.DRAFTED, ReviewStage.SIGNED)
            or (case.stage == ReviewStage.DONE and not case.report)
        ),
        lambda case: "检查审核报告已经签发，不能退回。" if case.report else "审核意见还没有拟定。",
    )

    class Input(Fields):
        """Why the review is to be made once more, for the reviewers."""

        reason: str = Field(title="退回理由", min_length=1, max_length=300)

    data: Input

    def do(self, found: None) -> Change:
        """With the reviewers again; what they wrote stays as their draft."""
        self.case.reviewers.filter(left_at=None).update(signed_at=None)
        self.move(ReviewStage.REVIEWING, sent_back=self.data.reason, done_at=None)
        for row in self.case.reviewers.filter(left_at=None).select_related("person"):
            self.owe(turns.REVIEW, self.case, to=Holder(person=row.person), again=True)
        return Change(self.case)
