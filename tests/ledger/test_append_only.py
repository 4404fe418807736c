"""The database itself refuses to change, remove or skip an entry."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from zhuangjian.apps.ledger.models import Entry

TABLES = ("ledger_entry", "ledger_node")


def stored() -> list[tuple[object, ...]]:
    """Every row of both tables as it stands."""
    with connection.cursor() as cursor:
        rows = []
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            rows += cursor.fetchall()
    return rows


def refusal(sql: str) -> str:
    """How the database refused the statement; empty when it took it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("table", TABLES)
def test_an_update_is_refused(kept, table):
    before = stored()
    assert "ledger" in refusal(f"UPDATE {table} SET hash = '{0:064}'")
    assert stored() == before


@pytest.mark.parametrize("table", TABLES)
def test_a_delete_is_refused(kept, table):
    before = stored()
    assert "ledger" in refusal(f"DELETE FROM {table}")
    assert stored() == before


@pytest.mark.postgres
@pytest.mark.parametrize("table", TABLES)
def test_a_truncate_is_refused(kept, table):
    before = stored()
    assert "ledger" in refusal(f"TRUNCATE {table}")
    assert stored() == before


def test_a_replace_that_would_delete_silently_is_refused(kept):
    if connection.vendor != "sqlite":
        pytest.skip("REPLACE 是 SQLite 的写法")
    before = stored()
    for table, key in (("ledger_entry", "seq = 5"), ("ledger_node", "id = 1")):
        assert "ledger" in refusal(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE {key}")
    assert stored() == before


@pytest.mark.parametrize("step", [0, 2, -3])
def test_an_entry_out_of_turn_is_refused(kept, step):
    entry = Entry.objects.order_by("-seq").first()
    entry.seq += step
    entry.hash = "f" * 64
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save(force_insert=True)
    assert Entry.objects.count() == 13


def test_the_next_entry_in_turn_is_taken(kept):
    entry = Entry.objects.order_by("-seq").first()
    entry.seq += 1
    entry.hash = "f" * 64
    entry.save(force_insert=True)
    assert Entry.objects.count() == 14


def test_a_model_cannot_save_or_delete_either(kept):
    entry = Entry.objects.get(seq=3)
    entry.actor = "别人"
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.delete()
    assert Entry.objects.get(seq=3).actor == "系统"
