"""The conclusion: computed where the law computes it, chosen from the closed list where it does not (CQ 16)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from django.conf import settings
from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.conduct.law import basis_of_article
from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.inspections import turns
from zhuangjian.apps.inspections.checkpoints import bound_checklist
from zhuangjian.apps.inspections.covering import inspected_scope, refuse_left
from zhuangjian.apps.inspections.ending import standing
from zhuangjian.apps.inspections.facts import kinds_inspected, record_of
from zhuangjian.apps.inspections.models import Inspection, Stage
from zhuangjian.apps.inspections.models.course import MeetingKind, Position
from zhuangjian.apps.inspections.models.inspection import EXAMINING
from zhuangjian.apps.inspections.step import TEXT, Step, refuse_faults
from zhuangjian.apps.inspections.who import HEAD, LEADER, at
from zhuangjian.apps.ledger.act import Change, Fields, Options, Values
from zhuangjian.apps.registry.conflicts import APPROVER_WITHOUT_INTEREST, NO_INTEREST
from zhuangjian.engines import rules
from zhuangjian.engines.rules.answer import Answer, Reason, Refusal
from zhuangjian.engines.rules.judge import Judgement, judge
from zhuangjian.engines.rules.judge_settle import Finding
from zhuangjian.engines.rules.lookup import pack_for, parameter
from zhuangjian.engines.rules.vocabulary import Conclusion, Edition
from zhuangjian.kernel.asking import all_of, any_of
from zhuangjian.kernel.states import holds
from zhuangjian.kernel.turns import Holder

# What a person does not choose while a problem stands; what the law computes from the items is not asked.
CLEAN = (Conclusion.OPERATION_CONFORMING, Conclusion.PRODUCTION_CLEAN)


@dataclass(frozen=True)
class Verdict:
    """The conclusion chosen (none where the law fixes no words), and what was computed where the law computes it."""

    chosen: Conclusion | None
    answer: Answer[Judgement] | None

    @property
    def computed(self) -> Conclusion | None:
        """The conclusion that was computed, if any was."""
        return self.answer.value.conclusion if self.answer else None


class Conclude(Step[Verdict]):
    """Conclude the inspection. May be repeated until the record is made."""

    name = "inspections.conclude"
    title = "作出检查结论"
    cites = "conclusion"
    who = LEADER
    # An obstructed inspection may be concluded from where it was stopped.
    when = any_of(
        all_of(
            at(Stage.CLOSING, Stage.CONCLUDED, early="末次会议还没有召开，尚未听取陈述申辩"),
            holds(
                "负责人没有改定结论",
                lambda case: not case.override_reason,
                "结论已由负责人改定，组长不能再改。",
            ),
        ),
        all_of(
            at(*EXAMINING),
            holds("检查受到阻碍", lambda case: bool(case.obstruction), "没有受到阻碍的记录。"),
        ),
    )
    guards = (NO_INTEREST,)
    answers = (turns.CONCLUDE, turns.CLOSING, turns.FINDINGS, turns.OPENING, turns.ANSWER)

    class Input(Fields):
        """Conclusion (empty: the computed one), reasons, and what CQ 14 wants where handling is involved."""

        conclusion: Conclusion | None = Field(
            None, title="检查结论", description="由系统判定的留空即采用判定结果"
        )
        reasons: str = Field(
            "",
            title="理由",
            json_schema_extra=TEXT,
            description="经营环节结论、没有固定结论的检查，都要写明理由",
        )
        uninspected_reason: str = Field(
            "",
            title="未检查项目的理由",
            max_length=2000,
            description="方案所列项目没有检查完的写明，列入记录",
            json_schema_extra=TEXT,
        )
        involves_risk_control: bool = Field(False, title="需要对产品采取风险控制措施")
        suspected_violation: bool = Field(False, title="涉嫌违法或者涉及检查与稽查衔接")
        handling_opinion: str = Field(
            "",
            title="对被检查对象的处理意见或者建议",
            json_schema_extra=TEXT,
            description="列入现场检查记录；有固定结论而留空的，采用这一结论通常的处理建议",
        )

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Inspection) -> Options:
        """The closed list that applies."""
        try:
            return {"conclusion": [(c.value, c.label) for c in closed_list(case)]}
        except Refusal:
            return {"conclusion": []}

    @classmethod
    def initial(cls, person: Person, case: Inspection) -> Values:
        """What the closing meeting said of items left, and the last conclusion about handling."""
        return {
            "uninspected_reason": case.uninspected_reason,
            "handling_opinion": case.handling_opinion,
            "involves_risk_control": case.involves_risk_control,
            "suspected_violation": case.suspected_violation,
        }

    def check(self) -> Verdict:
        """The party was heard; enough was inspected; the right list; reasons where a person decides."""
        self._heard()
        refuse_left(self.case, self._left(), self.today)
        verdict = Verdict(self.data.conclusion, computed(self.case))
        answer = verdict.answer
        if answer is None:
            self._decided()
        elif verdict.chosen in (None, answer.value.conclusion):
            verdict = replace(verdict, chosen=answer.value.conclusion)
        else:
            self._of_the_list()
            self.refuse(
                f"系统按检查要点判定为“{answer.value.conclusion.label}”，组长不能另作结论。项目结果有误的，请更正检查结果；{_way(answer)}"
            )
        if closed_list(self.case) and not self._advice(verdict.chosen):
            self.refuse("结论和处理建议都应当列入现场检查记录，请写明处理建议。", "处理意见或者建议")
        record = replace(
            record_of(self.case),
            opinion=self.data.handling_opinion,
            risk_control=self.data.involves_risk_control,
            suspected_violation=self.data.suspected_violation,
        )
        faults = rules.record_faults(record, signing=False, region=settings.REGION).value
        refuse_faults([f for f in faults if f.code == "opinion_missing"], "缺少处理意见或者建议。")
        return verdict

    def _heard(self) -> None:
        if self.case.obstruction:
            return
        closing = self.case.meetings.get(kind=MeetingKind.CLOSING)
        statements = self.case.statements.all()
        if Position.STATES in closing.points and not statements:
            self.refuse(
                "被检查对象提出了陈述申辩，请先如实记录。", "陈述申辩记录", article=self.cite("closing")
            )
        waiting = [s for s in statements if s.answered_at is None]
        if waiting:
            self.refuse(
                f"还有{len(waiting)}条陈述申辩没有核实答复，不能作出结论。",
                *(f"{s.made_by}：{s.text[:30]}" for s in waiting),
                article=self.cite("closing"),
            )

    def _left(self) -> str:
        """Why items were left: as said now, else as said at the closing meeting."""
        return self.data.uninspected_reason or self.case.uninspected_reason

    def _advice(self, chosen: Conclusion | None) -> str:
        """What was written, or what is usually advised with this conclusion."""
        return self.data.handling_opinion or usual_advice(chosen)

    def _decided(self) -> None:
        if self.data.conclusion is not None:
            self._of_the_list()
        elif closed_list(self.case):
            self.refuse("请从规定的结论中选择一项。", "检查结论")
        if not self.data.reasons:
            self.refuse("请写明结论的理由或者处理建议的依据。", "理由")

    def _of_the_list(self) -> None:
        refuse_unlisted(self, cast("Conclusion", self.data.conclusion))

    def do(self, found: Verdict) -> Change:
        """The conclusion with everything it rests on."""
        row = self.case
        row.computed_conclusion = found.computed or ""
        row.conclusion = found.chosen or ""
        row.conclusion_answer = self._why(found.answer)
        row.concluded_at = self.at
        row.ended_at = row.ended_at or self.at
        row.uninspected_reason = self._left()
        row.involves_risk_control = self.data.involves_risk_control
        row.suspected_violation = self.data.suspected_violation
        row.handling_opinion = self._advice(found.chosen)
        self.owe(turns.RECORD, row, to=Holder(person=self.person))
        return self.move(
            Stage.CONCLUDED,
            computed=row.computed_conclusion,
            conclusion=row.conclusion,
            pack=row.pack,
            checklist=row.checklist,
        )

    def _why(self, answer: Answer[Judgement] | None) -> dict[str, Any]:
        if answer is not None:
            return answer.to_dict()
        listed = conclusion_answer(self.case)
        own = Reason(self.article, self.data.reasons, basis=basis_of_article(self.article)).to_dict()
        return {**listed.to_dict(), "decided_by_person": True, "reasons": [own, *listed.to_dict()["reasons"]]}


class ReplaceConclusion(Step[Conclusion]):
    """The head settles another conclusion than the computed one, as long as the rule it was computed by is not official.

    The article knows no override: what is wrong with an item is put right at the item.
    """

    name = "inspections.replace_conclusion"
    title = "改定检查结论"
    cites = "conclusion"
    who = HEAD
    when = all_of(
        at(Stage.CONCLUDED, early="检查结论尚未作出"),
        holds("结论由系统判定", lambda case: bool(case.computed_conclusion), "这一结论不是系统判定的。"),
        holds(
            "判定规则尚未经官方文本核实",
            lambda case: case.conclusion_answer.get("basis") != "official",
            "结论是按官方文本的规则判定的，不能改定；项目结果有误的，请更正检查结果。",
        ),
    )
    guards = (APPROVER_WITHOUT_INTEREST,)

    class Input(Fields):
        """Which conclusion, and why."""

        conclusion: Conclusion = Field(title="检查结论")
        reasons: str = Field(
            title="理由",
            min_length=10,
            json_schema_extra=TEXT,
            description="写明判定规则哪一处不适用于本次检查、依据是什么（至少10个字）",
        )

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Inspection) -> Options:
        """The closed list that applies."""
        return {"conclusion": [(c.value, c.label) for c in closed_list(case)]}

    @classmethod
    def initial(cls, person: Person, case: Inspection) -> Values:
        """What stands."""
        return {"conclusion": case.conclusion}

    def check(self) -> Conclusion:
        """One of the list, other than what stands."""
        refuse_unlisted(self, self.data.conclusion)
        if self.data.conclusion == self.case.conclusion:
            self.refuse(f"现在的结论就是“{self.data.conclusion.label}”，没有需要改定的。", "另一检查结论")
        return self.data.conclusion

    def do(self, found: Conclusion) -> Change:
        """The conclusion settled; with the computed one nothing is overridden any more."""
        self.case.conclusion = found
        overridden = found != self.case.computed_conclusion
        self.case.override_reason = self.data.reasons if overridden else ""
        return self.move(
            Stage.CONCLUDED,
            computed=self.case.computed_conclusion,
            conclusion=self.case.conclusion,
            overridden=overridden,
        )


def usual_advice(chosen: Conclusion | None) -> str:
    """The handling that the pack names as usual with a conclusion; empty where it names none."""
    rules = pack_for(settings.REGION)
    if chosen is None or f"advice_{chosen.value}" not in rules.parameters:
        return ""
    return str(parameter(rules, f"advice_{chosen.value}", timezone.localdate()).value)


def refuse_unlisted(step: Step[Any], chosen: Conclusion) -> None:
    """Refuse a conclusion that is not on the one list for this inspection."""
    listed = closed_list(step.case)
    if chosen not in listed:
        words = "、".join(c.label for c in listed) or "没有固定结论"
        step.refuse(f"“{chosen.label}”不是这类检查的结论。应为：{words}。", "规定范围内的检查结论")
    left = standing(step.case).count()
    if chosen in CLEAN and left:
        refuse_by_practice(
            "conforming_without_problems",
            step.at,
            f"还有{left}项成立的缺陷，不能作出“{chosen.label}”的结论。缺陷有误的，请先更正或者撤销。",
            "与缺陷一致的检查结论",
        )


def _way(answer: Answer[Judgement] | None) -> str:
    if answer is None or answer.basis == "official":
        return "判定规则是官方文本，不能改判。"
    return "判定规则尚待确认、不适用于本次检查的，由派出检查单位负责人“改定检查结论”。"


def computed(inspection: Inspection) -> Answer[Judgement] | None:
    """The judgement over the bound edition; None where CQ 16 leaves the conclusion to people."""
    entry = bound_checklist(inspection)
    if entry is None or inspection.edition not in {e.value for e in Edition}:
        return None
    if inspection.inspection_type not in ("routine", "licensing"):
        return None
    return judge(
        inspection.licensing_kind or inspection.inspection_type,
        inspection.edition,
        [
            Finding(f.item, f.result, None if entry.get(f.item).item_class else f.item_class or None)
            for f in inspection.findings.all()
        ],
        on=cast("date", inspection.bound_on),
        obstruction=inspection.obstruction,
        scope=inspected_scope(inspection),
        checklist_id=entry.id,
        region=settings.REGION,
    )


def conclusion_answer(inspection: Inspection) -> Answer[Any]:
    """The closed lists of CQ 16 for the kinds inspected."""
    return rules.conclusions_for(
        inspection.inspection_type,
        kinds_inspected(inspection),
        licensing=inspection.licensing_kind or None,
        region=settings.REGION,
    )


def closed_list(inspection: Inspection) -> tuple[Conclusion, ...]:
    """The one closed list for this inspection; empty when the law fixes no words."""
    lists = conclusion_answer(inspection).value
    return lists[0].conclusions if lists else ()
