"""``migrate``: an empty database is made at once, every other goes step by step."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from zhuangjian.apps.conduct import at_once

STEPWISE = ("app_label", "migration_name", "fake", "fake_initial", "plan", "check_unapplied", "prune")


class Command(migrate.Command):
    """Django's command, but for an empty database that is to have everything."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the tables at once where there are none, or go through the migrations that are outstanding."""
        connection = connections[options["database"]]
        if any(options.get(name) for name in STEPWISE) or connection.introspection.table_names():
            super().handle(*args, **options)
        else:
            at_once.make(connection, options["verbosity"], interactive=options["interactive"])
