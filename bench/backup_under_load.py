"""Backups taken while people act, each restored into a new home and verified there.

Usage: `python bench/backup_under_load.py [rounds [pause]]` (seconds between two acts of one process), with `DATABASE_URL` for a PostgreSQL (an empty database; backups are
then restored to SQLite, and every tenth to a new database on the same server as well). Without, SQLite.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 3
PEOPLE = 2
# Seconds between two acts of one process. Without it the ledger grows while backups are made, and the restores after it
# measure its length; where a backup takes long (PostgreSQL: a new SQLite file each time) give more.
PAUSE = float(sys.argv[2]) if len(sys.argv) > 2 else 0.02


def act(number: int, stop, done) -> None:
    """Act through the system until told to stop."""
    from zhuangjian.config.ready import django_ready

    django_ready()
    from zhuangjian.apps.documents import store
    from zhuangjian.apps.ledger.action import ACTIONS, perform

    count = 0
    while not stop.is_set():
        count += 1
        store.put("documents", b"%d %d" % (number, time.time_ns()))
        given = {
            "name": f"忙局{number}-{time.time_ns()}",
            "short_name": f"忙{number}-{count}",
            "kind": "municipal",
            "region_code": "500000",
        }
        perform(ACTIONS["authorities.add_authority"], None, None, given)
        with done.get_lock():
            done.value += 1
        time.sleep(PAUSE)


def command(words: list[str], **variables: str) -> dict:
    """Run the program in a process of its own; its JSON answer, or the end."""
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL" or "DATABASE_URL" in variables}
    run = subprocess.run(
        [sys.executable, "-m", "zhuangjian.cli.main", *words, "--format", "json"],
        env=environment | variables,
        capture_output=True,
        text=True,
    )
    if run.returncode:
        raise SystemExit(f"{words[0]}: {run.stdout}{run.stderr}")
    return json.loads(run.stdout)


def new_database(server: str) -> str:
    """A new database on the same server."""
    import psycopg

    name = f"restored_{time.time_ns()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    return server.rpartition("/")[0] + f"/{name}"


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="zhuangjian-backup-"))
    os.environ["ZHUANGJIAN_HOME"] = str(folder / "home")
    from zhuangjian.config.ready import ensure_ready

    ensure_ready()
    from django.db import connections

    from zhuangjian.backup.make import make

    server = os.environ.get("DATABASE_URL", "")
    connections.close_all()
    context = multiprocessing.get_context("spawn")
    stop, done = context.Event(), context.Value("q", 0)
    people = [context.Process(target=act, args=(n, stop, done)) for n in range(PEOPLE)]
    for person in people:
        person.start()
    while not done.value:
        time.sleep(0.1)
    backups, restores, during, made, also = [], [], [], [], 0
    try:
        for number in range(ROUNDS):
            before, began = done.value, time.monotonic()
            made.append(make(folder / f"backup{number}", folder / f"keys{number}", "", lambda words: None))
            backups.append(time.monotonic() - began)
            during.append(done.value - before)
    finally:
        stop.set()
        for person in people:
            person.join(60)
    sizes = [data["ledger"]["size"] for data in made]
    for number, data in enumerate(made):
        homes = [("", folder / "restored")]
        if server and number % 10 == 0:
            homes.append((new_database(server), folder / "restored_postgres"))
            also += 1
        for database, home in homes:
            variables = {"ZHUANGJIAN_HOME": str(home)} | ({"DATABASE_URL": database} if database else {})
            began = time.monotonic()
            words = ["restore", str(folder / f"backup{number}"), "--keys", str(folder / f"keys{number}")]
            report = command(words, **variables)
            restores.append(time.monotonic() - began)
            assert report["ok"], report
            assert (report["root"], report["entries"]) == (data["ledger"]["root"], sizes[number])
            shutil.rmtree(home)
        print(f"{number + 1}/{ROUNDS} {sizes[number]}", file=sys.stderr, flush=True)
    final = command(["ledger", "verify"], **({"DATABASE_URL": server} if server else {}))
    assert final["ok"], final
    shutil.rmtree(folder)
    backups.sort()
    restores.sort()
    print(
        f"{'PostgreSQL' if server else 'SQLite'}: {ROUNDS} backups while {PEOPLE} processes acted, all restored with the "
        f"same root and verified ({also} of them to PostgreSQL as well); {sizes[0]} to {sizes[-1]} entries; "
        f"backup median {backups[len(backups) // 2]:.2f} s, longest {backups[-1]:.2f} s; acts during a backup "
        f"median {sorted(during)[len(during) // 2]}, none in {during.count(0)}; restore with verification median "
        f"{restores[len(restores) // 2]:.2f} s"
    )


if __name__ == "__main__":
    main()
