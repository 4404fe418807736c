"""What a draw is made from: the unit's parties with the exclusions, and its officers by rule and qualification."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from zhuangjian.apps.authorities.models import Authority, Person
from zhuangjian.apps.draws.models import DrawnOfficer
from zhuangjian.apps.inspections.actions.team import INSPECTING
from zhuangjian.apps.programme.models import Programme, Task, TaskStatus
from zhuangjian.apps.registry.conflicts import declared
from zhuangjian.apps.registry.models import Party, PartyName
from zhuangjian.engines.draw import Exclusion, Officer, Sheet, TeamRules
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.engines.rules.interests import Inspected, interest_faults
from zhuangjian.engines.rules.lookup import number, pack_for
from zhuangjian.engines.rules.vocabulary import CredentialKind, InspectionType, PartyKind

COLUMNS = ("统一社会信用代码", "名称", "地区", "主体类别")
BY = {"region": ("地区",), "kind": ("主体类别",)}
UNKNOWN = "未登记"


@dataclass(frozen=True)
class Listing:
    """The rows to draw from, and who is left out for which reason."""

    sheet: Sheet
    exclusions: tuple[Exclusion, ...]
    parties: Any


def parties_of(person: Person, unit: Authority, kind: str) -> Any:
    """The parties in reach that the unit is competent for (CQ 4), of one kind or of all."""
    rows = Party.objects.visible_to(person).filter(jurisdictions__authority=unit)
    return rows.filter(kind_rows__kind=kind) if kind else rows


def listing(person: Person, programme: Programme, unit: Authority, kind: str, by_hand: str) -> Listing:
    """All of them in one order, those that cannot be told apart in public or were inspected this year left out."""
    found = parties_of(person, unit, kind).prefetch_related("kind_rows").distinct()
    regions = pack_for(settings.REGION).head.divisions
    inspected = _inspected_this_year(programme)
    rows: list[tuple[str, str, str, str]] = []
    out: dict[str, str] = {}
    nameless = 0
    for party in found.order_by("credit_code", "pk"):
        if not party.credit_code:
            # Nobody outside can tell which enterprise is meant; that somebody was left out for it is seen.
            nameless += 1
            code = f"无信用代码{nameless:05}"
            rows.append((code, party.name, UNKNOWN, UNKNOWN))
            out[code] = "没有统一社会信用代码，不能公开核对"
            continue
        kinds = sorted(PartyKind(row.kind).label for row in party.kind_rows.all())
        region = regions.get(party.region_code)
        rows.append(
            (party.credit_code, party.name, region.name if region else UNKNOWN, "、".join(kinds) or UNKNOWN)
        )
        if not kinds:
            out[party.credit_code] = "没有登记主体类别"
        elif party.pk in inspected:
            out[party.credit_code] = f"{programme.year}年的常规检查已经完成"
    out |= _named(by_hand, {row[0] for row in rows})
    if len(rows) == len(out):
        raise Refusal(
            "没有可以抽取的企业：请核对检查单位的管辖、主体类别和排除。", missing=("可以抽取的企业",)
        )
    return Listing(Sheet(COLUMNS, rows), tuple(Exclusion(code, why) for code, why in out.items()), found)


def _inspected_this_year(programme: Programme) -> set[int]:
    # Only what is over: a task still to come, told in a public list, would be a notice to the party; and nothing of a
    # for-cause one is ever told (CQ 34).
    done = Task.objects.unrestricted().filter(
        programme__year=programme.year, status=TaskStatus.DONE, inspection_type=InspectionType.ROUTINE
    )
    return set(done.values_list("party_id", flat=True))


def _named(text: str, known: set[str]) -> dict[str, str]:
    """``code reason`` lines as exclusions; a Refusal names the line that cannot be used."""
    found = {}
    for place, line in enumerate(text.splitlines(), 1):
        code, _, why = line.strip().replace("\t", " ").partition(" ")
        code, why = code.upper(), why.strip()
        if not code:
            continue
        if code not in known:
            raise Refusal(
                f"排除的第 {place} 行“{code}”不在名单中：写统一社会信用代码，空一格，再写理由。",
                missing=("排除",),
            )
        if not why:
            raise Refusal(f"排除的第 {place} 行“{code}”没有写理由。", missing=("排除理由",))
        found[code] = why
    return found


def team_rules(size: int, first: date, last: date, expertise: tuple[str, ...]) -> TeamRules:
    """CQ 9 for the days of the inspections, and what the task asks for besides."""
    least, source = number(pack_for(settings.REGION), "team_enforcement_min", first)
    return TeamRules(
        (first.isoformat(), last.isoformat()),
        least,
        source.article,
        (max(size, least), max(size, least)),
        expertise=expertise,
    )


def officers_of(unit: Authority, rows: Listing, day: date, year: int) -> list[Officer]:
    """The unit's inspecting officers: credentials, expertise, interests (CQ 21), and how often the year drew them already."""
    people = list(
        Person.objects.unrestricted()
        .filter(authority=unit, is_active=True, role_rows__role__in=INSPECTING)
        .distinct()
        .prefetch_related("credentials", "expertise")
        .order_by("pk")
    )
    loads = Counter(
        DrawnOfficer.objects.unrestricted()
        .filter(person__in=people, left_at=None, draw__programme__year=year)
        .exclude(draw__stage="void")
        .values_list("person_id", flat=True)
    )
    parties = _inspected(rows)
    return [
        Officer(
            person.username,
            person.name,
            tuple(
                (c.valid_from.isoformat(), c.valid_to.isoformat() if c.valid_to else "")
                for c in person.credentials.all()
                if c.kind == CredentialKind.ENFORCEMENT
            ),
            lead=True,
            expertise=frozenset(row.field for row in person.expertise.all()),
            interests=_interests(person, parties, day),
            load=loads[person.pk],
        )
        for person in people
    ]


def _inspected(rows: Listing) -> list[Inspected]:
    former: Mapping[str, list[str]] = defaultdict(list)
    names = PartyName._base_manager.filter(party__in=rows.parties.order_by().values("pk"))
    for code, name in names.values_list("party__credit_code", "name"):
        former[str(code)].append(name)
    return [Inspected(row[0], tuple(dict.fromkeys((row[1], *former[row[0]])))) for row in rows.sheet.rows]


def _interests(person: Person, parties: list[Inspected], day: date) -> tuple[tuple[str, str], ...]:
    """The listed parties that the person keeps away from; one whose name agrees and whom no code tells apart, too."""
    mine = [(person.name, one) for one in declared(person, None)]
    if not mine:
        return ()
    faults = interest_faults(mine, parties, day, region=settings.REGION).value
    return tuple(sorted({(str(one.facts["party"]), "declared") for one in faults}))
