"""A letter that came in leads to an inspection (CQ 45 to 47)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.cooperation.actions.common import LetterAct
from zhuangjian.apps.cooperation.law import rule_of
from zhuangjian.apps.cooperation.models import Letter, LetterStage
from zhuangjian.apps.cooperation.who import IN, STARTERS, at
from zhuangjian.apps.ledger.act import Change, Options
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.programme.actions.placing import (
    Place,
    TaskFields,
    make_task,
    parties_meant,
    placed,
    refuse_origin,
)
from zhuangjian.apps.programme.actions.programmes import MAKERS, TEXT
from zhuangjian.apps.programme.actions.starting import refuse_far_days
from zhuangjian.apps.registry.conflicts import NO_INTEREST
from zhuangjian.engines.rules.origins import causes_of, supports_of
from zhuangjian.engines.rules.vocabulary import InspectionType, OriginKind
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import holds

LEADS_TO = holds(
    "可以引起检查",
    lambda case: bool((rule := rule_of(case.kind)) and rule.leads_to),
    "这一种函件不引起检查。",
)
DECIDED = holds(
    "决定开展检查",
    lambda case: case.decision is not False and (case.decision or not _decides(case)),
    "还没有决定开展检查，或者决定不开展。",
)
NO_TASK = holds("还没有检查任务", lambda case: case.task_id is None, "由这一函件引起的检查任务已经登记。")


def _decides(case: Letter) -> bool:
    rule = rule_of(case.kind)
    return bool(rule and rule.decides)


class StartFromLetter(LetterAct[Place]):
    """根据来函登记检查任务，来源为来函。"""

    name = "cooperation.start_task"
    title = "登记来函引起的检查任务"
    guards = (NO_INTEREST,)
    who = STARTERS
    when = all_of(IN, at(LetterStage.RECEIVED, LetterStage.ANSWERED), LEADS_TO, DECIDED, NO_TASK)

    class Input(TaskFields):
        """Whom, where and when; for cause, why."""

        inspection_type: InspectionType = Field(title="检查类型")
        cause: str = Field("", title="启动原因", max_length=30, description="有因检查必须选择")
        support: str = Field("", title="所依据的材料", max_length=30, description="有因检查必须选择")
        words: str = Field("", title="具体情况", json_schema_extra=TEXT)

    data: Input

    @classmethod
    def found(
        cls, person: Person, case: Letter, field: str, words: str, chosen: Sequence[str] = ()
    ) -> Sequence[tuple[object, str]]:
        """The parties in reach that the words mean."""
        return parties_meant(person, words) if field == "party" else ()

    @classmethod
    def choices(cls, person: Person, case: Letter) -> Options:
        """The inspections that such a letter can start; causes and what they rest on."""
        rule, listed = rule_of(case.kind), causes_of(region=settings.REGION)
        supports = supports_of(region=settings.REGION).supports
        return {
            "inspection_type": [(one.value, one.label) for one in rule.leads_to] if rule else [],
            "cause": [(one.key, one.title) for one in listed.causes] if listed else [],
            "support": [(key, one.title) for key, one in supports.items()],
        }

    @classmethod
    def initial(cls, person: Person, case: Letter) -> dict[str, Any]:
        """What the letter says."""
        party = case.party
        return {
            "party": (party.credit_code or party.name) if party else case.party_name,
            "words": case.matters,
        }

    def check(self) -> Place:
        """As every task: an origin that states what it must, a party that fits, days that can be."""
        data = self.data
        if data.inspection_type not in self.rule.leads_to:
            self.refuse(f"“{self.rule.title}”不能引起{data.inspection_type.label}。")
        if self.unit.kind not in MAKERS:
            self.refuse(f"检查任务由组织检查的监管部门登记，{self.unit}不能登记。", "组织检查的监管部门")
        refuse_origin(
            self,
            OriginKind.LETTER,
            data.inspection_type,
            **data.model_dump(include={"cause", "support", "words"}),
            **self._stated(),
        )
        if data.inspection_type == InspectionType.FOR_CAUSE and not data.focus:
            self.refuse(
                "有因检查应当针对具体问题或者线索写明检查内容。",
                "检查重点",
                article=self.cite("for_cause_content"),
            )
        refuse_far_days(self, data.window_from, data.window_to)
        return placed(self, data, data.inspection_type)

    def _stated(self) -> dict[str, Any]:
        case = self.case
        return {"body": case.body_name, "reference": case.number, "received_on": case.received_on}

    def do(self, found: Place) -> Change:
        """The task with the letter as its origin; who may not see the task no longer sees the letter."""
        data = self.data
        task = make_task(
            self,
            found,
            self.unit,
            {"kind": OriginKind.LETTER}
            | data.model_dump(include={"cause", "support", "words"})
            | self._stated(),
            **data.model_dump(
                include={"inspection_type", "mode", "window_from", "window_to", "focus", "expertise"}
            ),
        )
        also(self, task)
        self.change(task=task)
        return Change(self.case)
