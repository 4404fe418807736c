"""What all acts on letters have in common."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, cast

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.practice import refuse_by_practice
from zhuangjian.apps.cooperation.law import OfLetter, rule_of
from zhuangjian.apps.cooperation.models import Letter, LetterStage
from zhuangjian.apps.cooperation.turns import to_answer
from zhuangjian.apps.ledger.act import Act, R
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.models import LetterRule
from zhuangjian.engines.rules.words import chinese_date

TEXT: dict[str, Any] = {"widget": "textarea", "rows": 3}


class LetterAct(Act[Letter, R]):
    """One step of a letter; its article is that of the letter's kind."""

    cites = "cross_region"
    article: ClassVar[str] = cast("str", OfLetter())

    @property
    def rule(self) -> LetterRule:
        """What the law says of its kind; that of the last edition where it knows the kind no more."""
        found = rule_of(self.case.kind, self.today) or rule_of(self.case.kind)
        if found is None:
            self.refuse(f"本地法规没有“{self.case.get_kind_display()}”。", article="")
        return found

    @property
    def unit(self) -> Authority:
        """The unit of who acts."""
        return unit_of(self)

    def change(self, **fields: object) -> Letter:
        """Set columns and store the row."""
        for name, value in fields.items():
            setattr(self.case, name, value)
        self.case.save()
        return self.case


def unit_of(act: Act[Any, Any]) -> Authority:
    """The unit of who acts."""
    unit = act.actor.authority
    if unit is None:
        act.refuse("您的账号没有所在单位，不能办理函件。请联系系统管理员。", article="")
    return unit


def refuse_day(act: Act[Any, Any], day: date, first: date | None, what: str) -> None:
    """A day lies not before what it follows, and not ahead."""
    if day > act.today:
        refuse_by_practice("plausible_dates", act.at, f"{what}晚于今天，请改正。", f"有效的{what}")
    if first is not None and day < first:
        refuse_by_practice(
            "plausible_dates", act.at, f"{what}早于{chinese_date(first)}，请改正。", f"有效的{what}"
        )


def party_called(person: Any, text: str) -> Party | None:
    """The one party in reach that the text names, if any: elsewhere's enterprises need not be in the register."""
    from zhuangjian.apps.programme.actions.placing import find_party

    return find_party(person, text) if text else None


def arrive(act: Act[Any, Any], letter: Letter) -> None:
    """It is the handler's turn to answer a letter that came in."""
    act.owe(to_answer(letter), letter, again=True)


OPEN_IN = (LetterStage.RECEIVED,)
