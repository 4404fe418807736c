"""The decision on a penalty, and what becomes of it afterwards (CQ 40, 52)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.enforcement import turns
from zhuangjian.apps.enforcement.actions.investigate import refuse_day
from zhuangjian.apps.enforcement.actions.report import TEXT, LeadAct
from zhuangjian.apps.enforcement.events import PenaltyDecided, PenaltyFell
from zhuangjian.apps.enforcement.models import Fate, Lead, LeadStage, Penalty, PenaltyKind
from zhuangjian.apps.enforcement.who import RECEIVER, SANCTIONER, at
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.registry.conflicts import NO_INTEREST
from zhuangjian.engines.rules.lookup import pack_for, parameter
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.states import holds

# What a decision imposes; the public is told no other words than these.
IMPOSED = ("number", "violation", "kinds", "fine", "restricted_until")


def violations(on: date) -> tuple[str, ...]:
    """The kinds of violation by which the public is told what a penalty was for."""
    listed = parameter(pack_for(settings.REGION), "penalty_violations", on).value
    return listed if isinstance(listed, tuple) else (str(listed),)


class Imposed(Fields):
    """What a penalty consists of."""

    number: str = Field("", title="处罚决定书文号", max_length=60, description="给予处罚的、变更处罚的必填")
    violation: str = Field(
        "", title="违法行为类型", max_length=80, description="给予处罚的、变更处罚的必填，公示摘要用"
    )
    kinds: list[PenaltyKind] = Field(
        default_factory=list, title="处罚种类", description="给予处罚的、变更处罚的必填"
    )
    fine: Decimal | None = Field(None, title="罚款金额（元）", gt=0, max_digits=14, decimal_places=2)
    restricted_until: date | None = Field(
        None, title="限制届满日", description="限制开展生产经营活动、限制从业的填写"
    )


class Decided(Fields):
    """Whether a penalty is imposed, and when that was decided."""

    penalised: bool = Field(False, title="给予行政处罚")
    decided_on: date = Field(title="决定之日")
    text: str = Field(title="处理结果", min_length=1, max_length=4000, json_schema_extra=TEXT)


class Fallen(Fields):
    """What became of a decision, when, by which paper and why."""

    fate: Fate = Field(title="结果")
    fate_on: date = Field(title="变更、撤销之日")
    fate_by: str = Field(
        title="文书", min_length=2, max_length=120, description="复议决定书、判决书或者本机关决定书及其文号"
    )
    fate_reason: str = Field(title="理由", min_length=2, max_length=2000, json_schema_extra=TEXT)


def refuse_imposed(act: Act[Any, Any], data: Imposed, on: date) -> None:
    """A penalty has a number, a kind of violation of the list, kinds, and a sum where there is a fine."""
    if not data.number or not data.kinds:
        act.refuse("给予处罚的，应当填写处罚决定书文号，并选择处罚种类。", "处罚决定书文号", "处罚种类")
    if data.violation not in violations(on):
        act.refuse("请从列出的类型中选择违法行为类型。", "违法行为类型")
    if (data.fine is not None) != (PenaltyKind.FINE in data.kinds):
        act.refuse("处罚种类有罚款的填写罚款金额，没有罚款的不填写。", "罚款金额")
    if data.restricted_until and PenaltyKind.RESTRICTION not in data.kinds:
        act.refuse("没有限制生产经营、限制从业的，不填写限制届满日。", "限制届满日")


def imposed(
    act: Act[Any, Any], lead: Lead, data: Imposed, on: date, replaces: Penalty | None = None
) -> Penalty:
    """The decision's own row; the public is to be told of it."""
    assert lead.receiver is not None
    row = Penalty.objects.create(
        lead=lead,
        inspection=lead.inspection,
        party=lead.party,
        authority=lead.receiver,
        decided_on=on,
        replaces=replaces,
        entered_at=act.at,
        entered_by=act.actor,
        **{name: getattr(data, name) for name in IMPOSED} | {"kinds": [str(k) for k in data.kinds]},
    )
    act.tells(PenaltyDecided(act, row))
    return row


