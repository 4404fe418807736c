"""Signals: looked for, taken up, assessed, followed, closed; each step with reasons and by whom."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.intake.queries import REGISTRY_KEEPERS
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options, R, Values
from zhuangjian.apps.ledger.action import also
from zhuangjian.apps.risk import turns
from zhuangjian.apps.risk.detecting import Group, found_in, reports_until, unit_for
from zhuangjian.apps.risk.events import SignalConfirmed
from zhuangjian.apps.risk.models import (
    Run,
    RunKind,
    SignalCase,
    SignalEvidence,
    SignalStage,
    SignalStep,
    StepKind,
)
from zhuangjian.apps.risk.saying import SAYING
from zhuangjian.apps.risk.who import OFFICE, signal_at
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.states import always

TEXT: dict[str, Any] = {"widget": "textarea", "rows": 3}
# A longer list is no inbox: the clearest come first, the others at the next time.
MOST = 100


class DetectSignals(Act[None]):
    """在全部来源记录中查找明显多于应有数目的“对象—反应”组合，每一个成为一项待研判的风险信号。"""

    name = "risk.detect"
    title = "检测风险信号"
    cites = "risk_signals"
    model = Run
    creates = True
    in_job = True
    who = REGISTRY_KEEPERS
    when = always

    class Input(Fields):
        """The day up to which records count."""

        as_of: date = Field(title="截至日期")

    data: Input

    @classmethod
    def initial(cls, person: Person, case: None) -> Values:
        """Today."""
        return {"as_of": timezone.localdate()}

    def prepare(self) -> None:
        """Everything is counted outside the lock."""
        if self.data.as_of > timezone.localdate(self.at):
            raise Refusal("截至日期不能晚于今天。", article=self.article, missing=("截至日期",))
        self.reports = reports_until(self.data.as_of)
        self.groups = found_in(self.reports, self.data.as_of, SAYING.get())

    def do(self, found: None) -> Change:
        """A case for each group that no open case is about; the open ones get the new records."""
        run = Run.objects.create(
            kind=str(RunKind.SIGNALS),
            as_of=self.data.as_of,
            method="disproportionality",
            made_by=self.person,
            made_at=self.at,
            finished_at=self.at,
            total=len(self.reports),
        )
        open_ones = {
            (case.dimension, case.subject, case.event): case
            for case in SignalCase.objects.unrestricted()
            .exclude(stage=str(SignalStage.CLOSED))
            .order_by("pk")
        }
        new = grown = 0
        ordered = sorted(self.groups, key=lambda one: (-(one.chi2 or 0), one.subject))
        for group in ordered:
            case = open_ones.get((str(group.dimension), group.subject[:300], group.event))
            if case is not None:
                grown += self._grown(case, group)
            elif new < MOST:
                self._new(run, group)
                new += 1
        run.summary = {"reports": len(self.reports), "groups": len(self.groups), "new": new, "grown": grown}
        run.save()
        return Change(run, {"as_of": run.as_of, **run.summary})

    def _new(self, run: Run, group: Group) -> None:
        case = SignalCase.objects.create(
            dimension=str(group.dimension),
            subject=group.subject[:300],
            event=group.event,
            party_id=group.party,
            authority=unit_for(group.party),
            run=run,
            reports=group.reports,
            expected=group.expected,
            ratio=group.ratio,
            chi2=group.chi2,
            ic025=group.ic025,
            found_on=self.data.as_of,
        )
        SignalEvidence.objects.bulk_create(SignalEvidence(case=case, signal_id=pk) for pk in group.evidence)
        also(self, case, reports=case.reports, run=run.public_id)
        self.owe(turns.TAKE, case)

    def _grown(self, case: SignalCase, group: Group) -> int:
        known = set(case.evidence_rows.values_list("signal_id", flat=True))
        more = [pk for pk in group.evidence if pk not in known]
        if not more:
            return 0
        SignalEvidence.objects.bulk_create(SignalEvidence(case=case, signal_id=pk) for pk in more)
        case.reports, case.expected, case.ratio = group.reports, group.expected, group.ratio
        case.chi2, case.ic025 = group.chi2, group.ic025
        case.save()
        also(self, case, reports=case.reports)
        return 1


class _SignalAct(Act[SignalCase, R]):
    """One step with a signal: the assessing unit's office."""

    cites = "risk_signals"
    who = OFFICE

    def move(self, stage: SignalStage, **fields: object) -> SignalCase:
        """Set the stage and further columns, and store the row."""
        for name, given in (fields | {"stage": str(stage)}).items():
            setattr(self.case, name, given)
        self.case.save()
        return self.case


