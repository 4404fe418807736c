"""From here on the rows of jobs are added up; those of before are taken as found, once (`ledger/summing_anew.py`)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0001_initial"),
        ("ledger", "0005_sums"),
    ]

    operations = []  # noqa: RUF012
