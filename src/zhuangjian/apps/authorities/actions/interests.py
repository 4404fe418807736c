"""Declared interests, which keep an inspector off a team (CQ 21)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from zhuangjian.apps.authorities.models import Interest, Person, Relation
from zhuangjian.apps.authorities.who import OWN_OR_HEAD
from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.ledger.act import Act, Change, Fields
from zhuangjian.apps.ledger.action import also
from zhuangjian.kernel.states import always, holds


class DeclareInterest(Act[Person]):
    """Somebody declares an interest in an enterprise; their head can enter it for them."""

    name = "authorities.declare_interest"
    title = "申报利害关系"
    cites = "interests"
    who = OWN_OR_HEAD
    when = always

    class Input(Fields):
        """The enterprise, by code or by name, and what the person has to do with it."""

        credit_code: str = Field(
            "",
            title="统一社会信用代码",
            pattern=r"^([0-9A-Za-z]{18})?$",
            description="18 位字母或数字；不知道的可以不填，只填单位名称",
        )
        party_name: str = Field("", title="单位名称", max_length=120)
        relation: Relation = Field(title="关系")
        detail: str = Field("", title="说明", max_length=200)

    data: Input

    def check(self) -> None:
        """Code or name is given, and the same interest is not declared already."""
        code, name = self.data.credit_code.upper(), self.data.party_name
        if not code and not name:
            self.refuse("请填写统一社会信用代码；不知道的，填写单位名称。", "统一社会信用代码或者单位名称")
        standing = self.case.interests.filter(credit_code=code, relation=self.data.relation, ended_on=None)
        if not code:
            standing = standing.filter(party_name=name)
        if standing.exists():
            self.refuse("同一单位的同一关系已经申报，不必重复。")

    def do(self, found: None) -> Change:
        """The interest stands from today on."""
        Interest.objects.create(
            person=self.case,
            credit_code=self.data.credit_code.upper(),
            party_name=self.data.party_name,
            relation=self.data.relation.value,
            detail=self.data.detail,
            declared_at=self.today,
        )
        return Change(
            self.case, {"credit_code": self.data.credit_code.upper(), "relation": self.data.relation}
        )


class EndInterest(Act[Interest]):
    """An interest no longer stands from a day on; the declaration itself stays."""

    name = "authorities.end_interest"
    title = "终止利害关系"
    cites = "interests"
    who = OWN_OR_HEAD
    when = holds("利害关系没有终止", lambda one: one.ended_on is None, "这一利害关系已经终止。")

    class Input(Fields):
        """The day from which on the interest no longer stands."""

        ended_on: date = Field(title="终止日期")

    data: Input

    def check(self) -> None:
        """A day between the declaration and today."""
        if not self.case.declared_at <= self.data.ended_on <= self.today:
            refuse_by_practice("plausible_dates", self.at, "终止日期应在申报之日至今天之间。")

    def do(self, found: None) -> Change:
        """The interest with its end, entered for the person too."""
        self.case.ended_on = self.data.ended_on
        self.case.save(update_fields=["ended_on"])
        also(self, self.case.person, interest=self.case.pk)
        return Change(self.case, {"ended_on": self.data.ended_on})
