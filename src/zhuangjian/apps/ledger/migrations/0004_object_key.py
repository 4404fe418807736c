"""Entries name an object that can be hidden by its public id; what stands in the ledger stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_restated")]
    # Nullable and without a default: the table is not rebuilt, which would drop its triggers.
    operations = [
        migrations.AddField("entry", "object_key", models.UUIDField("对象公开编号", null=True)),
    ]
