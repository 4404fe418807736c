"""What happens on the spot: credentials shown, meetings, signatures."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.inspections.models.inspection import Inspection
from zhuangjian.engines.rules.vocabulary import Term


class CredentialShown(models.Model):
    """A credential shown on arrival (CQ 11); no exception exists."""

    inspection = models.ForeignKey(
        Inspection, models.CASCADE, related_name="credentials_shown", verbose_name="检查"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="人员")
    kind = models.CharField("证件", max_length=40)
    number = models.CharField("证件号", max_length=40)
    shown_at = models.DateTimeField("出示时间")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "证件出示"

    def __str__(self) -> str:
        return f"{self.person} {self.kind} {self.number}"


class MeetingKind(Term):
    """First and last meeting."""

    OPENING = "opening", "首次会议"
    CLOSING = "closing", "末次会议"


class Meeting(models.Model):
    """Opening (CQ 12) or closing meeting (CQ 15). ``points`` are the things confirmed or told."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="meetings", verbose_name="检查")
    kind = models.CharField("会议", max_length=10, choices=MeetingKind.choices())
    held_at = models.DateTimeField("时间")
    points = models.JSONField("告知与确认事项", default=list)
    notice_omitted_reason = models.CharField("未预先告知而省略的说明", max_length=200, blank=True)
    party_attendee = models.CharField("被检查对象参加人", max_length=60, blank=True)
    party_attendee_post = models.CharField("职务", max_length=60, blank=True)
    notes = models.TextField("记录", blank=True)
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="记录人")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "会议"
        constraints = (models.UniqueConstraint(fields=("inspection", "kind"), name="meeting_once"),)

    def __str__(self) -> str:
        return f"{self.inspection} {self.get_kind_display()}"


class SignatureKind(Term):
    """How a side closed the record (CQ 14)."""

    SIGNED = "signed", "签字"
    SEALED = "sealed", "盖章"
    REFUSED = "refused", "拒绝签字或者盖章"


class Signature(models.Model):
    """One side's signature, seal, or refusal with its reason, over the record with ``record_digest``."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="signatures", verbose_name="检查")
    side = models.CharField("一方", max_length=10, choices=[("team", "检查组"), ("party", "被检查对象")])
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="签字人"
    )
    signer_name = models.CharField("姓名", max_length=60)
    signer_post = models.CharField("职务", max_length=60, blank=True)
    kind = models.CharField("方式", max_length=10, choices=SignatureKind.choices())
    reason = models.CharField("拒绝理由", max_length=300, blank=True)
    witness = models.CharField("见证人", max_length=60, blank=True)
    record_digest = models.CharField("记录摘要", max_length=64)
    signed_at = models.DateTimeField("时间")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "签字"
        ordering = ("inspection", "side", "pk")

    def __str__(self) -> str:
        return f"{self.signer_name} {self.get_kind_display()}"
