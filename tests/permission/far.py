"""Database keys that cannot be overlooked: rows that can be hidden are counted from far away."""

from __future__ import annotations

import re
from typing import Any

from django.db import connection

from zhuangjian.apps.conduct.public_ids import hidden_models

FIRST = 770_000_000
KEY = re.compile(r"(?<![0-9A-Za-z])77\d{7}(?![0-9A-Za-z])")


def count_from_afar() -> None:
    """Let every hidden model's rows made from now on have nine-digit keys that begin with 77."""
    with connection.cursor() as cursor:
        for place, model in enumerate(hidden_models()):
            table, start = model._meta.db_table, FIRST + place * 1000
            if connection.vendor == "postgresql":
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, start])
            else:
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, start])


def keys_in(text: Any) -> list[str]:
    """Every such key in an answer."""
    return sorted(set(KEY.findall(str(text))))
