"""The database itself refuses to change or remove what stands in the ledger, and to add an entry out of turn."""

from django.db import migrations

from zhuangjian.apps.conduct.migrating import Beside

TABLES = ("ledger_entry", "ledger_node")
# REPLACE deletes without firing SQLite's delete triggers, so a row that is already there is refused on INSERT.
TAKEN = {
    "ledger_entry": (
        "NEW.seq IS NOT (SELECT COALESCE(MAX(seq), 0) + 1 FROM ledger_entry) "
        "OR EXISTS (SELECT 1 FROM ledger_entry WHERE hash = NEW.hash)"
    ),
    "ledger_node": (
        'EXISTS (SELECT 1 FROM ledger_node WHERE level = NEW.level AND "index" = NEW."index") '
        "OR EXISTS (SELECT 1 FROM ledger_node WHERE id = NEW.id)"
    ),
}


def sqlite(table: str) -> tuple[list[str], list[str]]:
    refuse = "BEGIN SELECT RAISE(ABORT, 'ledger is append-only'); END"
    make = [
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} {refuse}" for verb in ("update", "delete")
    ]
    make.append(f"CREATE TRIGGER {table}_in_turn BEFORE INSERT ON {table} WHEN {TAKEN[table]} {refuse}")
    return make, [f"DROP TRIGGER {table}_{name}" for name in ("no_update", "no_delete", "in_turn")]


def postgresql(table: str) -> tuple[list[str], list[str]]:
    make = [
        "CREATE OR REPLACE FUNCTION ledger_refuses() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'ledger is append-only'; END $$",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION ledger_refuses()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses()",
    ]
    drop = [f"DROP TRIGGER {table}_no_change ON {table}", f"DROP TRIGGER {table}_no_truncate ON {table}"]
    if table == "ledger_entry":
        make += [
            "CREATE OR REPLACE FUNCTION ledger_in_turn() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN IF NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM ledger_entry) THEN "
            "RAISE EXCEPTION 'ledger entries are numbered without a gap'; END IF; RETURN NEW; END $$",
            "CREATE TRIGGER ledger_entry_in_turn BEFORE INSERT ON ledger_entry "
            "FOR EACH ROW EXECUTE FUNCTION ledger_in_turn()",
        ]
        drop.append("DROP TRIGGER ledger_entry_in_turn ON ledger_entry")
    return make, drop


MAKERS = {"sqlite": sqlite, "postgresql": postgresql}


def statements_of(vendor: str) -> list[str]:
    """The statements that make the triggers, for whoever compares them with what is there."""
    return [statement for table in TABLES for statement in MAKERS[vendor](table)[0]]


def run(schema_editor, which: int) -> None:
    maker = MAKERS[schema_editor.connection.vendor]
    with schema_editor.connection.cursor() as cursor:
        for table in TABLES:
            for statement in maker(table)[which]:
                cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        Beside(
            lambda apps, editor: run(editor, 0),
            lambda apps, editor: run(editor, 1),
        )
    ]
