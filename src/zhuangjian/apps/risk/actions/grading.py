"""Grading all parties: begun, done part by part by the process of the jobs, and finished with one entry."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.intake.queries import REGISTRY_KEEPERS
from zhuangjian.apps.ledger.act import Act, Change, Fields, Values
from zhuangjian.apps.registry.models import Party
from zhuangjian.apps.risk.grading import summed_up
from zhuangjian.apps.risk.law import method_on
from zhuangjian.apps.risk.models import PartyGrade, Run, RunKind
from zhuangjian.kernel.states import always, holds

UNFINISHED = holds("计算没有完成", lambda run: run.finished_at is None, "这次计算已经完成。")


class GradeAll(Act[None]):
    """按公布的分级方法给全部企业定级：逐批计算，可以停止，再次提交从停下的地方继续。"""

    name = "risk.grade_all"
    title = "给全部企业定级"
    cites = "grading"
    model = Run
    creates = True
    in_job = True
    who = REGISTRY_KEEPERS
    when = always

    class Input(Fields):
        """The day up to which facts count."""

        as_of: date = Field(title="截至日期", description="只计这一天以前（含当天）得知的事实")

    data: Input

    @classmethod
    def initial(cls, person: Person, case: None) -> Values:
        """Today."""
        return {"as_of": timezone.localdate()}

    def check(self) -> None:
        """Not ahead, not before the last grading; there are parties, and a method for the day."""
        day = self.data.as_of
        if day > self.today:
            self.refuse("截至日期不能晚于今天。", "截至日期")
        later = PartyGrade.objects.unrestricted().filter(as_of__gt=day).order_by("-as_of").first()
        if later is not None:
            self.refuse(f"已有截至 {later.as_of} 的定级，不能再按更早的日期定级。", "截至日期")
        if not Party.objects.unrestricted().exists():
            self.refuse("还没有企业，请先导入登记数据。")
        method_on(day)

    def do(self, found: None) -> Change:
        """The run, or the one of that day that was stopped."""
        method = method_on(self.data.as_of)
        run = (
            Run.objects.unrestricted()
            .filter(kind=str(RunKind.GRADES), as_of=self.data.as_of, method=method.label, finished_at=None)
            .first()
        )
        if run is None:
            run = Run.objects.create(
                kind=str(RunKind.GRADES),
                as_of=self.data.as_of,
                method=method.label,
                basis=method.basis,
                made_by=self.person,
                made_at=self.at,
            )
        return Change(run, {"method": run.method, "as_of": run.as_of})


class FinishGrading(Act[Run, tuple]):  # type: ignore[type-arg]
    """全部企业都已定级：登记各等级的数量和全部结果的摘要。"""

    name = "risk.finish_grading"
    title = "完成定级"
    cites = "grading"
    who = REGISTRY_KEEPERS
    when = UNFINISHED
    prepares_input = True

    def prepare(self) -> None:
        """Every party's grade, read outside the lock."""
        self.summed = summed_up(self.case)

    def check(self) -> tuple:  # type: ignore[type-arg]
        """No party is left that has no grade."""
        last = Party.objects.unrestricted().order_by("-pk").values_list("pk", flat=True).first() or 0
        if self.case.kind != RunKind.GRADES or self.case.reached < last:
            self.refuse("还有企业没有定级，请再次提交，会从停下的地方继续。")
        return self.summed

    def do(self, found: tuple) -> Change:  # type: ignore[type-arg]
        """The run counts."""
        run = self.case
        run.summary, run.digest, run.total = found
        run.finished_at = self.at
        run.save()
        return Change(run, {"digest": run.digest, "parties": run.total, **run.summary["grades"]})
