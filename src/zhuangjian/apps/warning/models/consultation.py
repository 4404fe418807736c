"""A consultation on risk as it was prepared and held, and the measures that came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.engines.rules.vocabulary import Term


def by(title: str, *, null: bool = False) -> models.ForeignKey:
    """Who did something."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=null, related_name="+", verbose_name=title
    )


class ConsultationStage(Term):
    """How far a consultation is."""

    PLANNED = "planned", "待召开"
    HELD = "held", "措施落实中"
    CLOSED = "closed", "已办结"


class Consultation(PublicId):
    """One of a row of consultations; ``months`` until the next one, none after the last.

    ``agenda`` is the list of sentences as it was drafted; the root cause has three parts, so that a direct cause alone
    is not taken for one.
    """

    ledger_watched = True

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="召集单位")
    no = models.PositiveIntegerField("次序")
    stage = models.CharField("状态", max_length=10, choices=ConsultationStage.choices(), default="planned")
    months = models.PositiveIntegerField("间隔（月）")
    due = models.DateField("召开期限")
    agenda = models.JSONField("议程", default=list)
    drafted_at = models.DateTimeField("议程起草时间", null=True)
    held_on = models.DateField("召开日期", null=True)
    attendees = models.TextField("参加人员", blank=True)
    minutes = models.TextField("纪要", blank=True)
    direct_cause = models.TextField("直接原因", blank=True)
    system_cause = models.TextField("体系原因", blank=True)
    evidence = models.TextField("原因的依据", blank=True)
    opened_at = models.DateTimeField("安排时间")
    opened_by = by("安排人")
    closed_at = models.DateTimeField("办结时间", null=True)
    closed_by = by("办结人", null=True)
    closing = models.TextField("办结说明", blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "风险会商"
        ordering = ("-due", "-pk")
        constraints = (models.UniqueConstraint(fields=("authority", "no"), name="consultation_number_once"),)

    def __str__(self) -> str:
        return f"{self.authority}第{self.no}次风险会商"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/warning/{self.public_id}/"


class MeasureStage(Term):
    """Whether a measure is carried out."""

    OPEN = "open", "办理中"
    DONE = "done", "已完成"


class Measure(PublicId):
    """What one unit has to do by a day after a consultation, and what it did."""

    ledger_watched = True

    consultation = models.ForeignKey(
        Consultation, models.PROTECT, related_name="measures", verbose_name="风险会商"
    )
    stage = models.CharField("状态", max_length=10, choices=MeasureStage.choices(), default="open")
    title = models.CharField("措施", max_length=160)
    text = models.TextField("内容", blank=True)
    unit = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="承办单位")
    due = models.DateField("期限")
    note = models.TextField("办理情况", blank=True)
    proof = models.CharField("证明材料", max_length=200, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = by("登记人")
    done_at = models.DateTimeField("完成时间", null=True)
    done_by = by("办理人", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "风险防控措施"
        ordering = ("due", "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/warning/measures/{self.public_id}/"
