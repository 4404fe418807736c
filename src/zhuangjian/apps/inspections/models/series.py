"""Running numbers: one row for each beginning of a number, so that nothing is counted and no number is given twice."""

from __future__ import annotations

from django.db import models

from zhuangjian.apps.conduct.visibility import VisibleManager


class NumberSeries(models.Model):
    """The last number given to a unit's papers of one kind in one year; ``stem`` says all three."""

    stem = models.CharField("文号前段", max_length=80, unique=True)
    last = models.PositiveIntegerField("已用到", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "文号"

    def __str__(self) -> str:
        return f"{self.stem}{self.last}号"


def upcoming(stem: str) -> int:
    """The number that would be given now; nothing is taken."""
    return (NumberSeries.objects.filter(stem=stem).values_list("last", flat=True).first() or 0) + 1


def take(stem: str) -> int:
    """Give the next number. Inside an action's transaction: a refused action takes none, two at once get two."""
    NumberSeries.objects.get_or_create(stem=stem)
    row = NumberSeries.objects.select_for_update().get(stem=stem)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last
