"""What becomes of samples and seizures: results, another test within its limit, extension and end (CQ 18)."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from pydantic import Field

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.outside import turns
from zhuangjian.apps.outside.actions.report import TEXT
from zhuangjian.apps.outside.after import owe_limit
from zhuangjian.apps.outside.models import Coerced, Handling, HandlingKind, OutsideProblem
from zhuangjian.apps.outside.state import seized, untested
from zhuangjian.apps.outside.who import LOCAL, LOCAL_HEAD, OPEN
from zhuangjian.apps.registry.conflicts import NO_INTEREST
from zhuangjian.engines import rules
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.asking import Asked, all_of
from zhuangjian.kernel.states import holds

SEIZED = holds(
    "有没有解除的查封、扣押",
    lambda case: seized(case).exists(),
    "没有正在执行的查封、扣押。",
)


class _OnHandling(Act[OutsideProblem, Handling]):
    """One step about one sample or seizure of the problem."""

    cites = "outside"
    guards: ClassVar[tuple[Asked[Any], ...]] = (NO_INTEREST,)

    @classmethod
    def rows(cls, case: OutsideProblem, today: date) -> Any:
        """Those that the step can be about."""
        raise NotImplementedError

    @classmethod
    def choices(cls, person: Person, case: OutsideProblem) -> Options:
        """By kind and document."""
        from django.utils import timezone

        rows = cls.rows(case, timezone.localdate())
        return {"handling": [(one.public_id, str(one)) for one in rows]}

    def meant(self) -> Handling:
        """The one that was chosen."""
        wanted = self.data.handling  # type: ignore[attr-defined]
        found = next((one for one in self.rows(self.case, self.today) if one.public_id == wanted), None)
        if found is None:
            self.refuse("请从列出的文书中选择。", "文书")
        return found

    def day(self, given: date, first: date, what: str) -> None:
        """A day not ahead and not before what it follows."""
        if given > self.today or given < first:
            refuse_by_practice(
                "plausible_dates",
                self.at,
                f"{what}（{chinese_date(given)}）早于{chinese_date(first)}或者晚于今天，请核对。",
                f"有效的{what}",
            )

    def changed(self, row: Handling, **fields: object) -> Change:
        """Store the row and the problem."""
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()
        self.case.save()
        owe_limit(self, self.case)
        return Change(self.case, {"number": row.number})


class Extend(_OnHandling):
    """查封、扣押期限届满前由负责人决定延长，只延长一次。"""

    name = "outside.extend"
    title = "延长查封、扣押"
    who = LOCAL_HEAD
    when = all_of(OPEN, SEIZED)

    class Input(Fields):
        """Which, until when, by which document, and why."""

        handling: UUID = Field(title="查封、扣押")
        until: date = Field(title="延长至")
        number: str = Field(title="文书编号", min_length=1, max_length=80)
        reason: str = Field(title="理由", min_length=2, max_length=300, json_schema_extra=TEXT)

    data: Input

    @classmethod
    def rows(cls, case: OutsideProblem, today: date) -> Any:
        """Those that were not extended yet."""
        return seized(case).filter(extended_on=None)

    def check(self) -> Handling:
        """Before the limit ends, and not for longer than the law gives."""
        row = self.meant()
        until = row.until or row.on
        if self.today > until:
            self.refuse(
                f"期限已于{chinese_date(until)}届满，不能再延长，请立即解除。",
                "期限届满前的延长决定",
                article=_article("seizure", row.on),
            )
        last = rules.due("seizure_extension", until, region=settings.REGION).value.due
        if not until < self.data.until <= last:
            self.refuse(
                f"应当延长到{chinese_date(until)}之后，最长到{chinese_date(last)}。",
                "延长的期限",
                article=_article("seizure_extension", until),
            )
        return row

    def do(self, found: Handling) -> Change:
        """The later day holds."""
        words = f"{self.data.number}，{self.data.reason}"
        return self.changed(found, until=self.data.until, extended_on=self.today, extension=words)


class Release(_OnHandling):
    """解除查封、扣押，或者登记对财物的处理。"""

    name = "outside.release"
    title = "解除或者处理查封、扣押"
    who = LOCAL
    when = all_of(OPEN, SEIZED)
    answers = (turns.LIMIT,)

    class Input(Fields):
        """Which, when, how, by which document."""

        handling: UUID = Field(title="查封、扣押")
        on: date = Field(title="日期")
        ending: Coerced = Field(title="解除或者处理")
        text: str = Field(title="文书编号和情况", min_length=1, max_length=2000, json_schema_extra=TEXT)

    data: Input

    @classmethod
    def rows(cls, case: OutsideProblem, today: date) -> Any:
        """Those that last."""
        return seized(case)

    def check(self) -> Handling:
        """Not before it began."""
        row = self.meant()
        self.day(self.data.on, row.on, "解除或者处理日期")
        return row

    def do(self, found: Handling) -> Change:
        """Over."""
        data = self.data
        return self.changed(found, ended_on=data.on, ending=data.ending.value, ending_text=data.text)


class RecordResult(_OnHandling):
    """登记检验结果；不合格的写明送达企业的日期，由此起算申请复检的期限。申请了复检的，登记复检结果。"""

    name = "outside.result"
    title = "登记检验结果"
    who = LOCAL
    when = all_of(
        OPEN, holds("有等待结果的抽样", lambda case: untested(case).exists(), "没有等待检验结果的抽样。")
    )
    answers = (turns.RESULT,)

    class Input(Fields):
        """The report, and when the party was told."""

        handling: UUID = Field(title="抽样")
        report: str = Field(title="检验报告编号", min_length=1, max_length=80)
        on: date = Field(title="收到报告日期")
        passed: bool = Field(False, title="检验合格")
        told_on: date | None = Field(None, title="送达企业日期", description="不合格的填写")

    data: Input

    @classmethod
    def rows(cls, case: OutsideProblem, today: date) -> Any:
        """Those without one."""
        return untested(case)

    def check(self) -> Handling:
        """In order; a party whose product failed is told, for it may ask for another test."""
        row = self.meant()
        self.day(self.data.on, row.reinspection_on or row.on, "收到报告日期")
        if row.reinspection_on is None and not self.data.passed:
            if self.data.told_on is None:
                self.refuse(
                    "检验不合格的，请写明送达企业的日期，企业可以在规定期限内申请复检。", "送达企业日期"
                )
            self.day(self.data.told_on, self.data.on, "送达企业日期")
        return row

    def do(self, found: Handling) -> Change:
        """The result, or the second one; with the first that failed the party's days run."""
        data = self.data
        if found.reinspection_on is not None:
            return self.changed(found, final_report=data.report, final_on=data.on, final_passed=data.passed)
        told = None if data.passed else data.told_on
        last = rules.due("reinspection_application", told, region=settings.REGION) if told else None
        return self.changed(
            found,
            report=data.report,
            result_on=data.on,
            passed=data.passed,
            told_on=told,
            reinspect_until=last.value.due if last else None,
        )


