"""Suggested checkpoints with what the inspector chose, and published wordings of findings."""

from __future__ import annotations

from django.db import models

from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.standards.models.guides import by, point_words

# What is chosen where none of the suggested checkpoints is meant.
NONE = "none"


class Suggestion(PublicId):
    """What was suggested for an inspector's own words, by which version of the model, and what the inspector chose.

    ``top`` are ``{"no", "topic", "score", "words", "inferred"}``, best first. ``instead`` is the checkpoint that was meant
    where it was none of them; ``drafts`` are ``{"text", "source", "likeness"}`` of the chosen one, with blanks.
    """

    ledger_watched = True

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="+", verbose_name="检查")
    person = by("检查员")
    text = models.TextField("检查发现")
    edition = models.CharField("检查要点版本", max_length=40)
    model = models.CharField("模型版本", max_length=12)
    top = models.JSONField("建议", default=list)
    sure = models.BooleanField("把握足够")
    asked_at = models.DateTimeField("时间")
    chosen = models.CharField("选择", max_length=10, blank=True)
    instead = models.CharField("实际的要点", max_length=10, blank=True)
    drafts = models.JSONField("起草参考", default=list)
    chosen_at = models.DateTimeField("选择时间", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "检查要点建议"
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return self.text[:30]

    def get_absolute_url(self) -> str:
        """Where it is shown: over the checklist of its inspection."""
        return f"/inspections/{self.inspection.public_id}/checklist/" if self.inspection else "/inspections/"


class Wording(PublicId):
    """How a shortcoming of a checkpoint was worded where it was published, without what was particular to its case."""

    ledger_watched = True

    edition = models.CharField("检查要点版本", max_length=40)
    item = models.CharField("检查要点", max_length=10)
    text = models.TextField("表述")
    source = models.CharField("出处", max_length=200)
    added_at = models.DateTimeField("登记时间")
    added_by = by("登记人")
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "公开的缺陷表述"
        ordering = ("edition", "item", "pk")
        constraints = (
            models.UniqueConstraint(fields=("edition", "item", "text"), name="published_wording_once"),
        )

    def __str__(self) -> str:
        return self.text[:40]

    def get_absolute_url(self) -> str:
        """Where the wordings stand."""
        return "/standards/wordings/"

    @property
    def point(self) -> str:
        """The checkpoint in words."""
        return point_words(self.edition, self.item)
