"""Bringing the database to this version's schema, quickly when it already is; and what it must promise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.backends.signals import connection_created
from django.db.migrations.executor import MigrationExecutor

from zhuangjian.engines.rules.answer import Refusal


def migrate_if_needed() -> bool:
    """Apply outstanding migrations; returns whether there were any."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    if settings.READ_ONLY:
        raise Refusal(
            "这份数据是由别的版本建立的，而数据目录只读，不能升级。请用建立它的版本核验，或复制到可写的目录。"
        )
    call_command("migrate", interactive=False, verbosity=0)
    return True


def waits_for_disk(*, here: bool) -> str:
    """SQL for PostgreSQL: commits wait for the disk, in this transaction (``here``) or in the whole session.

    Only ``off`` is overruled: every other value of ``synchronous_commit`` waits at least for this server's disk.
    """
    return (
        f"SELECT set_config('synchronous_commit', 'on', {'true' if here else 'false'}) "
        "WHERE current_setting('synchronous_commit') = 'off'"
    )


def keep_promises(connection: Any, **_: Any) -> None:
    """Run for every new connection."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(waits_for_disk(here=False))


def broken_promises() -> list[str]:
    """Server settings with which an acknowledged act may be lost in a power failure, as sentences for the operator."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off' ORDER BY name"
        )
        return [
            f"PostgreSQL 的 {name} 已关闭：断电会丢失或损坏已办结的事项，正式使用前请在 postgresql.conf 中设 {name} = on。"
            for (name,) in cursor.fetchall()
        ]


def wait_like_a_server() -> None:
    """Have every new connection of this process wait a few seconds at most for another writer."""
    connection_created.connect(_short_of_patience, dispatch_uid="config.patience")


def _short_of_patience(connection: Any, **_: Any) -> None:
    milliseconds = int(settings.SERVER_PATIENCE * 1000)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
        else:
            cursor.execute(f"SET lock_timeout = {milliseconds}")


@contextmanager
def only_if_free() -> Iterator[None]:
    """For a note nobody needs (when a token was last used): while somebody else writes it is left out, not waited for."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        before = cursor.fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        except OperationalError as error:
            if "locked" not in str(error):
                raise
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(before)}")
