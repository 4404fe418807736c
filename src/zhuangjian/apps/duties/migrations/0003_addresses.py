"""The pages that old duties lead to have new addresses: with the public id in place of the database's key."""

from django.db import migrations

BATCH = 5_000


def readdress(apps, schema_editor) -> None:
    """Put the target's public id (for the house's own duties the duty's) into every address, in batches."""
    duty = apps.get_model("duties", "Duty")
    table = schema_editor.connection.ops.quote_name(duty._meta.db_table)
    models = {model._meta.label_lower: model for model in apps.get_models()}
    last = 0
    while rows := list(
        duty._base_manager.filter(pk__gt=last)
        .order_by("pk")
        .values_list("pk", "public_id", "target_model", "target_id", "url")[:BATCH]
    ):
        last = rows[-1][0]
        wanted: dict[str, set[int]] = {}
        for _, _, label, target, _ in rows:
            wanted.setdefault(label, set()).add(target)
        names = {
            (label, pk): name
            for label, pks in wanted.items()
            if label in models and any(f.name == "public_id" for f in models[label]._meta.fields)
            for pk, name in models[label]._base_manager.filter(pk__in=pks).values_list("pk", "public_id")
        }
        changed = []
        for pk, own, label, target, url in rows:
            if url == f"/duties/{pk}/":
                changed.append((f"/duties/{own}/", pk))
            elif (label, target) in names and f"/{target}/" in url:
                changed.append((url.replace(f"/{target}/", f"/{names[label, target]}/", 1), pk))
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {table} SET url = %s WHERE id = %s", changed)


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0002_public_ids"),
        ("programme", "0002_public_ids"),
        ("inspections", "0002_public_ids"),
        ("rectification", "0002_public_ids"),
    ]
    operations = [migrations.RunPython(readdress, migrations.RunPython.noop, elidable=True)]
