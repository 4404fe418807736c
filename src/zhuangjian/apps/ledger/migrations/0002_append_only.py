"""The database itself refuses to change or remove what stands in the ledger."""

from django.db import migrations

TABLES = ("ledger_entry", "ledger_node")


def sqlite(table: str) -> tuple[str, str]:
    make = "".join(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'ledger is append-only'); END;"
        for verb in ("UPDATE", "DELETE")
    )
    drop = "".join(f"DROP TRIGGER {table}_no_{verb};" for verb in ("update", "delete"))
    return make, drop


def postgresql(table: str) -> tuple[str, str]:
    make = (
        "CREATE OR REPLACE FUNCTION ledger_refuses() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'ledger is append-only'; END $$;"
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION ledger_refuses();"
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses();"
    )
    drop = f"DROP TRIGGER {table}_no_change ON {table}; DROP TRIGGER {table}_no_truncate ON {table};"
    return make, drop


MAKERS = {"sqlite": sqlite, "postgresql": postgresql}


def run(schema_editor, which: int) -> None:
    maker = MAKERS[schema_editor.connection.vendor]
    with schema_editor.connection.cursor() as cursor:
        for table in TABLES:
            for statement in _statements(maker(table)[which], schema_editor.connection.vendor):
                cursor.execute(statement)


def _statements(sql: str, vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [sql]
    ends = "END;" if "CREATE" in sql else ";"
    return [f"{part}{ends}" for part in sql.split(ends) if part.strip()]


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: run(editor, 0),
            lambda apps, editor: run(editor, 1),
        )
    ]