class DecidePenalty(LeadAct):
    """登记是否给予行政处罚的决定。给予处罚的，依法公示的在期限内公示。"""

    name = "enforcement.decide_penalty"
    title = "登记处罚决定"
    cites = "penalty"
    who = RECEIVER
    when = at(LeadStage.FILED, early="还没有立案")
    answers = (turns.PENALTY,)

    class Input(Imposed, Decided):
        """The decision, its day, and what it imposes."""

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Lead) -> Options:
        """The kinds of violation of the pack."""
        return {"violation": [(one, one) for one in violations(timezone.localdate())]}

    def check(self) -> None:
        """Not before the filing, not ahead; a penalty says what it imposes."""
        refuse_day(self, self.data.decided_on, self.case.filing_on, "立案之日")
        if self.data.penalised:
            refuse_imposed(self, self.data, self.data.decided_on)
        elif any(getattr(self.data, name) for name in IMPOSED):
            self.refuse("不予处罚的，不填写处罚的文号、种类和金额。", "给予行政处罚")

    def do(self, found: None) -> Change:
        """The limits of the feedback and of the publication count from this decision."""
        self.move(
            LeadStage.DECIDED,
            penalised=self.data.penalised,
            penalty_on=self.data.decided_on,
            penalty_text=self.data.text,
            penalty_by=self.actor,
        )
        self.owe(turns.RESULT_FEEDBACK, self.case)
        if self.data.penalised:
            row = imposed(self, self.case, self.data, self.data.decided_on)
            also(self, row, lead=self.case.public_id, number=row.number)
        return Change(self.case, {"penalised": self.data.penalised, "decided_on": self.data.decided_on})


class ChangePenalty(Act[Penalty]):
    """处罚决定被变更、撤销、确认违法或者无效的，登记文书和日期；已经公示的在期限内撤下。"""

    name = "enforcement.change_penalty"
    title = "登记处罚决定的变更、撤销"
    cites = "penalty_withdrawal"
    who = SANCTIONER
    when = holds(
        "处罚决定有效",
        lambda row: row.fate == Fate.STANDING,
        lambda row: f"这一处罚决定{row.get_fate_display()}，您的提交没有保存。请刷新页面查看。",
    )
    guards = (NO_INTEREST,)

    class Input(Imposed, Fallen):
        """What became of the decision, by which paper; of a changed one what is imposed now."""

    data: Input

    @classmethod
    def initial(cls, person: Person, case: Penalty) -> Values:
        """For a changed one what it imposed before."""
        return {name: getattr(case, name) for name in IMPOSED if name != "number"}

    @classmethod
    def choices(cls, person: Person, case: Penalty) -> Options:
        """What can become of it, and the kinds of violation of the pack."""
        ended = [(str(one), one.label) for one in Fate if one != Fate.STANDING]
        return {"violation": [(one, one) for one in violations(timezone.localdate())], "fate": ended}

    def check(self) -> None:
        """A decision that is not the same one, on a day that can be; what is imposed now only where it is changed."""
        if self.data.fate == Fate.STANDING:
            self.refuse("请选择变更、撤销、确认违法或者确认无效。", "结果")
        if not self.case.decided_on <= self.data.fate_on <= self.today:
            first, last = chinese_date(self.case.decided_on), chinese_date(self.today)
            self.refuse(
                f"变更、撤销之日应当在{first}（处罚决定之日）至{last}（今天）之间。", "变更、撤销之日"
            )
        if self.data.fate == Fate.CHANGED:
            refuse_imposed(self, self.data, self.data.fate_on)

    def do(self, found: None) -> Change:
        """The decision no longer stands; one that was changed is followed by the decision in its place."""
        case = self.case
        for name in ("fate_on", "fate_by", "fate_reason"):
            setattr(case, name, getattr(self.data, name))
        case.fate = str(self.data.fate)
        case.save()
        self.tells(PenaltyFell(self, case))
        if self.data.fate == Fate.CHANGED:
            row = imposed(self, case.lead, self.data, self.data.fate_on, replaces=case)
            also(self, row, lead=case.lead.public_id, number=row.number)
        return Change(case, {"fate": case.fate, "fate_on": self.data.fate_on})