class TakeSignal(_SignalAct[None]):
    """受理一项风险信号，开始研判。"""

    name = "risk.take_signal"
    title = "受理并开始研判"
    when = signal_at(SignalStage.NEW)
    answers = (turns.TAKE,)

    def do(self, found: None) -> Change:
        """Under assessment by this person's unit."""
        self.owe(turns.ASSESS, self.case)
        return Change(self.move(SignalStage.ASSESSING, taken_at=self.at, taken_by=self.person))


class AssessSignal(_SignalAct[None]):
    """核对每一条依据后作出研判：确认存在风险，或者排除，均写明理由。"""

    name = "risk.assess_signal"
    title = "登记研判结果"
    when = signal_at(SignalStage.ASSESSING)
    answers = (turns.ASSESS,)

    class Input(Fields):
        """What it is, and why."""

        outcome: Literal["confirmed", "refuted"] = Field(title="研判结果")
        text: str = Field(
            title="研判意见和理由",
            description="核对了哪些依据，是否重复、同一来源集中上报、假冒等",
            min_length=10,
            max_length=4000,
            json_schema_extra=TEXT,
        )

    data: Input

    @classmethod
    def choices(cls, person: Person, case: SignalCase) -> Options:
        """Both outcomes."""
        return {"outcome": [("confirmed", "确认存在风险"), ("refuted", "排除")]}

    def do(self, found: None) -> Change:
        """A confirmed one has to be followed."""
        stage = SignalStage(self.data.outcome)
        self.move(stage, assessment=self.data.text, assessed_at=self.at, assessed_by=self.person)
        if stage is SignalStage.CONFIRMED:
            self.owe(turns.FOLLOW, self.case)
            self.tells(SignalConfirmed(self, self.case))
        return Change(self.case, {"outcome": self.data.outcome})


class NoteStep(_SignalAct[None]):
    """登记已确认的风险信号的去向：启动有因检查、抽样检验、会商、指导企业自查等。"""

    name = "risk.note_step"
    title = "登记去向"
    when = signal_at(SignalStage.CONFIRMED)

    class Input(Fields):
        """Where it goes, what for, and the number of what was started."""

        kind: Literal["for_cause", "sampling", "consultation", "guidance", "other"] = Field(title="去向")
        text: str = Field(title="内容和理由", min_length=4, max_length=2000, json_schema_extra=TEXT)
        reference: str = Field("", title="编号或者文号", max_length=100)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: SignalCase) -> Options:
        """Where a signal can go."""
        return {"kind": StepKind.choices()}

    def do(self, found: None) -> Change:
        """One more step of the signal."""
        step = SignalStep.objects.create(
            case=self.case,
            kind=self.data.kind,
            text=self.data.text,
            reference=self.data.reference,
            noted_at=self.at,
            noted_by=self.actor,
        )
        return Change(step, {"signal": self.case.public_id, "kind": step.kind})


class CloseSignal(_SignalAct[None]):
    """信号已经排除，或者处置已经到位：办结，写明结果。"""

    name = "risk.close_signal"
    title = "办结风险信号"
    when = signal_at(SignalStage.CONFIRMED, SignalStage.REFUTED)
    answers = (turns.FOLLOW,)

    class Input(Fields):
        """What came of it."""

        text: str = Field(title="办结说明", min_length=4, max_length=2000, json_schema_extra=TEXT)

    data: Input

    def check(self) -> None:
        """A confirmed signal goes somewhere before it is closed."""
        if self.case.stage == SignalStage.CONFIRMED and not self.case.steps.exists():
            self.refuse("已确认的信号还没有登记去向，请先登记去向再办结。", "去向")

    def do(self, found: None) -> Change:
        """Over."""
        before = self.case.stage
        self.move(SignalStage.CLOSED, closing=self.data.text, closed_at=self.at, closed_by=self.person)
        return Change(self.case, {"before": before})
