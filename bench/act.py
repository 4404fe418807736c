"""What an act costs: processor time, the part of it under the ledger's lock, and acts a second with several processes.

Usage: `python bench/act.py [acts] [processes]`, with `DATABASE_URL` for an empty PostgreSQL database; without, SQLite in
a temporary home. Everything is told beside a bare insert and commit on the same database in the same run. `--profile`
prints where a light act spends its time.
"""

from __future__ import annotations

import cProfile
import multiprocessing
import os
import pstats
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
NUMBERS = [int(word) for word in sys.argv[1:] if word.isdigit()]
ACTS = NUMBERS[0] if NUMBERS else 60
PROCESSES = NUMBERS[1] if len(NUMBERS) > 1 else 2
LOCKED: list[float] = []


def main() -> None:
    """Measure each kind of act and print what one costs, as the module says."""
    with tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("ZHUANGJIAN_HOME", home)
        _ready()
        from tests import world
        from tests.by_hand import forgive
        from tests.inspections import course

        # What the world writes past the acts is taken as entered.
        forgive(pytest.MonkeyPatch())
        cast = world.build()
        row = course.on_site(cast)
        _watch_lock()
        acts = _acts(course, cast, row)
        bare = _cost(_bare_insert(), ACTS)
        print(f"{'':24}{'ms CPU':>8}{'× bare':>8}{'ms under lock':>15}")
        print(f"{'bare insert and commit':24}{bare:8.2f}{1:8.1f}")
        for name, act in acts.items():
            for _ in range(5):
                act()
            LOCKED.clear()
            cost = _cost(act, ACTS)
            print(f"{name:24}{cost:8.2f}{cost / bare:8.1f}{1000 * statistics.median(LOCKED):15.2f}")
        if "--profile" in sys.argv:
            profile = cProfile.Profile(time.process_time)
            for _ in range(ACTS):
                profile.runcall(acts[sys.argv[-1]] if sys.argv[-1] in acts else acts["light act"])
            pstats.Stats(profile).sort_stats("cumulative").print_stats(70)
        from django.db import connections

        connections.close_all()
        # The light act by itself, then by several at once: each process works on the same ledger.
        for number in sorted({1, PROCESSES}):
            print(f"{number} process(es): {_at_once(number):.1f} acts/s")


def _ready() -> None:
    from zhuangjian.config.ready import django_ready

    django_ready()
    from zhuangjian.config.database import migrate_if_needed

    migrate_if_needed()


def _acts(course: Any, cast: Any, row: Any) -> dict[str, Callable[[], Any]]:
    from zhuangjian.apps.inspections.checkpoints import checkpoints_of

    items = [point.no for point in checkpoints_of(row)]
    turn = iter(range(10**9))

    def save(count: int, alike: bool = True) -> Callable[[], Any]:
        def once() -> None:
            number = next(turn)
            results = [
                {
                    "item": item,
                    "result": "nonconforming",
                    "text": f"第{number}次" + ("" if alike else f"，第{item}项"),
                }
                for item in items[:count]
            ]
            course.do("inspections.findings", cast.inspector, row, rows=results)

        return once

    def light() -> None:
        number = next(turn)
        given = {"name": f"第{number}局{os.getpid()}", "short_name": f"局{number}-{os.getpid()}"}
        _add(cast.administrator, given)

    return {
        "light act": light,
        "one result": save(1),
        "checklist of twenty": save(20),
        "twenty, each its own": save(20, False),
    }


def _add(person: Any, given: dict[str, Any]) -> None:
    from zhuangjian.apps.ledger.action import ACTIONS, perform

    perform(
        ACTIONS["authorities.add_authority"],
        person,
        None,
        given | {"kind": "municipal", "region_code": "500000"},
    )


def _watch_lock() -> None:
    from zhuangjian.apps.ledger import action

    inner = action._locked_ledger

    @contextmanager
    def timed() -> Any:
        with inner() as held:
            begun = time.thread_time()
            yield held
            LOCKED.append(time.thread_time() - begun)

    action._locked_ledger = timed


def _bare_insert() -> Callable[[], Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_row (told varchar(200), moment varchar(40))")

    def once() -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_row VALUES (%s, %s)", ["x" * 100, "now"])

    return once


def _cost(what: Callable[[], Any], times: int) -> float:
    """Milliseconds of processor time, the median of single ones."""
    found = []
    for _ in range(times):
        begun = time.process_time()
        what()
        found.append(time.process_time() - begun)
    return 1000 * statistics.median(found)


def _at_once(processes: int) -> float:
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(processes + 1)
    workers = [context.Process(target=_work, args=(gate,)) for _ in range(processes)]
    for worker in workers:
        worker.start()
    gate.wait()
    begun = time.monotonic()
    gate.wait()
    seconds = time.monotonic() - begun
    for worker in workers:
        worker.join()
    return processes * ACTS / seconds


def _work(gate: Any) -> None:
    _ready()
    from types import SimpleNamespace

    from zhuangjian.apps.authorities.models import Person

    rows = Person.objects.unrestricted().filter(role_rows__role="administrator")
    cast = SimpleNamespace(administrator=rows.first())
    number = iter(range(10**9))

    def light() -> None:
        words = f"{next(number)}-{os.getpid()}"
        given = {"name": f"并行局{words}", "short_name": f"并{words}"}
        _add(cast.administrator, given)

    light()
    gate.wait()
    for _ in range(ACTS):
        light()
    gate.wait()


if __name__ == "__main__":
    main()
