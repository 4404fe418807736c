"""The ledger of hours: entries are only added, a wrong one is taken back by another."""

from __future__ import annotations

from django.db import models

from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.training.models.courses import Session, Subject, by
from zhuangjian.engines.rules.vocabulary import Term


class Source(Term):
    """What hours rest on."""

    SESSION = "session", "参加培训"
    CREDIT = "credit", "参加其他单位的培训"
    CORRECTION = "correction", "更正"


class HourEntry(PublicId):
    """Hours of one subject that one person had on one day; below zero where it takes another entry back."""

    ledger_watched = True

    person = by("人员", name="training_hours")
    subject = models.CharField("学时类别", max_length=20, choices=Subject.choices())
    hours = models.DecimalField("学时", max_digits=5, decimal_places=1)
    day = models.DateField("日期")
    source = models.CharField("来源", max_length=20, choices=Source.choices())
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, related_name="hours", verbose_name="培训班次"
    )
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="corrected_by", verbose_name="更正的记录"
    )
    words = models.CharField("说明", max_length=300)
    entered_at = models.DateTimeField("登记时间")
    entered_by = by("登记人")
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "学时记录"
        ordering = ("-day", "-pk")
        indexes = (models.Index(fields=("person", "subject", "day"), name="training_hours_of_person"),)
        constraints = (
            models.UniqueConstraint(
                fields=("session", "person"),
                condition=models.Q(source="session"),
                name="training_hours_of_session_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.get_subject_display()} {self.hours.normalize():f} 学时"

    def get_absolute_url(self) -> str:
        """Where it stands: in the ledger of hours, opened at itself."""
        return f"/training/hours/?entry={self.public_id}"
