"""Key moments that the registers show: a first licence, a first production, a renewal. The worker looks every night."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Max, Min
from django.utils import timezone

from zhuangjian.apps.guidance.actions.opening import OpenMoment
from zhuangjian.apps.guidance.law import moment_days, moments_here
from zhuangjian.apps.guidance.models import Guidance, Moment
from zhuangjian.apps.ledger.action import perform
from zhuangjian.apps.registry.models import Commission, Jurisdiction, Licence, LicenceEdition, Party, Product
from zhuangjian.engines.rules import due
from zhuangjian.engines.rules.words import chinese_date

# No term before a licence ends is longer in natural days: what lies further ahead is not looked at day by day.
AHEAD = 180


@dataclass(frozen=True)
class Seen:
    """A key moment of a party, its day, and where it shows."""

    party: int
    moment: Moment
    on: date
    because: str


def detected(today: date) -> Iterator[Seen]:
    """What the registers show now."""
    since = today - timedelta(days=moment_days(today))
    for find in (_first_licences(since, today), _first_production(since, today), _renewals(today)):
        yield from find


def _first_licences(since: date, today: date) -> Iterator[Seen]:
    rows = Licence.objects.unrestricted().order_by().values_list("party_id").annotate(first=Min("issued_on"))
    found = dict(rows.filter(first__gte=since, first__lte=today))
    earlier = LicenceEdition.objects.unrestricted().filter(licence__party__in=found, issued_on__lt=since)
    for pk in set(found) - set(earlier.values_list("licence__party_id", flat=True)):
        yield Seen(pk, Moment.FIRST_LICENCE, found[pk], f"首张生产许可证于{chinese_date(found[pk])}发证")


def _first_production(since: date, today: date) -> Iterator[Seen]:
    products = Product.objects.unrestricted().order_by().values_list("party_id")
    taken = Commission.objects.unrestricted().order_by().values_list("manufacturer_id")
    firsts: dict[int, date] = {}
    for rows in (
        products.annotate(first=Min("registered_on")).filter(first__lte=today),
        taken.annotate(first=Min("since")).filter(first__lte=today),
    ):
        for pk, first in rows:
            firsts[pk] = min(first, firsts.get(pk, first))
    recent = {pk: first for pk, first in firsts.items() if pk and first >= since}
    licensed = Licence.objects.unrestricted().values_list("party_id", flat=True)
    for pk in set(recent) & set(licensed):
        words = f"首个产品备案或者首次受托生产的日期为{chinese_date(recent[pk])}，是否首次投产由指导单位核实"
        yield Seen(pk, Moment.FIRST_PRODUCTION, recent[pk], words)


def _renewals(today: date) -> Iterator[Seen]:
    rows = Licence.objects.unrestricted().order_by().values_list("party_id").annotate(last=Max("expires_on"))
    for pk, last in rows.filter(last__gte=today, last__lte=today + timedelta(days=AHEAD)):
        opens = due("licence_renewal_opens", last, region=settings.REGION, on=today).value.due
        closes = due("licence_renewal_closes", last, region=settings.REGION, on=today).value.due
        if opens <= today:
            yield Seen(
                pk,
                Moment.RENEWAL,
                last,
                f"生产许可证{chinese_date(last)}届满，{chinese_date(opens)}起、{chinese_date(closes)}止可以申请延续",
            )


def find_moments() -> int:
    """Open guidance for every key moment that has none yet; how many were opened."""
    today = timezone.localdate()
    wanted = moments_here(today)
    if not wanted:
        return 0
    known = set(Guidance.objects.unrestricted().values_list("party_id", "moment", "moment_on"))
    supervised = set(Jurisdiction.objects.unrestricted().values_list("party_id", flat=True).distinct())
    found = [
        one
        for one in detected(today)
        if one.moment in wanted
        and one.party in supervised
        and (one.party, str(one.moment), one.on) not in known
    ]
    parties = Party.objects.unrestricted().in_bulk([one.party for one in found])
    for one in found:
        data = {"moment": one.moment, "moment_on": one.on, "because": one.because}
        perform(OpenMoment, None, parties[one.party], data)
    return len(found)
