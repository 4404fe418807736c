"""Guidance is opened: by the unit, at a key moment by the system, at a restart by what the enterprise reports (LN 2(2))."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from pydantic import Field

from zhuangjian.apps.guidance import turns
from zhuangjian.apps.guidance.dossier import Standing, standing_of
from zhuangjian.apps.guidance.law import NONE_HERE, moments_here, plan_days, stop_years
from zhuangjian.apps.guidance.models import Guidance, GuidanceStage, Moment
from zhuangjian.apps.guidance.who import CONTACTS_OR_LOCAL, LOCAL, OFFICE, SYSTEM, at
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.registry.models import Jurisdiction, Party
from zhuangjian.apps.warning.group import units_of
from zhuangjian.engines.improvement.grouping import Group
from zhuangjian.engines.rules import due
from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.states import always

TEXT: dict[str, Any] = {"widget": "textarea", "rows": 3}


def opened(
    act: Act[Any, Any], party: Party, standing: Standing, moment: Moment, on: date, because: str
) -> Guidance:
    """The guidance of a party from here on, with its group as calculated; its unit's turn to plan."""
    top = Jurisdiction.objects.unrestricted().filter(party=party).select_related("authority").first()
    if top is None:
        act.refuse(f"{party.name}还没有登记由哪个单位监管，请先在企业档案里更正。")
    result = standing.grouped
    row = Guidance.objects.create(
        party=party,
        authority=units_of([party.pk], top.authority)[party.pk],
        moment=moment,
        moment_on=on,
        because=because,
        points=standing.points,
        emphasis=list(result.emphasis),
        computed=result.group,
        group=result.group,
        least_visits=result.visits,
        before=standing.figures,
        due=act.today + timedelta(days=plan_days(act.today)),
        opened_at=act.at,
    )
    act.owe(turns.PLAN, row)
    return row


class _Opening(Act[Party]):
    """What the three ways to open guidance share."""

    def prepare(self) -> None:
        """The dossier is read before the ledger is taken."""
        self.standing = standing_of(self.case, self.today) if moments_here(self.today) else None

    def _standing(self) -> Standing:
        if self.standing is None:
            self.refuse(NONE_HERE)
        return self.standing

    def _once(self, moment: Moment, on: date) -> None:
        rows = Guidance.objects.unrestricted().filter(party=self.case)
        if rows.filter(moment=moment, moment_on=on).exists():
            self.refuse(f"{self.case.name}已经因{moment.label}（{chinese_date(on)}）列入指导。")


class Open(_Opening):
    """把一家企业列入指导，写明依据；分组由系统按档案计算，逐项说明。"""

    name = "guidance.open"
    title = "列入指导"
    cites = "guidance"
    who = LOCAL
    when = always

    class Input(Fields):
        """Why this enterprise is to be guided."""

        because: str = Field(title="依据", min_length=4, max_length=300)

    data: Input

    def check(self) -> None:
        """A place with guidance; one guidance of an enterprise at a time, but those of key moments."""
        self._standing()
        running = Guidance.objects.unrestricted().filter(party=self.case, moment=Moment.CHOSEN)
        if running.exclude(stage=GuidanceStage.CLOSED).exists():
            self.refuse(f"{self.case.name}已有没有完成的日常指导，请在其中办理。")
        self._once(Moment.CHOSEN, self.today)

    def do(self, found: None) -> Change:
        """To be planned."""
        standing = self._standing()
        row = opened(self, self.case, standing, Moment.CHOSEN, self.today, self.data.because)
        return Change(row, {"group": str(row.group)})


class OpenMoment(_Opening):
    """Open guidance at a key moment that the registers show; done by the system every night."""

    name = "guidance.open_moment"
    title = "关键节点列入指导"
    cites = "guidance"
    who = SYSTEM
    when = always

    class Input(Fields):
        """Which moment, its day, and where it shows."""

        moment: Moment = Field(title="关键节点")
        moment_on: date = Field(title="节点日期")
        because: str = Field(title="依据", max_length=300)

    data: Input

    def check(self) -> None:
        """A moment that the pack names, once."""
        self._standing()
        if self.data.moment not in moments_here(self.today):
            self.refuse(f"{self.data.moment.label}不是本地区列出的关键节点。")
        self._once(self.data.moment, self.data.moment_on)

    def do(self, found: None) -> Change:
        """To be planned."""
        data = self.data
        row = opened(self, self.case, self._standing(), data.moment, data.moment_on, data.because)
        return Change(row, {"moment": str(data.moment), "group": str(row.group)})


class ReportRestart(_Opening):
    """登记停产以后恢复生产：停产达到规定年数的，列入复产指导，并核对报告是否按期。"""

    name = "guidance.report_restart"
    title = "报告恢复生产"
    cites = "restart"
    who = CONTACTS_OR_LOCAL
    when = always

    class Input(Fields):
        """From when to when, and the self-inspection before."""

        stopped_on: date = Field(title="停产日期")
        restarted_on: date = Field(title="恢复生产日期")
        checked: str = Field(
            title="恢复生产前的全面自查", min_length=4, max_length=200, json_schema_extra=TEXT
        )

    data: Input

    def check(self) -> None:
        """Days in order that have come, a stop that was long, reported once."""
        data = self.data
        self._standing()
        if not data.stopped_on < data.restarted_on <= self.today:
            self.refuse("恢复生产日期应晚于停产日期，并且不晚于今天。", "恢复生产日期")
        years = stop_years(self.today)
        if data.restarted_on < _years_after(data.stopped_on, years):
            self.refuse(f"停产不足 {years} 年，不需要按长期停产报告。", "停产日期")
        self._once(Moment.RESTART, data.restarted_on)

    def do(self, found: None) -> Change:
        """To be planned; a late report is said so."""
        data = self.data
        last = due("restart_report", data.restarted_on, region=settings.REGION).value.due
        late = self.today > last
        because = (
            f"{chinese_date(data.stopped_on)}停产，{chinese_date(data.restarted_on)}恢复生产；"
            f"{f'报告晚于期限{chinese_date(last)}' if late else '按期报告'}；自查：{data.checked}"
        )
        row = opened(self, self.case, self._standing(), Moment.RESTART, data.restarted_on, because[:300])
        return Change(row, {"late": late})


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


class SetGroup(Act[Guidance]):
    """调整一家企业的分组，写明理由；按因素计算的分组仍然列出。"""

    name = "guidance.set_group"
    title = "调整分组"
    cites = "guidance"
    who = OFFICE
    when = at(GuidanceStage.DRAFT)

    class Input(Fields):
        """Which group instead, and why."""

        group: Group = Field(title="分组")
        reason: str = Field(title="理由", min_length=4, max_length=300)

    data: Input

    @classmethod
    def choices(cls, person: Any, case: Guidance) -> Options:
        """The groups."""
        return {"group": [(one.value, one.label) for one in Group]}

    def check(self) -> None:
        """Another group than the one that counts."""
        if self.data.group == self.case.group:
            self.refuse("已经是这一分组。", "分组")

    def do(self, found: None) -> Change:
        """What a person decided counts."""
        row = self.case
        row.group, row.group_why = self.data.group, self.data.reason
        row.save()
        return Change(row, {"from": str(row.computed), "to": str(row.group)})
