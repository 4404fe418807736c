"""Tasks of before: their programme's authority is theirs, and their origin is what their type allows to conclude.

What was not asked then (which cause, which application) stays unsaid; nothing is made up.
"""

from django.db import migrations
from django.db.models import OuterRef, Subquery

BATCH = 5_000
KINDS = {"for_cause": "cause", "licensing": "application"}


def state(apps, schema_editor):
    # Backups run migrations on another database than the one in use.
    alias = schema_editor.connection.alias
    task = apps.get_model("programme", "Task")
    origin = apps.get_model("programme", "Origin")
    programme = apps.get_model("programme", "Programme")
    tasks, origins = (model._base_manager.using(alias) for model in (task, origin))
    whose = (
        programme._base_manager.using(alias).filter(pk=OuterRef("programme_id")).values("authority_id")[:1]
    )
    tasks.filter(authority=None).update(authority_id=Subquery(whose))
    last = 0
    while rows := list(tasks.filter(pk__gt=last).order_by("pk").values_list("pk", "inspection_type")[:BATCH]):
        origins.bulk_create([origin(task_id=pk, kind=KINDS.get(kind, "programme")) for pk, kind in rows])
        last = rows[-1][0]


class Migration(migrations.Migration):
    dependencies = [("programme", "0005_origins")]
    operations = [migrations.RunPython(state, migrations.RunPython.noop, elidable=True)]
