"""Numbers come from a series and may be given later than the inspection is made; those given stay as they are."""

import re

from django.db import migrations, models
from django.db.models import Q


def series_of(numbers) -> dict[str, int]:
    """The highest number for each beginning, of numbers such as ``检查一局常规〔2026〕0003号``."""
    found: dict[str, int] = {}
    for number in numbers:
        if parts := re.fullmatch(r"(.*〔[0-9]{4}〕)([0-9]{1,9})号", number):
            found[parts[1]] = max(found.get(parts[1], 0), int(parts[2]))
    return found


def begin(apps, label: str) -> None:
    """A series for every beginning of the numbers that rows of this model have."""
    rows = apps.get_model(label)._base_manager.values_list("number", flat=True)
    series = apps.get_model("inspections", "NumberSeries")._base_manager
    for stem, last in series_of(rows.iterator(chunk_size=10_000)).items():
        series.update_or_create(stem=stem, defaults={"last": last})


class Migration(migrations.Migration):
    dependencies = [("inspections", "0002_public_ids")]
    operations = [
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stem", models.CharField(max_length=80, unique=True, verbose_name="文号前段")),
                ("last", models.PositiveIntegerField(default=0, verbose_name="已用到")),
            ],
            options={"verbose_name": "文号", "verbose_name_plural": "文号"},
        ),
        migrations.AlterField(
            "inspection", "number", models.CharField(blank=True, max_length=40, verbose_name="编号")
        ),
        migrations.AddConstraint(
            "inspection",
            models.UniqueConstraint(
                condition=~Q(number=""), fields=("number",), name="inspection_number_once"
            ),
        ),
        migrations.RunPython(
            lambda apps, _: begin(apps, "inspections.Inspection"), migrations.RunPython.noop, elidable=True
        ),
    ]
