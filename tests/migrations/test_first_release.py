"""A database of the first release is brought to this version with everything in it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from tests.migrations.schema import schema
from tests.session import database_kind

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def became(tmp_path_factory):
    """What became of the rows, told by the process that migrated them."""
    home = tmp_path_factory.mktemp("home")
    environment = {**os.environ, "ZHUANGJIAN_HOME": str(home), "PYTHONIOENCODING": "utf-8"}
    if database_kind() == "postgres":
        environment["DATABASE_URL"] = another_database(os.environ["DATABASE_URL"])
    done = subprocess.run(
        [sys.executable, "-m", "tests.migrations.first_release"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def another_database(address: str) -> str:
    import psycopg

    name = f"first_{uuid.uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return re.sub(r"/[^/?]*(\?.*)?$", rf"/{name}\1", address)


def test_a_database_that_went_every_step_is_like_a_fresh_one(became, db):
    """Fresh databases are made at once from the models: tables, indexes, checks and triggers are the same."""
    went, fresh = became["schema"], schema()
    assert sorted(went) == sorted(fresh)
    unlike = {
        table: {
            "only went": sorted(set(went[table]) - set(fresh[table])),
            "only fresh": sorted(set(fresh[table]) - set(went[table])),
        }
        for table in fresh
        if went[table] != fresh[table]
    }
    # Django's own steps give this key the project's type, its model its own: whole numbers that nothing refers to.
    assert unlike.keys() <= {"auth_group_permissions"}
    assert len(fresh) > 100


def test_every_old_row_gets_a_random_id_of_its_own(became):
    ids = became["ids"]
    assert len(ids) == len(set(ids)) >= 20
    assert {uuid.UUID(name).version for name in ids} == {4}
    assert ids != sorted(ids)


def test_old_duties_lead_to_the_new_addresses(became):
    assert became["urls"] == became["expected"]
    assert len(became["urls"]) == 11


def test_what_was_kept_stays(became):
    assert set(became["inspections"]) == {
        "检查一局常规〔2026〕0001号",
        "检查一局常规〔2026〕0003号",
        "检查一局有因〔2026〕0002号",
    }
    assert became["documents"] == 3


def test_entries_of_the_first_release_still_verify(became):
    assert became["faults"] == []


def test_every_series_goes_on_where_the_old_numbers_end(became):
    assert became["series"] == {
        "检查一局常规〔2026〕": 3,
        "检查一局有因〔2026〕": 2,
        "检查一局化妆品改〔2026〕": 7,
    }


@pytest.mark.parametrize("into", ["sqlite", "postgres"])
def test_a_backup_of_the_first_release_is_restored_with_its_digests_restated(tmp_path, into):
    """Rows made without an entry are found, as they were before; the task that has one agrees with the ledger."""
    if into != database_kind() and into == "postgres":
        pytest.skip("恢复到 PostgreSQL 的一段在 make test-postgres 中运行")
    plain = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {"PYTHONIOENCODING": "utf-8"}
    old = [sys.executable, "-m", "tests.migrations.first_release", str(tmp_path / "b"), str(tmp_path / "k")]
    home = {"ZHUANGJIAN_HOME": str(tmp_path / "old")}
    made = subprocess.run(old, cwd=ROOT, env=plain | home, capture_output=True, text=True, timeout=300)
    assert made.returncode == 0, made.stderr[-3000:]
    where = {"ZHUANGJIAN_HOME": str(tmp_path / "new")}
    if into == "postgres":
        where["DATABASE_URL"] = another_database(os.environ["DATABASE_URL"])
    words = ["restore", str(tmp_path / "b"), "--keys", str(tmp_path / "k")]
    command = [sys.executable, "-m", "zhuangjian.cli.main", *words]
    done = subprocess.run(command, env=plain | where, capture_output=True, text=True, timeout=300)
    told = done.stdout + done.stderr
    assert "没有任何账本条目" in told, told[-3000:]
    assert "与账本" not in told.replace("恢复出来的数据与账本不符", ""), told[-3000:]


def test_every_old_task_gets_an_authority_and_an_origin_and_no_cause_is_made_up(became):
    whose = "检查一局"
    assert became["origins"] == [
        ["for_cause", "cause", "", whose],
        ["routine", "programme", "", whose],
        ["routine", "programme", "", whose],
    ]


def test_a_fresh_database_has_nothing_outstanding(db):
    """It was made at once, and every step is noted as done."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    assert set(loader.graph.nodes) == set(loader.applied_migrations)