class TakeReinspection(_OnHandling):
    """登记企业在期限内提出的复检申请和复检机构。"""

    name = "outside.reinspect"
    title = "登记复检申请"
    who = LOCAL
    when = all_of(
        OPEN,
        holds(
            "有不合格的检验结果",
            lambda case: case.handlings.filter(passed=False, reinspection_on=None).exists(),
            "没有可以申请复检的检验结果。",
        ),
    )

    class Input(Fields):
        """When the party asked, and who tests."""

        handling: UUID = Field(title="抽样")
        on: date = Field(title="收到申请日期")
        at: str = Field(title="复检机构", min_length=2, max_length=200)

    data: Input

    @classmethod
    def rows(cls, case: OutsideProblem, today: date) -> Any:
        """Those that failed: a late entry may be of an application that came in time."""
        return case.handlings.filter(kind=str(HandlingKind.SAMPLING), passed=False, reinspection_on=None)

    def check(self) -> Handling:
        """Within the party's days."""
        row = self.meant()
        told = row.told_on or row.on
        self.day(self.data.on, told, "收到申请日期")
        if row.reinspect_until is not None and self.data.on > row.reinspect_until:
            self.refuse(
                f"申请复检的期限到{chinese_date(row.reinspect_until)}为止，逾期的不予受理。",
                "期限内的申请",
                article=_article("reinspection_application", told),
            )
        return row

    def do(self, found: Handling) -> Change:
        """Another test; its result is waited for."""
        self.owe(turns.RESULT, self.case, title="登记复检结果")
        return self.changed(found, reinspection_on=self.data.on, reinspection_at=self.data.at)


def _article(name: str, day: date) -> str:
    return "、".join(rules.due(name, day, region=settings.REGION).articles)
