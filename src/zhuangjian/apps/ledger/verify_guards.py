"""Compares the triggers of the database with those that the migrations create: whoever drops one prepares something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.db import connection

from zhuangjian.apps.ledger.faults import Fault

# Migrations that create triggers; each gives its statements by ``statements_of(vendor)``.
MIGRATIONS = (
    "zhuangjian.apps.ledger.migrations.0002_append_only",
    "zhuangjian.apps.registry.migrations.0002_search_index",
)
TRIGGER = re.compile(r"CREATE TRIGGER (\w+)", re.IGNORECASE)
FUNCTION = re.compile(r"FUNCTION (\w+)\(\).*?\$\$(.*)\$\$", re.IGNORECASE | re.DOTALL)
EVENTS = re.compile(r"(BEFORE|AFTER) (\w+(?: OR \w+)*) ON")


def faults() -> Iterator[Fault]:
    """Triggers (and on PostgreSQL their functions) that are missing, switched off, altered or unknown."""
    wanted, found = _wanted(), _found()
    for name in sorted(wanted.keys() | found.keys()):
        place = f"数据库触发器 {name}"
        if name not in found:
            yield Fault(place, "缺失：被删除")
        elif name not in wanted:
            yield Fault(place, "多出：不是本系统建立的")
        elif found[name] is None:
            yield Fault(place, "被停用")
        elif found[name] != wanted[name]:
            yield Fault(place, "内容被改动")


def _wanted() -> dict[str, str | None]:
    statements = [s for name in MIGRATIONS for s in import_module(name).statements_of(connection.vendor)]
    wanted: dict[str, str | None] = {}
    for statement in statements:
        if created := TRIGGER.search(statement):
            wanted[created[1]] = _plain(statement)
        elif connection.vendor == "postgresql" and (function := FUNCTION.search(statement)):
            wanted[f"{function[1]}()"] = _plain(function[2])
    return wanted


def _found() -> dict[str, str | None]:
    if connection.vendor == "sqlite":
        return {
            name: _plain(sql)
            for name, sql in _rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        }
    found: dict[str, str | None] = {}
    functions = set()
    for name, text, enabled, function, source in _rows(
        "SELECT tgname, pg_get_triggerdef(t.oid), tgenabled::text, p.proname, p.prosrc FROM pg_trigger t "
        "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE NOT tgisinternal AND c.relnamespace = current_schema()::regnamespace"
    ):
        found[name] = _plain(text) if enabled in ("O", "A") else None
        functions.add((function, source))
    found |= {f"{name}()": _plain(source) for name, source in functions}
    return found


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _plain(text: str) -> str:
    """One spelling for what both databases write in their own way: blanks, schema, order of the events."""
    text = re.sub(r"\s+", " ", text).strip().rstrip(";").replace("public.", "").replace('"', "")
    return EVENTS.sub(lambda m: f"{m[1]} {' OR '.join(sorted(m[2].split(' OR ')))} ON", text)
