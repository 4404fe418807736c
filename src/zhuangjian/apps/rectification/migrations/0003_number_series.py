"""The numbers of notices come from a series, which goes on where the notices of old end."""

import importlib

from django.db import migrations

begin = importlib.import_module("zhuangjian.apps.inspections.migrations.0003_number_series").begin


class Migration(migrations.Migration):
    dependencies = [("rectification", "0002_public_ids"), ("inspections", "0003_number_series")]
    operations = [
        migrations.RunPython(
            lambda apps, _: begin(apps, "rectification.Rectification"),
            migrations.RunPython.noop,
            elidable=True,
        )
    ]
