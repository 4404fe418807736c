"""``team_faults`` (CQ 9, 21) and ``review_faults`` (CQ 17): who may inspect and who may review."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from .answer import Answer, Basis, Reason
from .bases import weakest
from .interests import Fault as Fault
from .interests import Inspected, interest_faults
from .interests import Interest as Interest
from .interests import InterestKind as InterestKind
from .loader import Pack
from .lookup import number, pack_for, the_day
from .vocabulary import CredentialKind
from .words import chinese_date


@dataclass(frozen=True, slots=True)
class Credential:
    """A qualification and the days on which it is valid (both included; no end means no expiry)."""

    kind: CredentialKind
    number: str
    valid_from: date
    valid_to: date | None = None

    def valid_on(self, day: date) -> bool:
        """Whether it can be relied on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Person:
    """A member of a team or a reviewer. ``interests`` is ``None`` while the person has not declared any or none."""

    id: str
    name: str
    credentials: tuple[Credential, ...] = ()
    expertise: frozenset[str] = frozenset()
    interests: tuple[Interest, ...] | None = ()
    leader: bool = False
    expert: bool = False

    def holds(self, kind: CredentialKind, day: date) -> bool:
        """Whether the person holds a valid credential of that kind on the day."""
        return any(c.kind is kind and c.valid_on(day) for c in self.credentials)


def team_faults(
    team: Sequence[Person],
    day: date | str,
    *,
    parties: Collection[str | Inspected] = (),
    expertise: Collection[str] = (),
    region: str | None = None,
    on: date | str | None = None,
    pack: Pack | None = None,
) -> Answer[tuple[Fault, ...]]:
    """What keeps this team from inspecting ``parties`` on ``day``; an empty tuple means it may.

    Exactly one leader, who is an inspector and not an invited expert; the number of enforcement credentials of
    CQ 9 held by different officers and valid on the day — inspector certificates and experts do not count; the
    ``expertise`` the task needs present in the team, experts included; nobody with an interest in a party (CQ 21).
    ``on`` is the day whose rules apply (default ``day``).
    """
    rules = pack or pack_for(region)
    when = the_day(day, "检查日期")
    applied = the_day(on, "适用日期") if on is not None else when
    least, source = number(rules, "team_enforcement_min", applied)
    article = source.article
    people = _distinct(team)
    faults = [
        *_leader_faults(people, *_leaders(rules, applied)),
        *_enforcement_faults(people, when, least, article),
        *_expertise_faults(people, expertise, article),
    ]
    declared = [(p.name, i) for p in people for i in p.interests or ()]
    found = interest_faults(declared, parties, when, on=applied, pack=rules)
    faults += found.value
    basis = weakest((source.basis, *([found.basis] if found.value else [])))
    codes = sorted(p if isinstance(p, str) else p.code for p in parties)
    facts = {"day": when, "members": [p.name for p in people], "parties": codes}
    undeclared = tuple(f"{p.name}的利害关系申报" for p in people if p.interests is None)
    return _answer(rules, article, basis, faults, facts, undeclared, "检查组符合组成要求，未发现利害关系")


def review_faults(
    reviewers: Sequence[Person],
    day: date | str,
    *,
    region: str | None = None,
    on: date | str | None = None,
    pack: Pack | None = None,
) -> Answer[tuple[Fault, ...]]:
    """What keeps ``reviewers`` from reviewing on ``day``: CQ 17 counts cosmetics inspectors, not enforcement credentials."""
    rules = pack or pack_for(region)
    when = the_day(day, "审核日期")
    least, source = number(rules, "review_inspectors_min", the_day(on) if on is not None else when)
    people = _distinct(reviewers)
    holders = [p for p in people if not p.expert and p.holds(CredentialKind.INSPECTOR, when)]
    faults = []
    if len(holders) < least:
        faults.append(
            Fault(
                "too_few_inspectors",
                source.article,
                f"检查审核须有不少于{least}名化妆品检查员，{chinese_date(when)}持有效检查员证的只有{len(holders)}名"
                f"（行政执法证不能代替检查员证）；请补足审核人员",
                {"needed": least, "found": [p.name for p in holders]},
            )
        )
    facts = {"day": when, "reviewers": [p.name for p in people]}
    return _answer(rules, source.article, source.basis, faults, facts, (), "审核人员符合要求")


def _distinct(people: Sequence[Person]) -> list[Person]:
    return list({person.id: person for person in people}.values())


def _leaders(pack: Pack, on: date) -> tuple[int, str]:
    most, source = number(pack, "team_leaders", on)
    return most, source.article


def _leader_faults(people: Sequence[Person], most: int, article: str) -> list[Fault]:
    leaders = [p for p in people if p.leader]
    if not leaders:
        return [Fault("no_leader", article, "检查组没有组长；请从检查人员中指定一名组长")]
    if len(leaders) > most:
        names = "、".join(p.name for p in leaders)
        return [
            Fault("several_leaders", article, f"检查组有{len(leaders)}名组长（{names}）；只能保留{most}名")
        ]
    if leaders[0].expert:
        return [
            Fault("expert_leads", article, f"{leaders[0].name}是受邀专家，不能担任组长；请改由检查人员担任")
        ]
    return []


def _enforcement_faults(people: Sequence[Person], day: date, least: int, article: str) -> list[Fault]:
    kind = CredentialKind.ENFORCEMENT
    holders = [p for p in people if not p.expert and p.holds(kind, day)]
    if len(holders) >= least:
        return []
    lapsed = [
        p.name
        for p in people
        if not p.expert and p not in holders and any(c.kind is kind for c in p.credentials)
    ]
    extra = f"；{'、'.join(lapsed)}的执法证当日不在有效期内" if lapsed else ""
    message = (
        f"具有行政执法资格的执法人员不少于{least}名，{chinese_date(day)}持有效执法证的只有{len(holders)}名{extra}"
        "（检查员证和受邀专家不计）；请补足执法人员"
    )
    facts: dict[str, object] = {"needed": least, "found": [p.name for p in holders], "lapsed": lapsed}
    return [Fault("too_few_enforcement_credentials", article, message, facts)]


def _expertise_faults(people: Sequence[Person], needed: Collection[str], article: str) -> list[Fault]:
    have: set[str] = set().union(*(p.expertise for p in people))
    return [
        Fault(
            "expertise_missing",
            article,
            f"检查组缺少“{topic}”方面的专业人员；请增派具备该专长的人员或邀请专家",
        )
        for topic in sorted(set(needed) - have)
    ]


def _answer(
    pack: Pack,
    article: str,
    basis: Basis,
    faults: Sequence[Fault],
    facts: dict[str, object],
    missing: tuple[str, ...],
    clean: str,
) -> Answer[tuple[Fault, ...]]:
    reasons = [Reason(f.article, f.message, f.facts) for f in faults] or [Reason(article, clean, facts)]
    articles = tuple(dict.fromkeys([article, *(f.article for f in faults)]))
    return Answer(tuple(faults), articles, tuple(reasons), pack.label, basis, facts, missing)
