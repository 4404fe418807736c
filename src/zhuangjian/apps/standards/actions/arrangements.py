"""Shared laboratories, outside warehouses and digital production: declared by the enterprise, checked by the local unit."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.registry.models import Jurisdiction, Party, Site
from zhuangjian.apps.risk.facts import NEAREST
from zhuangjian.apps.standards import turns
from zhuangjian.apps.standards.actions.guides import TEXT
from zhuangjian.apps.standards.models import Arrangement, ArrangementStage, Theme
from zhuangjian.apps.standards.who import CHECKERS, CONTACTS, PARTY, at_arrangement
from zhuangjian.kernel.asking import any_of
from zhuangjian.kernel.states import always

STANDING = (ArrangementStage.DECLARED, ArrangementStage.CONFIRMED, ArrangementStage.RETURNED)


def _unit_of(party: Party) -> Authority | None:
    rows = Jurisdiction.objects.unrestricted().filter(party=party).select_related("authority").order_by("pk")
    known = {one.authority.kind: one.authority for one in rows}
    return next((known[kind] for kind in NEAREST if kind in known), None)


class Declare(Act[Party, Authority]):
    """企业登记共用实验室、外设仓库或者数字化生产：场所、协议，质量管理体系怎样覆盖。"""

    name = "standards.declare"
    title = "登记共用和外设事项"
    cites = "production_rules"
    who = CONTACTS
    when = always

    class Input(Fields):
        """Which, where, with whom, under what agreement."""

        theme: Theme = Field(title="事项")
        site: int | None = Field(None, title="登记的场所", description="已经登记的仓库、实验室，选这一处")
        place: str = Field(
            title="场所或者系统", min_length=2, max_length=300, description="地址，或者系统名称"
        )
        partner: str = Field("", title="共用或者出租的一方", max_length=160)
        agreement: str = Field(title="协议", min_length=2, max_length=200, description="名称和编号")
        agreed_on: date = Field(title="协议日期")
        valid_to: date | None = Field(None, title="协议到期")
        facts: str = Field(
            title="质量管理体系怎样覆盖",
            min_length=10,
            max_length=4000,
            json_schema_extra=TEXT,
            description="由谁管理，用哪些制度和记录，怎样放行和追溯",
        )

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Party) -> Options:
        """The enterprise's sites."""
        rows = Site.objects.visible_to(person).filter(party=case, seen_to=None)
        return {"site": [(one.pk, f"{one.get_kind_display()}：{one.address}") for one in rows]}

    def check(self) -> Authority:
        """An agreement of the past that has not run out; one's own site; a unit that checks it."""
        data = self.data
        if data.agreed_on > self.today:
            self.refuse("协议日期晚于今天，签订以后再登记。", "协议日期")
        if data.valid_to is not None and data.valid_to < self.today:
            self.refuse("协议已经到期，请续签以后再登记。", "协议到期")
        if data.site is not None and not self.case.sites.filter(pk=data.site, seen_to=None).exists():
            self.refuse("这一场所不是本企业登记的，请从列表中选择。", "登记的场所")
        unit = _unit_of(self.case)
        if unit is None:
            self.refuse("还没有确定监管单位，请联系监管部门。", "监管单位")
        return unit

    def do(self, found: Authority) -> Change:
        """To be checked."""
        data = self.data
        row = Arrangement.objects.create(
            party=self.case,
            authority=found,
            theme=data.theme.value,
            site_id=data.site,
            place=data.place,
            partner=data.partner,
            agreement=data.agreement,
            agreed_on=data.agreed_on,
            valid_to=data.valid_to,
            facts=data.facts,
            declared_at=self.at,
            declared_by=self.actor,
        )
        self.owe(turns.CHECK, row)
        return Change(row, {"theme": row.theme})


class CheckArrangement(Act[Arrangement]):
    """核对登记的事项：属实的，检查时按这类事项的要求检查；不符的写明。"""

    name = "standards.check"
    title = "登记核对结果"
    cites = "production_rules"
    who = CHECKERS
    when = at_arrangement(ArrangementStage.DECLARED)
    answers = (turns.CHECK,)

    class Input(Fields):
        """Whether it is so, and how it was seen."""

        confirmed: bool = Field(False, title="核对属实")
        note: str = Field(title="核对情况", min_length=2, max_length=2000, json_schema_extra=TEXT)

    data: Input

    def do(self, found: None) -> Change:
        """Confirmed or not."""
        row = self.case
        row.stage = ArrangementStage.CONFIRMED if self.data.confirmed else ArrangementStage.RETURNED
        row.note, row.checked_at, row.checked_by = self.data.note, self.at, self.actor
        row.save()
        return Change(row, {"confirmed": self.data.confirmed})


class EndArrangement(Act[Arrangement]):
    """登记共用和外设事项终止；以前的记录保留。"""

    name = "standards.end"
    title = "登记终止"
    cites = "production_rules"
    who = any_of(PARTY, CHECKERS)
    when = at_arrangement(*STANDING)

    class Input(Fields):
        """Since when it is over."""

        ended_on: date = Field(title="终止日期")

    data: Input

    def check(self) -> None:
        """Between the agreement and today."""
        if not self.case.agreed_on <= self.data.ended_on <= self.today:
            self.refuse("终止日期应在协议日期和今天之间。", "终止日期")

    def do(self, found: None) -> Change:
        """Over."""
        self.case.stage, self.case.ended_on = ArrangementStage.ENDED, self.data.ended_on
        self.case.save()
        return Change(self.case)
