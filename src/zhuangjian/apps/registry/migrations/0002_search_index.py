"""The full-text index over ``SearchText.words``: FTS5 with triggers on SQLite, a GIN index on PostgreSQL."""

from django.db import migrations

from zhuangjian.apps.conduct.migrating import Beside

SQLITE = """
CREATE VIRTUAL TABLE registry_searchindex USING fts5(
    words, content='registry_searchtext', content_rowid='party_id', tokenize='ascii', detail='none'
);
CREATE TRIGGER registry_searchtext_added AFTER INSERT ON registry_searchtext BEGIN
    INSERT INTO registry_searchindex(rowid, words) VALUES (new.party_id, new.words);
END;
CREATE TRIGGER registry_searchtext_removed AFTER DELETE ON registry_searchtext BEGIN
    INSERT INTO registry_searchindex(registry_searchindex, rowid, words) VALUES ('delete', old.party_id, old.words);
END;
CREATE TRIGGER registry_searchtext_changed AFTER UPDATE ON registry_searchtext BEGIN
    INSERT INTO registry_searchindex(registry_searchindex, rowid, words) VALUES ('delete', old.party_id, old.words);
    INSERT INTO registry_searchindex(rowid, words) VALUES (new.party_id, new.words);
END;
"""
SQLITE_BACK = """
DROP TRIGGER registry_searchtext_added;
DROP TRIGGER registry_searchtext_removed;
DROP TRIGGER registry_searchtext_changed;
DROP TABLE registry_searchindex;
"""
POSTGRES = (
    "CREATE INDEX registry_searchtext_words ON registry_searchtext USING gin (to_tsvector('simple', words))"
)
POSTGRES_BACK = "DROP INDEX registry_searchtext_words"


def _run(editor, sqlite, postgres):
    if editor.connection.vendor == "postgresql":
        editor.execute(postgres)
    else:
        for statement in _statements(sqlite):
            editor.execute(statement)


def _statements(script):
    """A trigger's body holds semicolons of its own: a statement ends where a line ends with one outside a body."""
    held = ""
    for line in script.strip().splitlines():
        held += line + "\n"
        inside = "BEGIN" in held and not held.rstrip().endswith("END;")
        if line.rstrip().endswith(";") and not inside:
            yield held.strip().rstrip(";") if "TRIGGER" not in held or "DROP" in held else held.strip()
            held = ""


def statements_of(vendor):
    """The statements that make the triggers, for whoever compares them with what is there."""
    return list(_statements(SQLITE)) if vendor == "sqlite" else []


def forwards(apps, editor):
    """Create the index."""
    _run(editor, SQLITE, POSTGRES)


def backwards(apps, editor):
    """Drop the index."""
    _run(editor, SQLITE_BACK, POSTGRES_BACK)


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]
    operations = [Beside(forwards, backwards)]
