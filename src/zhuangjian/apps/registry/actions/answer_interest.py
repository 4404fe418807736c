"""A declaration of interest names an enterprise without its code: is it the one in the register? (CQ 21)"""

from __future__ import annotations

from typing import Literal

from django.db.models import Q
from pydantic import Field

from zhuangjian.apps.authorities.models import Interest, Person
from zhuangjian.apps.authorities.who import OWN_OR_HEAD
from zhuangjian.apps.ledger.act import Act, Change, Fields, Options
from zhuangjian.apps.registry.conflicts import named_like
from zhuangjian.apps.registry.models import InterestAnswer, Party
from zhuangjian.kernel.states import holds


class AnswerInterest(Act[Interest, Party]):
    """The person concerned, or their head, says whether it is the same enterprise; a later answer replaces it."""

    name = "registry.answer_interest"
    title = "答复是否同一单位"
    cites = "interests"
    who = OWN_OR_HEAD
    when = holds(
        "申报时没有填写信用代码", lambda one: not one.credit_code, "申报时已填写信用代码，不需要答复。"
    )

    class Input(Fields):
        """Which enterprise of the register, and whether it is the one that was meant."""

        credit_code: str = Field(
            title="档案中企业的信用代码或全称",
            min_length=2,
            max_length=200,
            description="名称须与申报的单位一致",
        )
        same: Literal["yes", "no"] = Field(title="是否同一单位")
        note: str = Field("", title="核对情况", max_length=300)

    data: Input

    @classmethod
    def choices(cls, person: Person, case: Interest) -> Options:
        """The two answers, in Chinese."""
        return {"same": [("yes", "是同一单位"), ("no", "不是同一单位")]}

    def check(self) -> Party:
        """An enterprise whose name agrees with the one declared.

        It need not be in reach: who is invited from elsewhere is asked too. Unknown and other names get one refusal,
        so that nobody learns what stands in the register.
        """
        text = self.data.credit_code
        coded = Party.objects.unrestricted().filter(credit_code=text.upper())
        named = Party.objects.unrestricted().filter(Q(name=text) | Q(names__name=text)).distinct()
        found = [p for p in [*coded, *named[:20]] if named_like(self.case, p)]
        if len({p.pk for p in found}) != 1:
            self.refuse(
                f"没有找到名称与“{self.case.party_name}”一致的这一企业，或者有重名；请填写它的统一社会信用代码。",
                "统一社会信用代码",
            )
        return found[0]

    def do(self, found: Party) -> Change:
        """The answer; earlier ones stay on file."""
        InterestAnswer.objects.create(
            interest=self.case,
            party=found,
            same=self.data.same == "yes",
            note=self.data.note,
            answered_by=self.actor,
            answered_at=self.at,
        )
        return Change(self.case, {"party": found.pk, "same": self.data.same})
