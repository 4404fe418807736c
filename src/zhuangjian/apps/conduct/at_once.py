"""An empty database made from the models as they are, instead of by every step that led to them.

Each step that changes a table has Django render all models again: two thirds of a fresh start, and more with every
release. What the models do not say (triggers, the index of words) stands in :class:`migrating.Beside`. That both ways
lead to the same tables is compared in ``tests/migrations`` on both databases.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import router
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

from zhuangjian.apps.conduct.migrating import Beside


def make(connection: Any, verbosity: int = 1, *, interactive: bool = False) -> None:
    """Every table in one transaction, with each migration noted as done."""
    connection.prepare_database()
    executor: Any = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    emit_pre_migrate_signal(verbosity, interactive, connection.alias, apps=ProjectState().apps, plan=plan)
    with connection.schema_editor() as editor:
        for model in (executor.recorder.Migration, *apps.get_models()):
            if model._meta.can_migrate(connection) and router.allow_migrate_model(connection.alias, model):
                editor.create_model(model)
        for migration, _ in plan:
            for operation in migration.operations:
                if isinstance(operation, Beside):
                    # The models of today in place of those of the step: it asks for none.
                    code: Any = operation.code
                    code(apps, editor)
        for migration, _ in plan:
            executor.record_migration(migration)
    emit_post_migrate_signal(verbosity, interactive, connection.alias, apps=apps, plan=plan)
