"""The urgent order about products that hurt somebody or may, found outside the task: a measure like any other (CQ 18)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.documents.printing import enter, print_out
from zhuangjian.apps.inspections.models.series import take, upcoming
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.measures import turns
from zhuangjian.apps.measures.actions.common import TEXT, measure_of
from zhuangjian.apps.measures.ending import end_when_settled
from zhuangjian.apps.measures.law import basis_of_urgent
from zhuangjian.apps.measures.models import Ground, Kind, Measure
from zhuangjian.apps.measures.papers import order_papers
from zhuangjian.apps.outside import turns as outside
from zhuangjian.apps.outside.models import OutsideProblem, ProblemStage
from zhuangjian.apps.outside.who import LOCAL, OPEN
from zhuangjian.apps.registry.conflicts import NO_INTEREST
from zhuangjian.engines.rules.letters import letters_of
from zhuangjian.engines.rules.lookup import pack_for, parameter
from zhuangjian.engines.rules.vocabulary import LetterKind
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import holds


class OrderUrgent(Act[OutsideProblem, None]):
    """造成人体伤害或者有证据证明可能危害人体健康的，对涉及的产品责令暂停生产、经营；随后核查执行，经申请和评估解除。"""

    name = "measures.urgent"
    title = "责令暂停生产、经营（紧急控制）"
    cites = "outside"
    who = LOCAL
    when = all_of(
        OPEN,
        holds("还没有责令暂停", lambda case: case.ordered_at is None, "已经责令暂停生产、经营。"),
    )
    guards = (NO_INTEREST,)
    answers = (outside.ORDER,)

    class Input(Fields):
        """What is to stop, for which products, and whether the whole country is concerned."""

        what: str = Field(title="控制措施", max_length=60)
        facts: str = Field(
            title="查明的情况",
            min_length=1,
            max_length=4000,
            description="写明人体伤害或者可能危害人体健康的证据，这些内容送达企业",
            json_schema_extra=TEXT,
        )
        scope: str = Field(title="涉及的产品和批次", min_length=1, max_length=2000, json_schema_extra=TEXT)
        requirement: str = Field("", title="要求", max_length=2000, json_schema_extra=TEXT)
        nationwide: bool = Field(False, title="需要在全国范围内采取风险控制措施")

    data: Input

    @classmethod
    def choices(cls, person: Person, case: OutsideProblem) -> Options:
        """The orders that the pack names."""
        listed = parameter(pack_for(settings.REGION), "control_orders", timezone.localdate()).value
        return {"what": [(str(one), str(one)) for one in listed]}  # type: ignore[union-attr]

    @classmethod
    def initial(cls, person: Person, case: OutsideProblem) -> Values:
        """What the team reported."""
        return {"facts": case.text, "scope": case.products}

    def check(self) -> None:
        """One of the pack's orders."""
        if self.data.what not in {value for value, _ in self.choices(self.actor, self.case)["what"]}:
            self.refuse("请从列出的控制措施中选择。", "控制措施")

    def prepare(self) -> None:
        """The order, printed before the ledger is taken, with the number that is next now."""
        self.checked()
        self.printed = print_out(order_papers(self._made(upcoming)))

    def _made(self, number: Callable[[str], int]) -> Measure:
        measure = measure_of(
            self,
            self.case.inspection,
            Kind.SUSPEND,
            Ground.RISK,
            number,
            facts=self.data.facts,
            scope=f"{self.data.what}：{self.data.scope}",
            requirement=self.data.requirement,
            problem=self.case,
        )
        measure.basis = basis_of_urgent(self.today)
        return measure

    def do(self, found: None) -> Change:
        """In force, served and followed; where the whole country is concerned the provinces on the label are told."""
        case, measure = self.case, self._made(take)
        papers = order_papers(measure)
        measure.save()
        rows = enter(measure, papers, self.printed, by=self.person, at=self.at)
        case.ordered_at, case.nationwide = self.at, self.data.nationwide
        case.provincial = told_by(case) if self.data.nationwide else None
        case.save()
        self.owe(turns.WATCH, measure)
        if self.data.nationwide:
            self.owe(outside.NOTIFY, case)
        also(self, measure, problem=case.public_id, documents=[row.digest for row in rows])
        end_when_settled(self, case.inspection_id, str(measure.public_id))
        return Change(case, {"nationwide": self.data.nationwide, "number": measure.number})


def told_by(case: OutsideProblem) -> Any:
    """Who tells the provinces: up the chain to the provincial authority where the pack says so, else who ordered."""
    unit = case.local_authority
    rule = letters_of(region=settings.REGION).get(LetterKind.LABEL_NOTICE)
    if rule is None or not rule.chain or unit.commands_all or unit.parent is None:
        return unit
    return unit.parent


def ordered_no_more(step: Any, case: OutsideProblem) -> None:
    """The order was taken back: while the problem is open and people were hurt, another one is due."""
    case.ordered_at = None
    case.save()
    also(step, case, withdrawn=True)
    if case.harm and case.stage != ProblemStage.CLOSED:
        step.owe(outside.ORDER, case)
