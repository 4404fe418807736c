"""Rows that can be hidden get a random name for all doors (CQ 34)."""

from uuid import uuid4

from django.db import migrations, models

from zhuangjian.apps.conduct.migrating import give_public_ids

MODELS = ("inspection", "finding", "deficiency", "statement", "planchange")


class Migration(migrations.Migration):
    dependencies = [("inspections", "0001_initial")]
    operations = [
        *(
            migrations.AddField(
                name, "public_id", models.UUIDField("公开编号", null=True, default=None, editable=False)
            )
            for name in MODELS
        ),
        migrations.RunPython(
            give_public_ids(*(f"inspections.{name}" for name in MODELS)),
            migrations.RunPython.noop,
            elidable=True,
        ),
        *(
            migrations.AlterField(
                name, "public_id", models.UUIDField("公开编号", default=uuid4, editable=False, unique=True)
            )
            for name in MODELS
        ),
    ]
