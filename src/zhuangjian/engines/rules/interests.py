"""Conflicts of interest (CQ 21), decided in this one place: which declared interests stand against an inspected party.

Credit codes settle whose enterprise it is. Where one side has none, names do (also former ones, other spellings), and
then somebody has to say whether it is the same enterprise: neither passed in silence nor refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from .answer import Answer, Reason
from .bases import said_of_house, weakest
from .loader import Pack
from .lookup import pack_for, table
from .tables import find_row

InterestKind = Literal["same_employer", "past_employment", "relative", "shareholding", "other"]
INTERESTS: dict[str, str] = {
    "same_employer": "现为同一单位人员",
    "past_employment": "曾在该单位任职",
    "relative": "与该单位人员有近亲属关系",
    "shareholding": "持有该单位股份",
    "other": "有其他利害关系",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something missing or forbidden, ready to show: a stable ``code``, the article, a Chinese sentence."""

    code: str
    article: str
    message: str
    facts: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", said_of_house(self.message, self.article))


@dataclass(frozen=True, slots=True)
class Interest:
    """A declared interest in the enterprise with the credit code ``party``, or, without a code, called ``name``.

    ``ended_on`` is its last day. ``same`` is what a person answered to the question whether the enterprise named is
    the one inspected; ``None`` while nobody was asked.
    """

    kind: InterestKind
    party: str = ""
    detail: str = ""
    name: str = ""
    ended_on: date | None = None
    same: bool | None = None


@dataclass(frozen=True, slots=True)
class Inspected:
    """An inspected party: its credit code where it has one, and every name it has or had."""

    code: str
    names: tuple[str, ...] = ()


def interest_faults(
    interests: Iterable[tuple[str, Interest]],
    parties: Collection[str | Inspected],
    day: date,
    *,
    region: str | None = None,
    on: date | None = None,
    pack: Pack | None = None,
) -> Answer[tuple[Fault, ...]]:
    """What the ``interests`` (whose, which) come to against ``parties`` on ``day``; an empty value means nothing.

    ``conflict_of_interest``: it keeps the person away. ``interest_unclear``: the names agree and no code tells, so the
    question has to be answered first. Which relation still counts after its last day is the pack's; ``on`` is the day
    whose pack values apply (default ``day``).
    """
    rules = pack or pack_for(region)
    law = table(rules, "interests", on or day)
    inspected = [p if isinstance(p, Inspected) else Inspected(p) for p in parties]
    faults: list[Fault] = []
    bases = [law.basis]
    for who, interest in interests:
        ended = interest.ended_on is not None and interest.ended_on < day
        row = find_row(law, {"relation": interest.kind, "ended": ended})
        if row.then:
            bases.append(row.basis or law.basis)
            faults.extend(_against(who, interest, inspected, row.article))
    reasons = [Reason(f.article, f.message, f.facts) for f in faults] or [
        Reason(law.article, "未发现利害关系", {"day": day})
    ]
    return Answer(tuple(faults), (law.article,), tuple(reasons), rules.label, weakest(bases), {"day": day})


def _against(who: str, interest: Interest, parties: Iterable[Inspected], article: str) -> Iterator[Fault]:
    detail = f"：{interest.detail}" if interest.detail else ""
    relation = f"{INTERESTS[interest.kind]}{detail}"
    for party in parties:
        same = _same(interest, party)
        facts: dict[str, object] = {"person": who, "party": party.code, "kind": interest.kind}
        if same:
            yield Fault(
                "conflict_of_interest",
                article,
                f"{who}与被检查对象有利害关系（{relation}），应当回避；请由其他人员办理",
                facts,
            )
        elif same is None:
            yield Fault(
                "interest_unclear",
                article,
                f"{who}申报过与“{interest.name}”有利害关系（{relation}），其名称与被检查对象一致，但没有信用代码可以核对；"
                "请先在该人员的利害关系申报中答复是否同一单位",
                facts | {"name": interest.name},
            )


def _same(interest: Interest, party: Inspected) -> bool | None:
    mine, theirs = _code(interest.party), _code(party.code)
    if mine and theirs:
        return mine == theirs
    if not _names_agree(interest.name, party.names):
        return False
    return interest.same


def _code(text: str) -> str:
    return text.strip().upper()


def _names_agree(name: str, names: Iterable[str]) -> bool:
    from zhuangjian.engines.matching.names_compare import same_name

    compared = [same_name(name, other) for other in names if other] if name.strip() else []
    return any(found.same or found.former for found in compared)
