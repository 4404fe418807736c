"""No task without an authority; apart from the filling, which PostgreSQL ends with its own transaction."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programme", "0006_origins_of_old_tasks")]
    operations = [
        migrations.AlterField(
            model_name="task",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tasks_organised",
                to="authorities.authority",
                verbose_name="组织检查的单位",
            ),
        ),
    ]
