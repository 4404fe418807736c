"""A risk that tests or monitoring show has the enterprise check its whole system at once (LN 2(6))."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.ledger.act import Act, Change, Fields, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.risk.models import SignalCase, SignalStage, SignalStep, StepKind
from zhuangjian.apps.risk.who import OFFICE, signal_at
from zhuangjian.apps.warning import turns
from zhuangjian.apps.warning.actions.alerts import LONG, read_lines
from zhuangjian.apps.warning.full_check import parts_on
from zhuangjian.apps.warning.group import units_of
from zhuangjian.apps.warning.models import Alert, AlertKind, Recipient
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import holds


class OrderCheck(Act[SignalCase, list[str]]):
    """检验、监测等表明产品存在质量安全风险的，督促企业立即对质量体系运行情况全面自查；由负责人审签发出。"""

    name = "warning.order_check"
    title = "督促全面自查"
    cites = "full_check"
    who = OFFICE
    when = all_of(
        signal_at(SignalStage.CONFIRMED),
        holds(
            "写明了企业、本地区有全面自查的规定",
            lambda case: case.party_id is not None and bool(parts_on(timezone.localdate())),
            "这一信号没有写明企业，或者本地区没有全面自查的规定。",
        ),
    )
    answers = (turns.ORDER,)

    class Input(Fields):
        """What the enterprise is told, what it checks, and until when."""

        text: str = Field(title="风险情况和要求", min_length=10, max_length=8000, json_schema_extra=LONG)
        lines: str = Field(
            title="自查清单",
            min_length=2,
            max_length=12_000,
            json_schema_extra=LONG,
            description="每行一项，覆盖质量体系运行的各个部分",
        )
        answer_by: date = Field(title="自查报送期限")

    data: Input

    @classmethod
    def initial(cls, person: Person, case: SignalCase) -> Values:
        """Every part of the system that the place names."""
        parts = parts_on(timezone.localdate())
        return {"lines": "\n".join(f"{one}：有无与“{case.event}”有关的问题" for one in parts)}

    def check(self) -> list[str]:
        """Every part of the system has a line; a day that is still to come."""
        try:
            lines = read_lines(self.data.lines)
        except ValueError as error:
            self.refuse(f"{error}。", "自查清单")
        lacking = [one for one in parts_on(self.today) if not any(one in line for line in lines)]
        if lacking:
            self.refuse(f"全面自查还缺：{'、'.join(lacking)}。请各写一项。", *lacking)
        if self.data.answer_by <= self.today:
            self.refuse("自查报送期限应晚于今天。", "自查报送期限")
        return lines

    def do(self, found: list[str]) -> Change:
        """A letter to the one enterprise for the head to sign; the signal says where it went."""
        case, unit = self.case, self.case.authority
        party = case.party
        assert party is not None
        words = {"kind": AlertKind.ALERT, "title": "立即开展质量体系全面自查", "text": self.data.text}
        asked = {"lines": found, "answer_by": self.data.answer_by}
        row = Alert.objects.create(
            authority=unit,
            condition=f"确认存在风险的企业：{party.name}",
            drafted_at=self.at,
            drafted_by=self.actor,
            **words,
            **asked,
        )
        one = Recipient.objects.create(
            alert=row,
            party=party,
            sender=unit,
            authority=units_of([party.pk], unit)[party.pk],
            **words,
            **asked,
        )
        also(self, one, alert=row.public_id)
        step = SignalStep.objects.create(
            case=case,
            kind=StepKind.GUIDANCE,
            text="督促企业立即全面自查",
            reference=str(row.public_id),
            noted_at=self.at,
            noted_by=self.actor,
        )
        also(self, step, signal=case.public_id)
        self.owe(turns.SEND, row)
        return Change(row, {"signal": case.public_id})
