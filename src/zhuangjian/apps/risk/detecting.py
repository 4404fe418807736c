"""Which groups of reports stand out: by product, ingredient, maker and place, against what the reaction is elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.registry.dossier import region_name
from zhuangjian.apps.registry.models import Jurisdiction, Signal
from zhuangjian.apps.registry.models.signal import SignalKind
from zhuangjian.apps.risk.facts import NEAREST
from zhuangjian.apps.risk.law import standout_on
from zhuangjian.apps.risk.models import Dimension
from zhuangjian.engines.rules.vocabulary import AuthorityKind

REPORTS = (SignalKind.ADVERSE_REACTION, SignalKind.COMPLAINT, SignalKind.OPINION, SignalKind.SAMPLING)


@dataclass(frozen=True)
class Report:
    """One record, the event it tells of and what it is about, by dimension."""

    pk: int
    event: str
    party: int | None
    subjects: dict[Dimension, tuple[str, ...]]


@dataclass
class Group:
    """A group that stands out, with its numbers and the records behind it."""

    dimension: Dimension
    subject: str
    event: str
    reports: int
    expected: float
    ratio: float | None
    chi2: float | None
    ic025: float | None
    evidence: list[int] = field(default_factory=list)
    party: int | None = None


def reports_until(day: date) -> list[Report]:
    """The records of the period that ends that day, as far as they say what happened."""
    first = day - timedelta(days=standout_on(day).period)
    rows = (
        Signal.objects.unrestricted()
        .filter(kind__in=[str(kind) for kind in REPORTS], occurred_on__range=(first, day))
        .select_related("party", "product")
        .order_by("pk")
    )
    return [_report(row) for row in rows.iterator(chunk_size=2000)]


def _report(row: Any) -> Report:
    said = row.detail if isinstance(row.detail, dict) else {}
    ingredients = said.get("ingredients")
    # Counterfeits are no fault of the named maker, and a danger of the product all the same.
    party = row.party if row.attributable else None
    return Report(
        row.pk,
        str(said.get("reaction") or row.title).strip()[:200],
        party.pk if party else None,
        {
            Dimension.PRODUCT: (f"{row.product.name}（{row.product.number}）",) if row.product else (),
            Dimension.INGREDIENT: tuple(str(one) for one in ingredients)
            if isinstance(ingredients, list)
            else (),
            Dimension.MAKER: (f"{party.name}（{party.credit_code or party.pk}）",) if party else (),
            Dimension.PLACE: (region_name(row.party.region_code),) if row.party else (),
        },
    )


def found_in(
    reports: list[Report], day: date, say: Callable[[int, int], None] = lambda done, total: None
) -> list[Group]:
    """The groups that stand out by the limits of the pack, the clearest first in each dimension."""
    limits = standout_on(day)
    found: list[Group] = []
    for number, dimension in enumerate(Dimension):
        say(number, len(Dimension))
        told = [(r.pk, subject, r.event) for r in reports for subject in r.subjects[dimension]]
        behind: dict[tuple[str, str], list[int]] = defaultdict(list)
        for pk, subject, event in told:
            behind[subject, event].append(pk)
        if not any(len(pks) >= limits.reports for pks in behind.values()):
            continue
        makers = {(r.pk): r.party for r in reports}
        for row in _measured(told, limits.reports):
            if not (row["prr"] or 0) >= limits.ratio or not (row["chi2_yates"] or 0) >= limits.chi2:
                continue
            pks = sorted(set(behind[row["product"], row["event"]]))
            group = Group(
                dimension, row["product"], row["event"], int(row["n"]), round(float(row["e"]), 3),
                _finite(row["prr"]), _finite(row["chi2_yates"]), _finite(row["ic025"]), pks,
            )  # fmt: skip
            parties = {makers[pk] for pk in pks} - {None}
            group.party = parties.pop() if len(parties) == 1 else None
            found.append(group)
    say(len(Dimension), len(Dimension))
    return found


def _measured(told: list[tuple[int, str, str]], least: int) -> Iterator[dict[str, Any]]:
    # Only here: the web process never counts.
    import pyarrow as pa

    from zhuangjian.engines.signals.report import disproportionality

    ids, subjects, events = zip(*told, strict=True)
    table = pa.table({"id": [str(one) for one in ids], "product": list(subjects), "event": list(events)})
    result = disproportionality(table, id="id", product="product", event="event", shrink=False)
    yield from (row for row in result.table().to_pylist() if row["n"] >= least)


def _finite(number: Any) -> float | None:
    """None for what cannot be told, as where the reaction is reported of nothing else."""
    if number is None or number != number or number in (float("inf"), float("-inf")):
        return None
    return round(float(number), 3)


def unit_for(party: int | None) -> Authority:
    """The unit that assesses a signal: the party's own, else the provincial level."""
    provincial = (
        Authority.objects.unrestricted().filter(kind=str(AuthorityKind.MUNICIPAL)).order_by("pk").first()
    )
    assert provincial is not None, settings.REGION
    if party is None:
        return provincial
    units = {
        row.authority.kind: row.authority
        for row in Jurisdiction.objects.unrestricted().filter(party=party).select_related("authority")
    }
    return next((units[kind] for kind in NEAREST if kind in units), provincial)
