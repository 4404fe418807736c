"""A duty names the act that answered it; those done earlier name none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0003_addresses")]
    operations = [
        migrations.AddField(
            model_name="duty",
            name="done_with",
            field=models.CharField("办结的事项", max_length=100, blank=True, default=""),
        )
    ]
