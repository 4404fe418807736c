"""Filling a new column of old rows quickly: what migrations share."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

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
