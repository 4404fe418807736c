"""Bringing the database to this version's schema, quickly when it already is."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.db import connection
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
