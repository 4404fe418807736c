"""综合评定: the team submits, the dispatching unit evaluates and issues the conclusion of a licensing inspection (CQ 26)."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.inspections import turns
from zhuangjian.apps.inspections.actions.conclude import closed_list, computed, refuse_unlisted
from zhuangjian.apps.inspections.ending import needs_follow_up
from zhuangjian.apps.inspections.events import RecordDelivered
from zhuangjian.apps.inspections.models import Evaluation, Inspection, Stage
from zhuangjian.apps.inspections.settling import settle
from zhuangjian.apps.inspections.step import TEXT, Step
from zhuangjian.apps.inspections.who import HEAD, LEADER, at
from zhuangjian.apps.ledger.act import Change, Fields, Options
from zhuangjian.apps.registry.conflicts import APPROVER_WITHOUT_INTEREST, NO_INTEREST
from zhuangjian.engines.rules.vocabulary import Conclusion, LicensingKind

WORDS = 10


@dataclass(frozen=True)
class Evaluated:
    """The conclusion, and whether it is another than the computed one."""

    conclusion: Conclusion
    overridden: bool


class SubmitRecord(Step):
    """The leader submits the on-site record and its materials to the dispatching unit."""

    name = "inspections.submit_record"
    title = "报送检查记录和资料"
    cites = "evaluation"
    who = LEADER
    when = at(Stage.TO_SUBMIT, early="现场检查记录还没有交付")
    guards = (NO_INTEREST,)
    answers = (turns.SUBMIT,)

    class Input(Fields):
        """What goes with the record."""

        materials: str = Field(
            title="报送的资料",
            min_length=1,
            json_schema_extra=TEXT,
            description="现场检查记录以外的资料，逐项写明，例如不合格项目的照片、文件复印件",
        )

    data: Input

    def do(self, found: None) -> Change:
        """With the unit's head now."""
        last = self.case.evaluations.order_by("-no").values_list("no", flat=True).first() or 0
        Evaluation.objects.create(
            inspection=self.case,
            no=last + 1,
            materials=self.data.materials,
            submitted_by=self.actor,
            submitted_at=self.at,
        )
        self.owe(turns.EVALUATE, self.case)
        return self.move(Stage.EVALUATING, submission=last + 1)


class ReturnSubmission(Step):
    """The head sends a submission back that cannot be evaluated yet."""

    name = "inspections.return_submission"
    title = "退回报送的记录和资料"
    cites = "evaluation"
    who = HEAD
    when = at(Stage.EVALUATING, early="检查记录和资料还没有报送")
    answers = (turns.EVALUATE,)

    class Input(Fields):
        """What is lacking and has to be handed in with it."""

        reason: str = Field(title="退回理由", min_length=1, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Back to the leader; the submission stays on record."""
        row = waiting(self.case)
        row.returned_because, row.decided_by, row.decided_at = self.data.reason, self.actor, self.at
        row.save()
        self.owe(turns.SUBMIT, self.case, title="补充并重新报送检查记录和资料")
        return self.move(Stage.TO_SUBMIT, submission=row.no)


class Evaluate(Step[Evaluated]):
    """The dispatching unit evaluates record and materials as a whole and issues the conclusion."""

    name = "inspections.evaluate"
    title = "综合评定并出具结论"
    cites = "evaluation"
    who = HEAD
    when = at(Stage.EVALUATING, early="检查记录和资料还没有报送")
    guards = (APPROVER_WITHOUT_INTEREST,)
    answers = (turns.EVALUATE,)

    class Input(Fields):
        """The conclusion and what the evaluation rests on."""

        conclusion: Conclusion | None = Field(
            None, title="评定结论", description="留空即采用按检查要点判定的结果"
        )
        reasons: str = Field(
            title="评定意见",
            min_length=1,
            json_schema_extra=TEXT,
            description=f"综合现场检查记录和资料写明；与判定结果不同的，写明判定规则哪一处不适用（至少{WORDS}个字）",
        )

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Inspection) -> Options:
        """The closed list of the pack."""
        return {"conclusion": [(one.value, one.label) for one in closed_list(case)]}

    def check(self) -> Evaluated:
        """One of the list; another than the computed one only while its rule is not official, with a reason."""
        answer, chosen = computed(self.case), self.data.conclusion
        judged = answer.value.conclusion if answer else None
        if chosen is None:
            if judged is None:
                self.refuse("没有可以采用的判定结果，请从规定的结论中选择一项。", "评定结论")
            return Evaluated(judged, False)
        refuse_unlisted(self, chosen)
        if judged is None or chosen == judged:
            return Evaluated(chosen, False)
        if answer is not None and answer.basis == "official":
            self.refuse(
                f"按官方文本的规则判定为“{judged.label}”，不能另作结论。", article=self.cite("conclusion")
            )
        if len(self.data.reasons) < WORDS:
            self.refuse(
                f"按检查要点判定为“{judged.label}”。另作结论的，请写明判定规则哪一处不适用（至少{WORDS}个字）。",
                "另作结论的理由",
                article=self.cite("conclusion"),
            )
        return Evaluated(chosen, True)

    def do(self, found: Evaluated) -> Change:
        """The conclusion is the inspection's from now on; the one of the record stays in the evaluation."""
        row, case = waiting(self.case), self.case
        row.on_site, row.conclusion, row.reasons = case.conclusion, found.conclusion, self.data.reasons
        row.decided_by, row.decided_at = self.actor, self.at
        row.save()
        case.conclusion = found.conclusion
        case.override_reason = self.data.reasons if found.overridden else ""
        if _follows(case):
            self.move(Stage.DELIVERED)
            self.tells(RecordDelivered(self, case))
        else:
            settle(self, case, Stage.CLOSED)
        return Change(case, {"conclusion": str(found.conclusion), "overridden": found.overridden})


def waiting(case: Inspection) -> Evaluation:
    """The submission that waits for a decision, at the stage where one does."""
    return case.evaluations.filter(decided_at=None).latest("no")


def _follows(case: Inspection) -> bool:
    """Whether something is left to follow up; a new applicant who did not pass makes nothing that could be put right."""
    refused = (
        case.licensing_kind == LicensingKind.NEW and case.conclusion == Conclusion.LICENSING_FAIL
    ) and not (case.suspected_violation or case.involves_risk_control or case.obstruction)
    return needs_follow_up(case) and not refused
