"""Teams by rank: the first combination in order that meets every condition."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from zhuangjian.engines.draw.identity import clean, lookalike
from zhuangjian.engines.draw.lists import Row
from zhuangjian.engines.draw.officers import holds, leads
from zhuangjian.engines.draw.ranking import officer_score

Person = Mapping[str, Any]
_MARKS: Final = re.compile(r"[、，,;；|]")


class Staffing:
    """The frozen people and conditions, with the visits each person has so far (``loads``)."""

    def __init__(self, frozen: Mapping[str, Any], loads: Mapping[str, int]) -> None:
        self.rules: Mapping[str, Any] = frozen["team"]
        self.people: list[Person] = frozen["officers"]
        self.loads = {p["id"]: p["load"] + loads.get(p["id"], 0) for p in self.people}
        columns = frozen["columns"]
        self._conflict = [0, *(columns.index(name) for name in self.rules["conflict_by"])]
        by = self.rules["expertise_by"]
        self._expertise = columns.index(by) if by else None
        self._declared = [p for p in self.people if p["interests"] is not None]
        self._involved: dict[str, set[str]] = {}
        for person in self._declared:
            for interest in person["interests"]:
                self._involved.setdefault(lookalike(interest["party"]), set()).add(person["id"])
        self.enforcers = {p["id"] for p in self.people if holds(p, self.rules["days"])}

    def needs(self, row: Row) -> list[str]:
        """The expertise this visit needs, sorted."""
        own = _MARKS.split(row[self._expertise]) if self._expertise is not None else []
        return sorted({*self.rules["expertise"], *filter(None, map(clean, own))})

    def available(self, row: Row) -> list[Person]:
        """Those who have declared their interests and have none in this party (CQ 21)."""
        involved: set[str] = set()
        for place in self._conflict:
            involved |= self._involved.get(lookalike(row[place]), set())
        return [p for p in self._declared if p["id"] not in involved] if involved else self._declared

    def free(self, person: Person) -> bool:
        """Whether one more visit keeps within the person's limit."""
        return person["limit"] is None or self.loads[person["id"]] < person["limit"]

    def ordered(self, people: Iterable[Person], seed: str, round_number: int, item: str) -> list[Person]:
        """By visits so far, then by score."""
        score = officer_score(seed, round_number, item)
        return sorted(people, key=lambda p: (self.loads[p["id"]], score(p["id"]), p["id"]))

    def lacking(self, people: Collection[Person], needs: Sequence[str]) -> list[str]:
        """What ``people`` together lack, as codes of the file."""
        enforcers = sum(p["id"] in self.enforcers for p in people)
        have = {topic for p in people for topic in p["expertise"]}
        least = self.rules["enforcement"]
        return [
            *([f"enforcement:{enforcers}/{least}"] if enforcers < least else []),
            *([] if any(map(leads, people)) else ["leader"]),
            *(f"expertise:{topic}" for topic in needs if topic not in have),
        ]

    def team(self, row: Row, seed: str, round_number: int) -> dict[str, Any]:
        """The team for one visit, counted into ``loads``; without members and with ``lacking`` when there is none."""
        needs = self.needs(row)
        everyone = self.ordered(self.available(row), seed, round_number, row[0])
        free = [p for p in everyone if self.free(p)]
        members = self._first_team(free, needs)
        if members is None:
            return team_entry(row[0], [], self._why(everyone, free, needs))
        for person in members:
            self.loads[person["id"]] += 1
        return team_entry(row[0], members, [])

    def _why(self, everyone: list[Person], free: list[Person], needs: Sequence[str]) -> list[str]:
        lack = self.lacking(everyone, needs)
        if lack:
            return lack
        if self._first_team(everyone, needs) is None:
            return ["size"]
        return ["limit", *self.lacking(free, needs)]

    def _first_team(self, order: Sequence[Person], needs: Sequence[str]) -> list[Person] | None:
        if self.lacking(order, needs):
            return None
        least, most = self.rules["size"]
        for size in range(least, most + 1):
            found = self._complete([], order, 0, size, needs)
            if found is not None:
                return found
        return None

    def _complete(
        self, chosen: list[Person], order: Sequence[Person], start: int, size: int, needs: Sequence[str]
    ) -> list[Person] | None:
        """The first completion in order. People alike in all that counts fail alike, so one failure speaks for all."""
        if len(chosen) == size:
            return None if self.lacking(chosen, needs) else chosen
        failed: set[tuple[object, ...]] = set()
        for place in range(start, len(order)):
            person = order[place]
            kind = (person["id"] in self.enforcers, leads(person), *(t in person["expertise"] for t in needs))
            if kind in failed:
                continue
            found = self._complete([*chosen, person], order, place + 1, size, needs)
            if found is not None:
                return found
            failed.add(kind)
        return None


def teams_for(
    frozen: Mapping[str, Any], rows: Sequence[Row], seed: str, number: int, loads: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Teams for ``rows`` (given in order of their scores), by id; visits with fewer available people go first."""
    if frozen["team"] is None:
        return []
    staffing = Staffing(frozen, loads)
    order = sorted(rows, key=lambda row: len(staffing.available(row)))
    return sorted((staffing.team(row, seed, number) for row in order), key=lambda team: str(team["id"]))


def team_entry(item: str, members: Sequence[Person], lacking: Sequence[str]) -> dict[str, Any]:
    """A team as it stands in the file; the leader is the first member who may lead."""
    leader = next((p["id"] for p in members if leads(p)), "")
    return {"id": item, "members": [p["id"] for p in members], "leader": leader, "lacking": list(lacking)}


def lacking_words(codes: Sequence[str]) -> str:
    """``lacking`` codes in Chinese."""
    return "，".join(_lacking_word(code) for code in codes)


def _lacking_word(code: str) -> str:
    name, _, rest = code.partition(":")
    if name == "enforcement":
        have, _, need = rest.partition("/")
        return f"执法证有效且可派的执法人员只有{have}名，需要{need}名"
    return {
        "leader": "没有可任组长的人员",
        "expertise": f"没有人具备“{rest}”专长",
        "limit": "有关人员的次数已到上限",
        "size": "在人数上限之内凑不齐全部条件",
    }[name]
