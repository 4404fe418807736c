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


class OpeningPoint(Term):
    """What the opening meeting confirms and tells (CQ 12)."""

    SCOPE = "scope", "确认检查范围"
    DISCIPLINE = "discipline", "告知检查纪律"
    INTEGRITY = "integrity", "告知廉政纪律"
    CAUTIONS = "cautions", "告知注意事项"
    RIGHTS = "rights", "告知陈述申辩的权利"
    DUTIES = "duties", "告知应履行的义务"


class ClosingPoint(Term):
    """What the closing meeting tells (CQ 15)."""

    RESULT_TOLD = "result_told", "告知现场检查结果"
    RIGHT_TO_STATE = "right_to_state", "告知可以现场陈述申辩"


class Position(Term):
    """What the party says to the result."""

    NO_OBJECTION = "no_objection", "没有异议"
    STATES = "states", "提出陈述申辩"


class Obstruction(Term):
    """The five forms that count as refusing, evading or obstructing an inspection, and what the article names beside them
    (CQ 51)."""

    ENTRY = "entry", "拒绝、阻碍、限制进入场所或者限制检查时间、人员离开"
    MATERIALS = "materials", "不如实提供或者无正当理由拒绝提供有关材料"
    EVIDENCE = "evidence", "拒绝或者限制查阅复制、录像拍照、抽样等取证"
    DECEPTION = "deception", "以声称人员不在、冒名顶替等方式欺骗、误导、逃避检查"
    OTHER = "other", "其他拒不配合检查的情形"
    DESTRUCTION = "destruction", "伪造、销毁、隐匿证据"


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
    drawn = models.TextField("手写签名", blank=True, default="")
    device = models.CharField("签名设备", max_length=120, blank=True, default="")
    record_digest = models.CharField("记录摘要", max_length=64)
    signed_at = models.DateTimeField("时间")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "签字"
        ordering = ("inspection", "side", "pk")

    def __str__(self) -> str:
        return f"{self.signer_name} {self.get_kind_display()}"
