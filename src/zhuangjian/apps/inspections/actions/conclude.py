"""The conclusion: computed where the law computes it, chosen from the closed list where it does not (CQ 16)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast

from django.conf import settings
from pydantic import Field

from zhuangjian.apps.conduct.law import basis_of_article
from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.inspections import turns
from zhuangjian.apps.inspections.checkpoints import bound_checklist
from zhuangjian.apps.inspections.facts import kinds_inspected, record_of
from zhuangjian.apps.inspections.models import Inspection, Stage
from zhuangjian.apps.inspections.models.course import MeetingKind, Position
from zhuangjian.apps.inspections.step import TEXT, Step, refuse_faults
from zhuangjian.apps.inspections.who import LEADER, at
from zhuangjian.apps.ledger.action import Input
from zhuangjian.apps.registry.conflicts import NO_INTEREST
from zhuangjian.engines import rules
from zhuangjian.engines.rules.answer import Answer, Reason, Refusal
from zhuangjian.engines.rules.judge import Judgement, judge
from zhuangjian.engines.rules.judge_settle import Finding
from zhuangjian.engines.rules.vocabulary import Conclusion, Edition
from zhuangjian.kernel.asking import all_of, any_of
from zhuangjian.kernel.states import holds
from zhuangjian.kernel.turns import Holder


class Conclude(Step):
    """Conclude the inspection. May be repeated until the record is made."""

    name = "inspections.conclude"
    title = "作出检查结论"
    cites = "conclusion"
    who = LEADER
    # An obstructed inspection may be concluded from where it was stopped.
    when = any_of(
        at(Stage.CLOSING, Stage.CONCLUDED, early="末次会议还没有召开，尚未听取陈述申辩"),
        all_of(
            at(Stage.ON_SITE),
            holds("检查受到阻碍", lambda case: bool(case.obstruction), "没有受到阻碍的记录。"),
        ),
    )
    guards = (NO_INTEREST,)
    answers = (turns.CONCLUDE, turns.CLOSING, turns.FINDINGS, turns.OPENING, turns.ANSWER)

    class Input(Input):
        """Conclusion (empty: the computed one), reasons, and what CQ 14 wants where handling is involved."""

        conclusion: Conclusion | None = Field(
            None, title="检查结论", description="由系统判定的留空即采用判定结果"
        )
        reasons: str = Field(
            "",
            title="理由",
            json_schema_extra=TEXT,
            description="变更系统判定、经营环节结论、没有固定结论的检查，都要写明理由",
        )
        involves_risk_control: bool = Field(False, title="需要对产品采取风险控制措施")
        suspected_violation: bool = Field(False, title="涉嫌违法或者涉及检查与稽查衔接")
        handling_opinion: str = Field("", title="对被检查对象的处理意见或者建议", json_schema_extra=TEXT)

    @classmethod
    def choices(cls, person: Any, target: Any) -> Mapping[str, list[tuple[Any, str]]]:
        """The closed list that applies."""
        try:
            return {"conclusion": [(c.value, c.label) for c in closed_list(target)]}
        except Refusal:
            return {"conclusion": []}

    @classmethod
    def initial(cls, person: Any, target: Any) -> Mapping[str, Any]:
        """What was said before."""
        return {
            "handling_opinion": target.handling_opinion,
            "involves_risk_control": target.involves_risk_control,
            "suspected_violation": target.suspected_violation,
        }

    def law(self) -> None:
        """Nobody concludes on their own; the party was heard; the right list; reasons where a person decides."""
        self._heard()
        self.answer = computed(self.target)
        self.listed = closed_list(self.target)
        self.chosen = self.data.conclusion
        if self.answer is not None:
            self._computed(self.answer.value.conclusion)
        else:
            self._decided()
        record = replace(
            record_of(self.target),
            opinion=self.data.handling_opinion,
            risk_control=self.data.involves_risk_control,
            suspected_violation=self.data.suspected_violation,
        )
        faults = rules.record_faults(record, signing=False, region=settings.REGION).value
        refuse_faults([f for f in faults if f.code == "opinion_missing"], "缺少处理意见或者建议。")

    def _heard(self) -> None:
        if self.target.obstruction:
            return
        closing = self.target.meetings.get(kind=MeetingKind.CLOSING)
        statements = self.target.statements.all()
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

    def _computed(self, result: Conclusion) -> None:
        if self.chosen is None or self.chosen == result:
            self.chosen = result
            return
        self._of_the_list()
        if not self.data.reasons:
            refuse_by_practice(
                "override_reasons",
                self.at,
                f"系统按检查要点判定为“{result.label}”，改为“{self.chosen.label}”须写明理由。",
                "变更判定的理由",
            )

    def _decided(self) -> None:
        if self.listed and self.chosen is None:
            self.refuse("请从规定的结论中选择一项。", "检查结论")
        if self.chosen is not None:
            self._of_the_list()
        if not self.data.reasons:
            self.refuse("请写明结论的理由或者处理建议的依据。", "理由")

    def _of_the_list(self) -> None:
        if self.chosen not in self.listed:
            words = "、".join(c.label for c in self.listed) or "没有固定结论"
            self.refuse(f"“{self.chosen.label}”不是这类检查的结论。应为：{words}。", "规定范围内的检查结论")

    def execute(self) -> Inspection:
        """The conclusion with everything it rests on."""
        row = self.target
        row.computed_conclusion = self.answer.value.conclusion if self.answer else ""
        row.conclusion = self.chosen or ""
        row.conclusion_answer = self._why()
        changed = self.answer is not None and self.chosen != self.answer.value.conclusion
        row.override_reason = self.data.reasons if changed else ""
        row.concluded_at = self.at
        row.ended_at = row.ended_at or self.at
        row.involves_risk_control = self.data.involves_risk_control
        row.suspected_violation = self.data.suspected_violation
        row.handling_opinion = self.data.handling_opinion
        self.owe(turns.RECORD, row, to=Holder(person=self.person))
        return self.move(Stage.CONCLUDED)

    def _why(self) -> dict[str, Any]:
        if self.answer is not None:
            return self.answer.to_dict()
        listed = conclusion_answer(self.target)
        own = Reason(self.article, self.data.reasons, basis=basis_of_article(self.article)).to_dict()
        return {**listed.to_dict(), "decided_by_person": True, "reasons": [own, *listed.to_dict()["reasons"]]}

    def facts(self) -> Mapping[str, Any]:
        """Computed and given conclusion, pack and checklist."""
        return {
            "computed": self.target.computed_conclusion,
            "conclusion": self.target.conclusion,
            "overridden": bool(self.target.override_reason),
            "pack": self.target.pack,
            "checklist": self.target.checklist,
        }


def computed(inspection: Inspection) -> Answer[Judgement] | None:
    """The judgement over the bound edition; None where CQ 16 leaves the conclusion to people."""
    entry = bound_checklist(inspection)
    if entry is None or inspection.edition not in {e.value for e in Edition}:
        return None
    if inspection.inspection_type not in ("routine", "licensing"):
        return None
    plan = inspection.plan()
    return judge(
        inspection.licensing_kind or inspection.inspection_type,
        inspection.edition,
        [
            Finding(f.item, f.result, None if entry.get(f.item).item_class else f.item_class or None)
            for f in inspection.findings.all()
        ],
        on=cast("date", inspection.bound_on),
        obstruction=inspection.obstruction,
        scope=plan.scope or None,
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
