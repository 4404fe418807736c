"""People who may be drawn into a team, and the conditions a team must meet (CQ 9, CQ 21)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from zhuangjian.engines.draw.identity import clean, invisible, refuse_twins
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.vocabulary import CredentialKind

if TYPE_CHECKING:
    from zhuangjian.engines.rules.people import Person


@dataclass(frozen=True, slots=True)
class Officer:
    """One person. ``enforcement`` holds (first day, last day or "") of each enforcement credential.

    ``interests`` are (party, kind) pairs, ``None`` while nothing was declared. ``load`` counts the visits the person
    already has; nobody is drawn beyond ``limit`` visits in all.
    """

    id: str
    name: str = ""
    enforcement: tuple[tuple[str, str], ...] = ()
    lead: bool = False
    expert: bool = False
    expertise: frozenset[str] = frozenset()
    interests: tuple[tuple[str, str], ...] | None = ()
    load: int = 0
    limit: int | None = None

    @classmethod
    def of(cls, person: Person, *, load: int = 0, limit: int | None = None) -> Officer:
        """The officer that a ``rules`` person is, with the visits of the current period."""
        periods = tuple(
            (c.valid_from.isoformat(), c.valid_to.isoformat() if c.valid_to else "")
            for c in person.credentials
            if c.kind is CredentialKind.ENFORCEMENT
        )
        interests = None if person.interests is None else tuple((i.party, i.kind) for i in person.interests)
        return cls(
            person.id,
            person.name,
            periods,
            person.leader,
            person.expert,
            person.expertise,
            interests,
            load,
            limit,
        )

    def entry(self) -> dict[str, Any]:
        """The person as it stands in the file. Raises ``Refusal`` for a missing id, days that are none, bad numbers."""
        one = clean(self.id)
        if not one or invisible(one):
            raise Refusal("人员名单中有一人没有编号，或编号含有看不见的字符；请补填", missing=["人员编号"])
        if self.load < 0 or (self.limit is not None and self.limit < 0):
            raise Refusal(f"人员“{one}”的已有次数或上限小于 0；请核对")
        periods = [[_day(a, one), _day(b, one) if b else ""] for a, b in self.enforcement]
        if any(last and last < first for first, last in periods):
            raise Refusal(f"人员“{one}”的执法证有效期终止日早于起始日；请核对")
        interests = self.interests and [{"party": clean(p), "kind": clean(k)} for p, k in self.interests]
        if interests and not all(i["party"] for i in interests):
            raise Refusal(f"人员“{one}”有一项利害关系没有写明对象；请补填")
        return {
            "id": one,
            "name": clean(self.name),
            "enforcement": sorted(periods),
            "lead": self.lead,
            "expert": self.expert,
            "expertise": sorted({clean(topic) for topic in self.expertise} - {""}),
            "interests": None
            if interests is None
            else sorted(interests, key=lambda i: (i["party"], i["kind"])),
            "load": self.load,
            "limit": self.limit,
        }


@dataclass(frozen=True, slots=True)
class TeamRules:
    """Conditions of every team. ``days`` are the first and last day of the visits; ``enforcement`` and ``article`` come from the rule pack."""

    days: tuple[str, str]
    enforcement: int
    article: str
    size: tuple[int, int] = (2, 2)
    expertise: tuple[str, ...] = ()
    expertise_by: str = ""
    conflict_by: tuple[str, ...] = ()

    def entry(self, columns: Sequence[str]) -> dict[str, Any]:
        """The ``team`` part of the file. Raises ``Refusal`` for sizes that cannot hold, bad days, unknown columns."""
        least, most = self.size
        if not 1 <= self.enforcement <= least <= most:
            raise Refusal(
                f"检查组人数 {least}–{most} 与执法人员不少于 {self.enforcement} 名不相容；"
                f"人数下限不得小于 {max(self.enforcement, 1)}，上限不得小于下限",
                article=self.article,
            )
        first, last = (_day(day, "检查日期") for day in self.days)
        if last < first:
            raise Refusal(f"检查日期的最后一日 {last} 早于第一日 {first}；请核对")
        for name in (*self.conflict_by, *([self.expertise_by] if self.expertise_by else ())):
            if name not in columns:
                raise Refusal(f"名单没有“{name}”这一列；现有的列：{'、'.join(columns)}", missing=[name])
        return {
            "days": [first, last],
            "enforcement": self.enforcement,
            "article": clean(self.article),
            "size": [least, most],
            "expertise": sorted({clean(topic) for topic in self.expertise} - {""}),
            "expertise_by": self.expertise_by,
            "conflict_by": list(self.conflict_by),
        }


def officer_entries(officers: Sequence[Officer]) -> list[dict[str, Any]]:
    """The people as they stand in the file, by id. Raises ``Refusal`` for ids that are equal or look alike."""
    entries = [officer.entry() for officer in officers]
    refuse_twins([entry["id"] for entry in entries], "人员编号")
    return sorted(entries, key=lambda entry: str(entry["id"]))


def holds(officer: Mapping[str, Any], days: Sequence[str]) -> bool:
    """Whether the person counts as an enforcement officer on both days; an invited expert never does."""
    first, last = days
    return not officer["expert"] and any(
        begin <= first and (not end or last <= end) for begin, end in officer["enforcement"]
    )


def leads(officer: Mapping[str, Any]) -> bool:
    """Whether the person may lead a team."""
    return bool(officer["lead"] and not officer["expert"])


def _day(text: str, whose: str) -> str:
    try:
        return date.fromisoformat(clean(text)).isoformat()
    except ValueError:
        raise Refusal(f"“{whose}”的日期“{text}”不是 YYYY-MM-DD；请改正", missing=["日期"]) from None
