"""What both authorities do about it: seen, handled, measures on record, urgent order, provinces told, ended (CQ 18)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.outside import turns
from zhuangjian.apps.outside.actions.report import TEXT
from zhuangjian.apps.outside.models import Handling, HandlingKind, OutsideProblem, ProblemStage
from zhuangjian.apps.outside.who import DISPATCHER, LOCAL, PROVINCIAL, at
from zhuangjian.apps.registry.conflicts import NO_INTEREST
from zhuangjian.engines import rules
from zhuangjian.engines.rules.lookup import pack_for, parameter
from zhuangjian.engines.rules.vocabulary import Term
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.asking import all_of
from zhuangjian.kernel.states import holds

OPEN = at(ProblemStage.REPORTED, ProblemStage.HANDLED)


class ProblemAct(Act[OutsideProblem]):
    """One step of a problem."""

    cites = "outside"

    def set(self, **fields: object) -> None:
        """Set columns and store the row."""
        for name, value in fields.items():
            setattr(self.case, name, value)
        self.case.save()

    def enter(self, kind: HandlingKind, number: str, on: date, subject: str, **more: Any) -> Handling:
        """One measure on record."""
        if on > self.today or on < timezone.localdate(self.case.found_at):
            self.refuse(f"日期（{chinese_date(on)}）早于发现问题之日或者晚于今天，请核对。", "日期")
        return Handling.objects.create(
            problem=self.case,
            kind=kind.value,
            number=number,
            on=on,
            subject=subject,
            entered_at=self.at,
            entered_by=self.actor,
            **more,
        )


class SeeProblem(ProblemAct):
    """派出检查单位收悉检查组报告的任务外问题。"""

    name = "outside.see"
    title = "收悉任务外问题"
    who = DISPATCHER
    when = holds("还没有登记收悉", lambda case: case.seen_at is None, "派出检查单位已经收悉。")
    answers = (turns.SEE,)

    def do(self, found: None) -> Change:
        """Seen, by whom and when."""
        self.set(seen_at=self.at, seen_by=self.actor)
        return Change(self.case)


class HandleProblem(ProblemAct):
    """辖区监管部门答复怎样处置；确有必要的，抽样、送检或者采取必要的行政强制措施。"""

    name = "outside.handle"
    title = "答复处置意见"
    who = LOCAL
    when = at(ProblemStage.REPORTED)
    guards = (NO_INTEREST,)
    answers = (turns.HANDLE,)

    class Input(Fields):
        """What the local authority does about the problem."""

        answer: str = Field(title="处置意见", min_length=1, max_length=4000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Answered; what is done goes on record as it is done."""
        self.set(
            stage=ProblemStage.HANDLED, answer=self.data.answer, answered_at=self.at, answered_by=self.actor
        )
        self.owe(turns.CLOSE, self.case)
        return Change(self.case)


class Coercion(Term):
    """What the local authority records as done."""

    SAMPLING = "sampling", "抽样、送检"
    SEALING = "sealing", "查封"
    DETENTION = "detention", "扣押"


