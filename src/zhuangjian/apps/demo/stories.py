"""The demo province's inspections: past ones with varied ends, and open ones so that everybody has a day's work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.utils import timezone

from zhuangjian.apps.authorities.enrolling import enrol
from zhuangjian.apps.demo import (
    benchmarks,
    cogoverning,
    concerns,
    endings,
    guidings,
    improving,
    joint,
    leads,
    letters,
    outings,
    risks,
    seconding,
    standards,
    training,
    warnings,
)
from zhuangjian.apps.demo.cast import Cast, declare_interest
from zhuangjian.apps.demo.course import BUREAU1, BUREAU2, DISTRICT, INSTITUTION, Course, Team, moment
from zhuangjian.apps.demo.places import land
from zhuangjian.apps.ledger.action import ACTIONS, perform
from zhuangjian.apps.registry.models import Contact, Party
from zhuangjian.engines.rules import pack_for

MAKER_KINDS = ("manufacturer", "contract_manufacturer")


def first_day() -> date:
    """The day after the region's rules came into force: nothing is told from before."""
    return pack_for(settings.REGION).head.effective_from + timedelta(days=1)


# (severity, ending, options): what a past inspection of a maker came to; ``lead``: as far as its lead has come.
SUSPECTED = {"concluding": leads.SUSPECTED}
PAST = (
    ("none", "published", {}),
    ("few", "rectified", {"lead": "closed", **SUSPECTED}),
    ("few", "rectified", {"objection": True, "lead": "closed_not_filed", **SUSPECTED}),
    ("flaw", "rectified", {"lead": "dropped", **SUSPECTED}),
    ("serious", "failed_again", {"lead": "decided", **SUSPECTED}),
    ("few", "planned_then_done", {"lead": "filed_told", **SUSPECTED}),
    ("none", "published", {"refuses": True}),
    ("few", "returned_then_done", {"lead": "filed", **SUSPECTED}),
    ("none", "published", {}),
    ("few", "rectified", {"lead": "not_filed", **SUSPECTED}),
)
SHOPS = (
    ("none", "operation_conforming", "published"),
    ("few", "operation_pending", "rectified"),
    ("none", "operation_conforming", "published"),
    ("few", "operation_nonconforming", "rectified"),
)


def tell(cast: Cast, seed: int, day: date, say: Callable[[str], None] | None) -> None:
    """Give the contact a party, declare an interest, and run inspections to varied ends."""
    rng = Random(f"{seed}/stories")  # noqa: S311  invented data, meant to be repeatable
    teller = Teller(cast, rng, day)
    teller.begin()
    past = teller.past()
    for number, _ in enumerate(past, start=1):
        if say and number % 10 == 0:
            say(f"已完成的检查 {number}")
    teller.open_work()


