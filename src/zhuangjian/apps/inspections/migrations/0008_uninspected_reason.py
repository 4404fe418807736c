"""Why items of the plan were left out; older inspections left none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspections", "0007_off_site")]

    operations = [
        migrations.AddField(
            model_name="inspection",
            name="uninspected_reason",
            field=models.TextField(blank=True, default="", verbose_name="未检查项目的理由"),
        ),
    ]
