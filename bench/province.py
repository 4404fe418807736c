"""A province after two years, written in bulk: for measuring pages, never for working in.

    python bench/province.py --scale 0.1        a tenth of it into a fresh SQLite home (told at the end)

One inspection is really carried out by the acts, in the small world of the tests; what it left behind is copied as
often as two years of a province come to, with other parties, units, people and days. Rows are written past the acts:
the ledger's chain does not hold over them.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
DISTRICTS, DAYS, CHUNK = 40, 730, 2000


@dataclass(frozen=True)
class Size:
    """How many rows of each kind."""

    parties: int
    officers: int
    inspections: int
    findings: int
    duties: int
    entries: int

    @classmethod
    def of(cls, scale: float) -> Size:
        """Two years of a province, times ``scale``."""
        whole = (100_000, 2_000, 20_000, 1_300_000, 300_000, 331_000)
        return cls(*(max(DISTRICTS, round(count * scale)) for count in whole))


def ready() -> None:
    """A migrated database of the settings."""
    from zhuangjian.config.ready import django_ready

    django_ready()
    from zhuangjian.config.database import migrate_if_needed

    migrate_if_needed()


class Province:
    """The small world of the tests, and what is copied from it."""

    def __init__(self) -> None:
        from tests import world
        from tests.by_hand import forgive
        from tests.inspections import course
        from zhuangjian.apps.authorities.enrolling import enrol
        from zhuangjian.apps.authorities.models import Authority

        # The small world is written past the acts too: taken as entered until its people are.
        with pytest.MonkeyPatch.context() as patch:
            forgive(patch)
            self.cast = world.build()
            self.case = course.delivered(self.cast)
        for person in self.cast.people.values():
            enrol(person)
        kept = {"kind": "district", "parent": self.cast.municipal}
        units = [
            Authority(name=f"第{n}县市场监督管理局", short_name=f"{n}县局", region_code=f"5002{n:02}", **kept)
            for n in range(10, 10 + DISTRICTS - 2)
        ]
        self.units = [self.cast.district, self.cast.other_district, *Authority.objects.bulk_create(units)]
        self.officers: list[Any] = []
        self.now = Size(0, 0, 0, 0, 0, 0)
        self.parties: list[int] = []

    def grow(self, size: Size) -> None:
        """Write what is missing to that size."""
        from django.db import transaction

        self._officers(size.officers)
        with transaction.atomic():
            self._parties(size.parties - self.now.parties)
            cases = self._inspections(size.inspections - self.now.inspections)
            self._findings(cases, size.findings - self.now.findings)
            self._duties(cases, size.duties - self.now.duties)
            self._entries(cases, size.entries - self.now.entries)
        self.now = size
        _analyse()

    def _officers(self, count: int) -> None:
        from zhuangjian.apps.authorities.enrolling import enrol
        from zhuangjian.apps.authorities.models import Person, PersonRole

        missing = range(len(self.officers), count)
        made = Person.objects.bulk_create(
            Person(username=f"officer{n}", name=f"干部{n}", authority=self.units[n % DISTRICTS])
            for n in missing
        )
        PersonRole.objects.bulk_create(PersonRole(person=p, role="district_officer") for p in made)
        for person in made[: 1 if not self.officers else 0]:
            enrol(person)
        self.officers += made

    def _parties(self, count: int) -> None:
        from zhuangjian.apps.registry import search
        from zhuangjian.apps.registry.models import (
            Jurisdiction,
            Licence,
            PartyKindRow,
            PartyName,
            Site,
        )

        keys = _copies(
            self.cast.shop,
            count,
            name=lambda pk: f"{_word(pk)}美容院",
            pinyin=lambda pk: f"{_word(pk)}meirongyuan",
            credit_code=lambda pk: f"92{pk:016}",
            region_code=lambda pk: self.units[pk % DISTRICTS].region_code,
        )
        self.parties += keys

        def each(model: Any, **more: Callable[[int], Any]) -> None:
            base = _next(model)
            row = model._base_manager.filter(party__in=(self.cast.shop, self.cast.maker)).last()
            # Values of a row follow from the party that it belongs to.
            more = {name: lambda pk, told=told: told(keys[pk - base]) for name, told in more.items()}
            _copies(row, count, party_id=lambda pk: keys[pk - base], **more)

        each(PartyName, name=lambda party: f"{_word(party)}美容院")
        each(PartyKindRow)
        each(Jurisdiction, authority_id=lambda party: self.units[party % DISTRICTS].pk)
        each(
            Site,
            longitude=lambda party: 106 + party % 3000 / 1000,
            latitude=lambda party: 29 + party % 2000 / 1000,
            region_code=lambda party: self.units[party % DISTRICTS].region_code,
        )
        count //= 20
        each(Licence, number=lambda party: f"渝妆9{party:07}")
        search.store({key: search.words_of([f"{_word(key)}美容院"]) for key in keys}, set(keys))

    def _inspections(self, count: int) -> list[int]:
        from zhuangjian.apps.inspections.models import Inspection, PlanVersion, TeamMember

        def unit(pk: int) -> int:
            return int(self.units[pk % DISTRICTS].pk)

        def moment(field: str) -> Callable[[int], Any]:
            given = getattr(self.case, field)
            return lambda pk: given and given - timedelta(days=pk % DAYS)

        moments = ("started_at", "ended_at", "concluded_at", "recorded_at", "delivered_at", "created_at")
        day = self.case.task.window_from
        base, offset = _next(Inspection), _next(type(self.case.task)) - _next(Inspection)
        _copies(
            self.case.task,
            count,
            party_id=self._party,
            assigned_to_id=lambda pk: unit(pk - offset),
            window_from=lambda pk: day - timedelta(days=pk % DAYS),
            window_to=lambda pk: day - timedelta(days=pk % DAYS - 20),
        )
        keys = _copies(
            self.case,
            count,
            party_id=lambda pk: self._party(pk + offset),
            task_id=lambda pk: pk + offset,
            number=lambda pk: f"县常规〔2025〕{pk:06}号",
            dispatching_unit_id=unit,
            organising_unit_id=unit,
            local_authority_id=unit,
            stage=lambda pk: "on_site" if pk % 20 == 0 else "delivered" if pk % 20 == 1 else "closed",
            closed_at=moment("delivered_at"),
            **{name: moment(name) for name in moments},
        )
        for model, part in ((TeamMember, "team"), (TeamMember, "team"), (PlanVersion, "plans")):
            base = _next(model)
            more: dict[str, Any] = {"inspection_id": lambda pk, base=base: keys[pk - base]}
            if model is TeamMember:
                more["person_id"] = lambda pk, base=base: self._officer(
                    keys[pk - base] + base % 2 * DISTRICTS
                )
            _copies(getattr(self.case, part).order_by("pk").last(), count, **more)
        return keys

    def _party(self, pk: int) -> int:
        return self.parties[pk * 7 % len(self.parties)]

    def _officer(self, case: int) -> int:
        of_unit = self.officers[case % DISTRICTS :: DISTRICTS]
        return int(of_unit[case // DISTRICTS % len(of_unit)].pk)

    def _findings(self, cases: list[int], count: int) -> None:
        rows = list(self.case.findings.order_by("pk"))
        each = max(1, min(len(rows), round(count / len(cases))))
        for row in rows[:each]:
            base = _next(type(row))
            _copies(row, len(cases), inspection_id=lambda pk, base=base: cases[pk - base])

    def _duties(self, cases: list[int], count: int) -> None:
        from zhuangjian.apps.duties.models import Duty

        rows = list(Duty._base_manager.filter(target_model="inspections.inspection").order_by("pk"))
        for turn in range(max(1, round(count / len(cases)))):
            row, base = rows[turn % len(rows)], _next(Duty)
            # One of thirty is still open.
            done = (lambda pk: None) if turn == 0 else (lambda pk, at=self.case.delivered_at: at)
            of = [key for key in cases if key % 2 == 0] if turn == 0 else cases
            _copies(
                row,
                len(of),
                target_id=lambda pk, base=base, of=of: of[pk - base],
                person_id=lambda pk, base=base, of=of: self._officer(of[pk - base]),
                authority_id=lambda pk: None,
                role=lambda pk: "",
                party_id=self._party,
                due=lambda pk, day=row.event_on: day + timedelta(days=pk % 40 - 10),
                done_at=done,
            )

    def _entries(self, cases: list[int], count: int) -> None:
        from zhuangjian.apps.ledger.models import Entry

        row = Entry._base_manager.filter(object_model="inspections.inspection").order_by("seq").last()
        _copies(
            row,
            count,
            object_id=lambda pk: cases[pk % len(cases)],
            hash=lambda pk: f"bench:{pk}",
            at=lambda pk: row.at - timedelta(minutes=count - pk % count),
        )


def _word(pk: int) -> str:
    letters = "安贝春德恩芳桂华吉凯兰美妮欧佩琪蓉思棠唯"
    return "".join(letters[pk // len(letters) ** place % len(letters)] for place in range(4))


def _next(model: Any) -> int:
    from django.db.models import Max

    return int(model._base_manager.aggregate(last=Max("pk"))["last"] or 0) + 1


def _copies(row: Any, count: int, **other: Callable[[int], Any]) -> list[int]:
    """So many copies of a row, each with a key and a public id of its own and the ``other`` values; their keys."""
    from django.db import connection

    model, base = type(row), _next(type(row))
    fields = model._meta.concrete_fields
    other = {"public_id": lambda pk: uuid.uuid4(), model._meta.pk.attname: lambda pk: pk} | other
    fixed = {f.attname: f.get_db_prep_save(getattr(row, f.attname), connection) for f in fields}

    def values() -> Iterator[tuple[Any, ...]]:
        for pk in range(base, base + count):
            yield tuple(
                f.get_db_prep_save(other[f.attname](pk), connection)
                if f.attname in other
                else fixed[f.attname]
                for f in fields
            )

    names = ", ".join(connection.ops.quote_name(f.column) for f in fields)
    marks = ", ".join(["%s"] * len(fields))
    told = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({names}) VALUES ({marks})"
    rows = values()
    with connection.cursor() as cursor:
        while part := list(islice(rows, CHUNK)):
            cursor.executemany(told, part)
    return list(range(base, base + count))


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def main() -> None:
    """Write one and say where it lies."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--scale", type=float, default=0.01)
    given = asked.parse_args()
    home = os.environ.setdefault("ZHUANGJIAN_HOME", tempfile.mkdtemp(prefix="province-"))
    ready()
    begun = time.process_time()
    province = Province()
    province.grow(Size.of(given.scale))
    print(f"{province.now} in {time.process_time() - begun:.0f} s of processor time; ZHUANGJIAN_HOME={home}")


if __name__ == "__main__":
    main()
