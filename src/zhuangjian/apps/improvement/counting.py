"""Three years of the database as rows for the engine: findings, sampling, complaints, penalties (LN 2(1))."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.improvement.figures import LOOKED_AT
from zhuangjian.apps.inspections.models import Deficiency, Finding
from zhuangjian.apps.registry.models.signal import Signal, SignalKind
from zhuangjian.engines.checkpoints.suggesting import edition_of, model, typical
from zhuangjian.engines.improvement.common import Common, Looked, common_problems
from zhuangjian.engines.improvement.shares import Share
from zhuangjian.engines.rules.checklists import checklist_in_force
from zhuangjian.engines.rules.improvement import PlanOfAction
from zhuangjian.engines.rules.lookup import number, pack_for
from zhuangjian.engines.rules.vocabulary import Edition, ItemResult
from zhuangjian.kernel.days import begins, ends

EDITIONS = tuple(str(one) for one in Edition)
OTHERS = (SignalKind.SAMPLING, SignalKind.COMPLAINT, SignalKind.PENALTY)
# A page shows so many checkpoints; the others are in the export of the API.
SHOWN_TEXTS = 3
Say = Callable[[int, int], None]


@dataclass(frozen=True)
class Came:
    """What an analysis came to, ready to be stored."""

    first: date
    last: date
    inspections: int
    counted: Common
    rows: list[dict[str, Any]]
    signals: list[dict[str, Any]]


def years_back(on: date) -> int:
    """How many years the pack has reviewed."""
    return number(pack_for(settings.REGION), "review_years_back", on)[0]


def seen(realm: frozenset[int], first: date, last: date) -> Any:
    """Checkpoints that were looked at in these days, in inspections whose record was handed over."""
    return Finding.objects.unrestricted().filter(
        inspection__organising_unit_id__in=realm,
        inspection__edition__in=EDITIONS,
        inspection__delivered_at__gte=begins(first),
        inspection__delivered_at__lt=ends(last),
        result__in=LOOKED_AT,
    )


def share_of(realm: frozenset[int], checkpoint: tuple[str, str], first: date, last: date) -> Share:
    """How often one checkpoint was found nonconforming in these days."""
    if first > last:
        return Share(0, 0)
    edition, item = checkpoint
    results = seen(realm, first, last).filter(inspection__edition=edition, item=item).order_by()
    found = Counter(results.values_list("result", flat=True))
    return Share(found[ItemResult.NONCONFORMING], sum(found.values()))


def count(plan: PlanOfAction, unit: Authority, on: date, level: float, say: Say) -> Came:
    """The analysis of the years up to ``on``."""
    years, realm = years_back(on), unit.realm()
    starts = [_years_before(on, years - one) + timedelta(days=1) for one in range(years)]
    rows = seen(realm, starts[0], on).order_by("pk")
    total, inspections, looked = rows.count(), set(), []
    columns = rows.values_list(
        "inspection_id",
        "inspection__edition",
        "item",
        "inspection__party_id",
        "found_by_id",
        "result",
        "inspection__delivered_at",
    )
    for place, (one, edition, item, party, by, result, moment) in enumerate(columns.iterator(), 1):
        day = timezone.localdate(moment)
        window = max(n for n, start in enumerate(starts) if start <= day)
        inspections.add(one)
        looked.append(Looked(edition, item, party, by, window, result == ItemResult.NONCONFORMING))
        if place % 2000 == 0:
            say(place, total)
    counted = common_problems(looked, years, level)
    told = [_told(plan, one, realm, starts[0], on) for one in counted.rows if one.share.hits]
    say(total, total)
    return Came(starts[0], on, len(inspections), counted, told, _signals(plan, realm, starts[0], on))


def _told(plan: PlanOfAction, one: Any, realm: frozenset[int], first: date, last: date) -> dict[str, Any]:
    theme = plan.theme_of(one.edition, one.item)
    listed = checklist_in_force(one.edition, last).get(one.item)
    texts = (
        Deficiency.objects.unrestricted()
        .filter(
            finding__in=seen(realm, first, last).filter(
                inspection__edition=one.edition, item=one.item, result=ItemResult.NONCONFORMING
            )
        )
        .exclude(status="withdrawn")
        .order_by("-pk")
        .values_list("text", flat=True)[:200]
    )
    return {
        "edition": one.edition,
        "item": one.item,
        "topic": listed.topic if listed else "",
        "theme": theme.key if theme else "",
        "theme_title": theme.title if theme else "其他",
        "hits": one.share.hits,
        "n": one.share.n,
        "low": round(one.low, 4),
        "high": round(one.high, 4),
        "parties": one.parties,
        "windows": [[share.hits, share.n] for share in one.windows],
        "trend": one.rising,
        "adjusted": None if one.adjusted is None else round(one.adjusted, 4),
        "texts": typical(list(texts), SHOWN_TEXTS),
    }


def _signals(plan: PlanOfAction, realm: frozenset[int], first: date, last: date) -> list[dict[str, Any]]:
    """Failed samples, complaints and penalties by theme: of which checkpoint their words speak, where enough speaks for one."""
    known: dict[str, str] = {}
    found: dict[str, Counter[str]] = {}
    parties: dict[str, set[int]] = {}
    rows = Signal.objects.unrestricted().filter(
        kind__in=OTHERS, attributable=True, occurred_on__gte=first, occurred_on__lte=last
    )
    for kind, title, party in rows.order_by("pk").values_list("kind", "title", "party_id").iterator():
        if title not in known:
            known[title] = _theme(plan, title)
        found.setdefault(known[title], Counter())[kind] += 1
        parties.setdefault(known[title], set()).add(party)
    order = [(one.key, one.title) for one in plan.themes] + [("", "其他或者看不出")]
    return [
        {"theme": key, "title": title, "parties": len(parties[key])}
        | {str(kind): found[key][kind] for kind in OTHERS}
        for key, title in order
        if key in found
    ]


def _theme(plan: PlanOfAction, text: str) -> str:
    edition = edition_of(text)
    best = next(iter(model(edition).suggest(text, 1)), None)
    if best is None or not best.sure:
        return ""
    code = "commissioned" if "commissioned" in edition else "actual"
    theme = plan.theme_of(code, best.number)
    return theme.key if theme else ""


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
