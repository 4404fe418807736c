"""Declared interests, which keep an inspector off a team (CQ 21)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from pydantic import Field

from zhuangjian.apps.authorities.models import Interest, Person, Relation
from zhuangjian.apps.authorities.who import OWN_OR_HEAD
from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.ledger.action import Action, also
from zhuangjian.apps.ledger.action import Input as Base
from zhuangjian.kernel.states import always, holds


class DeclareInterest(Action[Person]):
    """Somebody declares an interest in an enterprise; their head can enter it for them."""

    name = "authorities.declare_interest"
    title = "申报利害关系"
    cites = "interests"
    model = Person
    who = OWN_OR_HEAD
    when = always

    class Input(Base):
        credit_code: str = Field(
            "",
            title="统一社会信用代码",
            pattern=r"^([0-9A-Za-z]{18})?$",
            description="18 位字母或数字；不知道的可以不填，只填单位名称",
        )
        party_name: str = Field("", title="单位名称", max_length=120)
        relation: Relation = Field(title="关系")
        detail: str = Field("", title="说明", max_length=200)

    def check(self) -> None:
        code, name = self.data.credit_code.upper(), self.data.party_name
        if not code and not name:
            self.refuse("请填写统一社会信用代码；不知道的，填写单位名称。", "统一社会信用代码或者单位名称")
        standing = self.target.interests.filter(credit_code=code, relation=self.data.relation, ended_on=None)
        if not code:
            standing = standing.filter(party_name=name)
        if standing.exists():
            self.refuse("同一单位的同一关系已经申报，不必重复。")

    def execute(self) -> Person:
        Interest.objects.create(
            person=self.target,
            credit_code=self.data.credit_code.upper(),
            party_name=self.data.party_name,
            relation=self.data.relation.value,
            detail=self.data.detail,
            declared_at=timezone.localtime(self.at).date(),
        )
        return self.target

    def facts(self) -> Mapping[str, Any]:
        return {"credit_code": self.data.credit_code.upper(), "relation": self.data.relation}


class EndInterest(Action[Interest]):
    """An interest no longer stands from a day on; the declaration itself stays."""

    name = "authorities.end_interest"
    title = "终止利害关系"
    cites = "interests"
    model = Interest
    who = OWN_OR_HEAD
    when = holds("利害关系没有终止", lambda one: one.ended_on is None, "这一利害关系已经终止。")

    class Input(Base):
        ended_on: date = Field(title="终止日期")

    def check(self) -> None:
        if not self.target.declared_at <= self.data.ended_on <= timezone.localtime(self.at).date():
            refuse_by_practice("plausible_dates", self.at, "终止日期应在申报之日至今天之间。")

    def execute(self) -> Interest:
        self.target.ended_on = self.data.ended_on
        self.target.save(update_fields=["ended_on"])
        also(self, self.target.person, interest=self.target.pk)
        return self.target

    def facts(self) -> Mapping[str, Any]:
        return {"ended_on": self.data.ended_on}
