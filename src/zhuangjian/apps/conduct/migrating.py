"""What migrations share: filling a new column of old rows quickly, and making many tables at once."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db.migrations.operations import CreateModel, RunPython
from django.db.migrations.operations.base import Operation

BATCH = 50_000


def give_public_ids(*models: str) -> Any:
    """A migration's function that gives every row of these models (``app.model``) a random id, in batches."""

    def give(apps: Any, schema_editor: Any) -> None:
        connection = schema_editor.connection
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            connection.connection.create_function("random_id", 0, lambda: uuid4().hex)
            made = "random_id()"
        else:
            made = "gen_random_uuid()"
        quote = connection.ops.quote_name
        for label in models:
            model = apps.get_model(label)
            table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
            last = model._base_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
            for start in range(0, last + 1, BATCH):
                with connection.cursor() as cursor:
                    cursor.execute(
                        f"UPDATE {table} SET public_id = {made} "
                        f"WHERE public_id IS NULL AND {key} > %s AND {key} <= %s",
                        [start - 1, start + BATCH - 1],
                    )

    return give


class Beside(RunPython):
    """What a database has beside the tables of the models: made by the same function, however the tables came about.

    The function may rely on nothing but the names of tables.
    """


class CreateModels(Operation):
    """Make several models at once.

    One by one, Django renders every model that is tied to the new one again, directly or not, which is nearly all of
    them: a fresh database cost eight times as much. Models made together are rendered once, when all are known.
    """

    serialization_expand_args = ["operations"]

    def __init__(self, operations: list[CreateModel]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Add the models to a state that is rendered when it is next asked for."""
        if "apps" in state.__dict__:
            del state.apps
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create the tables."""
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the tables, the last made first."""
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What ``migrate --plan`` says."""
        return f"Create {len(self.operations)} models"
