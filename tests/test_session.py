"""The test session itself: the right database, a file under SQLite, and nothing of the operator's."""

import os
import threading

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, connections

from tests import session

pytestmark = pytest.mark.skipif(
    session.database_kind() == "none", reason="ZHUANGJIAN_TEST_DB=none：不加载 Django"
)


def test_state_is_kept_in_a_folder_of_this_run(home):
    assert str(settings.HOME) == str(home.resolve())
    assert str(home).startswith(os.environ["ZHUANGJIAN_TEST_FOLDER"])


@pytest.mark.django_db
def test_the_database_is_the_one_asked_for():
    expected = {"sqlite": "sqlite", "postgres": "postgresql"}[session.database_kind()]
    assert connection.vendor == expected


@pytest.mark.django_db(transaction=True)
def test_each_thread_has_a_connection_of_its_own():
    connection.ensure_connection()
    other = []

    def look():
        connection.ensure_connection()
        other.append(connection.connection)
        connections.close_all()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert other
    assert other[0] is not connection.connection


@pytest.mark.django_db
def test_the_migrations_match_the_models(capsys):
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail("模型改了而没有迁移：请运行 makemigrations。\n" + capsys.readouterr().out)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", [1, 2])
def test_the_ledger_is_empty_after_a_committed_test_and_still_refuses_changes(attempt):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_node")
        assert cursor.fetchone()[0] == 0, f"left over before attempt {attempt}"
        cursor.execute("""INSERT INTO ledger_node (level, "index", hash) VALUES (0, 0, 'x')""")
        with pytest.raises(DatabaseError):
            cursor.execute("DELETE FROM ledger_node")


@pytest.mark.postgres
@pytest.mark.django_db
def test_postgres_stores_unicode_and_sorts_by_code_point():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database WHERE datname = current_database()"
        )
        assert cursor.fetchone() == ("UTF8", "C.UTF-8")
