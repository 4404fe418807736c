"""Officers of a unit below whom the organising authority asks for, to assist with an inspection (CQ 20)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.inspections.models.inspection import Inspection
from zhuangjian.engines.rules.vocabulary import Term


class SecondingStage(Term):
    """Where a request for people to assist stands."""

    ASKED = "asked", "待安排人员"
    NAMED = "named", "已安排人员"
    DECLINED = "declined", "不能安排"
    TAKEN = "taken", "已编入检查组"
    WITHDRAWN = "withdrawn", "已撤回"


def _by(title: str, null: bool = True) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=null, related_name="+", verbose_name=title
    )


class Seconding(PublicId):
    """One request: which unit is asked, for how many, and whom it named. It says nothing of who is inspected (CQ 34).

    ``people`` are those named, ``taken`` those in the team, ``noted`` those who took note of the arrangement.
    """

    ledger_watched = True

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="secondings", verbose_name="检查")
    no = models.PositiveIntegerField("序号")
    unit = models.ForeignKey(Authority, models.PROTECT, related_name="secondings", verbose_name="派员单位")
    asked_from = models.ForeignKey(
        Authority, models.PROTECT, related_name="secondings_asked", verbose_name="要求派员的单位"
    )
    stage = models.CharField("状态", max_length=10, choices=SecondingStage.choices(), default="asked")
    count = models.PositiveIntegerField("需要的人数")
    text = models.TextField("协助的工作和对人员的要求")
    gathering = models.CharField("集中的时间和地点", max_length=300)
    due_on = models.DateField("答复日期")
    asked_at = models.DateTimeField("提出时间")
    asked_by = _by("提出人", null=False)
    people = models.JSONField("安排的人员", default=list, blank=True)
    answer = models.TextField("答复", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = _by("答复人")
    taken = models.JSONField("编入检查组的人员", default=list, blank=True)
    taken_at = models.DateTimeField("编入时间", null=True)
    taken_by = _by("编入检查组的决定人")
    noted = models.JSONField("已收悉安排的人员", default=list, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "协助人员"
        ordering = ("-asked_at", "-pk")
        constraints = (models.UniqueConstraint(fields=("inspection", "no"), name="seconding_once"),)

    def __str__(self) -> str:
        return f"{self.asked_from}要求{self.unit}派员协助检查"

    def known(self) -> Inspection | None:
        """The inspection, where whoever reads the row may know of it."""
        return self.inspection if self.inspection_id else None

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/assistants/{self.public_id}/"