class RecordMeasure(ProblemAct):
    """登记抽样送检、查封、扣押的事实、文书和期限。"""

    name = "outside.measure"
    title = "登记抽样、查封、扣押"
    who = LOCAL
    when = OPEN
    guards = (NO_INTEREST,)

    class Input(Fields):
        """The measure with its document."""

        kind: Coercion = Field(title="种类")
        number: str = Field(title="文书编号", min_length=1, max_length=80)
        on: date = Field(title="日期")
        subject: str = Field(title="产品、批次和数量", min_length=1, max_length=2000, json_schema_extra=TEXT)
        whom: str = Field(title="检验机构或者保管地点", min_length=1, max_length=200)
        text: str = Field("", title="情况", max_length=2000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """On record, with the last day that the law gives a sealing or a detention."""
        kind = HandlingKind(self.data.kind.value)
        coercive = kind in (HandlingKind.SEALING, HandlingKind.DETENTION)
        until = rules.due("seizure", self.data.on, region=settings.REGION).value.due if coercive else None
        self.enter(
            kind,
            self.data.number,
            self.data.on,
            self.data.subject,
            whom=self.data.whom,
            text=self.data.text,
            until=until,
        )
        self.set()
        return Change(self.case, {"kind": kind.value, "number": self.data.number})


class OrderStop(ProblemAct):
    """造成人体伤害或者有证据证明可能危害人体健康的，对涉及的产品责令暂停生产、经营。"""

    name = "outside.order"
    title = "责令暂停生产、经营"
    who = LOCAL
    when = all_of(
        OPEN,
        holds("还没有责令暂停", lambda case: case.ordered_at is None, "已经责令暂停生产、经营。"),
    )
    guards = (NO_INTEREST,)
    answers = (turns.ORDER,)

    class Input(Fields):
        """What is to stop, for which products, by which document."""

        what: str = Field(title="控制措施")
        number: str = Field(title="文书编号", min_length=1, max_length=80)
        on: date = Field(title="日期")
        subject: str = Field(title="涉及的产品和批次", min_length=1, max_length=2000, json_schema_extra=TEXT)
        nationwide: bool = Field(False, title="需要在全国范围内采取风险控制措施")

    data: Input

    @classmethod
    def choices(cls, person: Person, case: OutsideProblem) -> Options:
        """The orders that the pack names."""
        listed = parameter(pack_for(settings.REGION), "control_orders", timezone.localdate()).value
        return {"what": [(str(one), str(one)) for one in listed]}  # type: ignore[union-attr]

    @classmethod
    def initial(cls, person: Person, case: OutsideProblem) -> dict[str, object]:
        """The products that the team reported."""
        return {"subject": case.products}

    def check(self) -> None:
        """One of them."""
        if self.data.what not in {value for value, _ in self.choices(self.actor, self.case)["what"]}:
            self.refuse("请从列出的控制措施中选择。", "控制措施")

    def do(self, found: None) -> Change:
        """Ordered; where the whole country is concerned the provincial authority tells the provinces."""
        self.enter(HandlingKind.ORDER, self.data.number, self.data.on, self.data.subject, text=self.data.what)
        unit = self.case.local_authority
        top = unit if unit.commands_all or unit.parent is None else unit.parent
        self.set(
            ordered_at=self.at,
            nationwide=self.data.nationwide,
            provincial=top if self.data.nationwide else None,
        )
        if self.data.nationwide:
            self.owe(turns.NOTIFY, self.case)
        return Change(self.case, {"nationwide": self.data.nationwide, "number": self.data.number})


class Holder(Term):
    """Whose province is told."""

    REGISTRANT = "registrant", "注册人"
    FILER = "filer", "备案人"
    RESPONSIBLE = "responsible", "境内责任人"


class NotifyProvince(ProblemAct):
    """通报产品标签标示的注册人、备案人、境内责任人所在地的省级药品监督管理部门，一省一条。"""

    name = "outside.notify"
    title = "通报省级药品监督管理部门"
    who = PROVINCIAL
    when = all_of(OPEN, holds("需要在全国范围内控制", lambda case: case.nationwide, "没有要求全国范围通报。"))
    answers = (turns.NOTIFY,)

    class Input(Fields):
        """Which province is told of whom, in which letter."""

        province: str = Field(title="省、自治区、直辖市药品监督管理部门", min_length=1, max_length=80)
        holder: Holder = Field(title="标签标示的")
        holder_name: str = Field(title="名称", min_length=1, max_length=100)
        number: str = Field(title="文书编号", min_length=1, max_length=80)
        on: date = Field(title="日期")
        text: str = Field(title="通报内容", min_length=1, max_length=4000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Told, with the letter's number."""
        data = self.data
        self.enter(
            HandlingKind.NOTICE,
            data.number,
            data.on,
            f"{data.holder.label}：{data.holder_name}",
            whom=data.province,
            text=data.text,
        )
        self.set()
        return Change(self.case, {"number": data.number})


def _left(case: OutsideProblem) -> tuple[str, ...]:
    kinds = set(case.handlings.values_list("kind", flat=True))
    asked = (
        (case.evidence_rows.exists(), "固定的证据"),
        (not case.harm or case.ordered_at is not None, "责令暂停生产、经营的紧急控制措施"),
        (not case.nationwide or "notice" in kinds, "对产品标签标示省份的通报"),
    )
    return tuple(words for there, words in asked if not there)


class CloseProblem(ProblemAct):
    """登记处置结果：证据、紧急控制措施和通报都已办理的，处置完毕。"""

    name = "outside.close"
    title = "登记处置结果"
    who = LOCAL
    when = at(ProblemStage.HANDLED, early="辖区监管部门还没有答复处置意见")
    guards = (NO_INTEREST,)
    answers = (turns.CLOSE,)

    class Input(Fields):
        """What came of it: results of tests, measures lifted, a lead passed on."""

        closing: str = Field(title="处置结果", min_length=1, max_length=4000, json_schema_extra=TEXT)

    data: Input

    def check(self) -> None:
        """Nothing that the article asks is left."""
        left = _left(self.case)
        if left:
            self.refuse(f"还缺少{'、'.join(left)}，不能登记处置完毕。", *left)

    def do(self, found: None) -> Change:
        """Ended."""
        self.set(stage=ProblemStage.CLOSED, closing=self.data.closing, closed_at=self.at)
        return Change(self.case)