class Teller:
    """Keeps the programmes and hands out parties, each at most once a month apart (CQ 8)."""

    def __init__(self, cast: Cast, rng: Random, day: date) -> None:
        self.cast, self.rng, self.day = cast, rng, day
        self.latest = (
            min(timezone.now(), moment(day, 0, 17)) if day >= timezone.localdate() else moment(day, 0, 17)
        )
        self.programmes: dict[int, Any] = {}
        self.makers = {team.unit: self._of(team) for team in (BUREAU1, BUREAU2)}
        self.shops = self._shops()

    def _of(self, team: Team) -> Iterator[Party]:
        rows = (
            Party.objects.unrestricted()
            .filter(
                is_synthetic=True,
                kind_rows__kind__in=MAKER_KINDS,
                jurisdictions__authority=self.cast.authorities[team.unit],
            )
            .distinct()
            .order_by("pk")
        )
        return iter(rows[:400])

    def _shops(self) -> Iterator[Party]:
        rows = (
            Party.objects.unrestricted()
            .filter(
                is_synthetic=True,
                region_code=land().home,
                kind_rows__kind__in=(
                    "distributor",
                    "salon",
                    "hotel",
                    "platform",
                    "market_organiser",
                    "fair_host",
                ),
            )
            .exclude(kind_rows__kind__in=(*MAKER_KINDS, "filer", "registrant", "domestic_responsible_person"))
            .distinct()
            .order_by("pk")
        )
        return iter(rows[:400])

    def begin(self) -> None:
        """Programmes of the two years, and the contact's own party."""
        for year in sorted({self.day.year - 1, self.day.year}):
            self.programmes[year] = self._programme(year)
        self.own = next(self.makers[BUREAU1.unit])
        Contact.objects.create(person=self.cast.qiye, party=self.own)
        enrol(self.cast.qiye)
        declare_interest(self.cast.jiancha2, self.own, self.day)

    def _programme(self, year: int) -> Any:
        at = moment(max(date(year, 1, 8), first_day()), 0)
        made = perform(
            ACTIONS["programme.create"],
            self.cast.jihua,
            None,
            {
                "year": year,
                "scope": f"{land().whole}化妆品注册人、备案人、生产企业，{land().operators}",
                "focus": "儿童化妆品、特殊化妆品、使用监测期新原料的产品；前次缺陷整改",
                "requirements": f"依据检查要点开展；{land().merging}；结果依法公开。",
            },
            at=at,
        ).object
        first = Course(self.cast, self.rng, BUREAU2, next(self.makers[BUREAU2.unit]), at, self.latest)
        first.planned(made, days=6)
        perform(ACTIONS["programme.approve"], self.cast.juzhang, made, {}, at=first.now + timedelta(hours=2))
        first.run(made, start="assigned")
        endings.published(first)
        return made

    def programme_on(self, when: Any) -> Any:
        """The programme of a moment's year."""
        return self.programmes[timezone.localtime(when).year]

    def course(self, team: Team, party: Party, before: int) -> Course:
        """A course that begins ``before`` days ago."""
        return Course(self.cast, self.rng, team, party, moment(self.day, before), self.latest)

    def past(self) -> Iterator[Course]:
        """Finished or nearly finished inspections, oldest first."""
        span = min(300, (self.day - first_day()).days - 10)
        for n in range(10):
            team = BUREAU1 if n % 3 else BUREAU2
            party = next(self.makers[team.unit], None)
            if party is None:
                continue
            severity, ending, options = PAST[n]
            yield self._finished(team, party, span - n * 22, severity, ending, dict(options))
        for n in range(5):
            shop = next(self.shops, None)
            if shop is None:
                return
            severity, conclusion, ending = SHOPS[n % len(SHOPS)]
            options = {"conclusion": conclusion, "form": "record_form"}
            yield self._finished(DISTRICT, shop, span - n * 40, severity, ending, options)

    def _finished(
        self, team: Team, party: Party, before: int, severity: str, ending: str, options: dict[str, Any]
    ) -> Course:
        course = self.course(team, party, max(before, 45))
        lead = options.pop("lead", "")
        course.run(self.programme_on(course.now), severity=severity, **options)
        getattr(endings, ending)(course)
        if lead:
            leads.told(course, lead)
        return course

    def open_work(self) -> None:
        """One open inspection at each place of the course, so that every demo person has something to do."""
        self._own_rectification()
        ahead = self.day + timedelta(days=2)
        stops: tuple[tuple[Team, str, dict[str, Any]], ...] = (
            (BUREAU1, "planned", {}),
            (BUREAU1, "planned", {}),
            (BUREAU1, "assigned", {}),
            (BUREAU1, "opened", {}),
            (BUREAU1, "teamed", {}),
            (BUREAU1, "plan", {"start_on": ahead}),
            (BUREAU1, "approved", {"start_on": ahead}),
            (BUREAU1, "on_site", {}),
            (BUREAU1, "findings", {"severity": "few"}),
            (BUREAU1, "recorded", {"severity": "flaw", "experts": ("shenhe", "jicha")}),
            (BUREAU1, "delivered", {"severity": "few"}),
            (BUREAU1, "delivered", {"severity": "none"}),
            (BUREAU2, "teamed", {}),
            (BUREAU2, "recorded", {"severity": "few"}),
            (BUREAU2, "opened", {}),
            (INSTITUTION, "assigned", {}),
        )
        asked = 0
        for n, (team, stop, options) in enumerate(stops):
            party = next(self.makers.get(team.unit, self.makers[BUREAU1.unit]), None)
            if party is not None:
                course = self.course(team, party, 9 - n % 3)
                course.run(self.programme_on(course.now), stop, days=12, **options)
                if stop == "on_site":
                    outings.told(course)
                if stop in ("teamed", "plan", "approved") and asked < 2:
                    asked += seconding.told(course, answered=asked == 1)
        for stop in ("assigned", "opened", "teamed", "recorded"):
            shop = next(self.shops, None)
            if shop is not None:
                course = self.course(DISTRICT, shop, 8)
                options = {"conclusion": "operation_conforming", "form": "record_form"}
                course.run(self.programme_on(course.now), stop, days=12, **options)
        endings.for_everybody(self)
        letters.told(self.cast, self.day)
        leads.fallen(self.cast, self.day)
        joint.told(self)
        risks.told(self)
        improving.told(self.cast, self.day)
        training.told(self.cast, self.day)
        warnings.told(self.cast, self.day)
        standards.told(self.cast, self.day)
        concerns.told(self.cast, self.day)
        guidings.told(self.cast, self.day)
        cogoverning.told(self.cast, self.day)
        benchmarks.told(self.cast, self.day)

    def _own_rectification(self) -> None:
        """The contact's party: one finished before, one rectification to report on now."""
        before = self.course(BUREAU1, self.own, 160)
        before.run(self.programme_on(before.now), severity="flaw")
        endings.rectified(before)
        now = self.course(BUREAU1, self.own, 12)
        now.run(self.programme_on(now.now), severity="few")
        endings.notice(now, days=20)
