"""What somebody without an account reported, who they are, and that a form was used up."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.vocabulary import Term


class ConcernKind(Term):
    """What is reported."""

    REPORT = "report", "举报：涉嫌违法或者有风险"
    COMPLAINT = "complaint", "投诉：本人消费的争议"
    OBJECTION = "objection", "异议：对公示内容有意见"
    ADVICE = "advice", "意见和建议"


class ConcernStage(Term):
    """How far a report is."""

    NEW = "new", "待受理"
    TAKEN = "taken", "办理中"
    ANSWERED = "answered", "已答复"


class ConcernOutcome(Term):
    """What came of it, as the person who reported reads it."""

    FOUND = "found", "反映的情况属实或者部分属实"
    UNFOUNDED = "unfounded", "经核查没有发现所反映的情况"
    ELSEWHERE = "elsewhere", "不属于本部门职责，已告知有权处理的部门"
    NOTED = "noted", "已收悉，予以采纳或者说明"


def _by(title: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=title
    )


class Concern(PublicId):
    """One report. Of its receipt code only a digest is kept: nobody in the office can look up the status as its sender."""

    ledger_watched = True

    receipt = models.CharField("回执码摘要", max_length=64, unique=True)
    kind = models.CharField("类别", max_length=10, choices=ConcernKind.choices())
    stage = models.CharField("状态", max_length=10, choices=ConcernStage.choices(), default="new")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="办理单位")
    subject = models.CharField("反映的企业或者公示", max_length=120)
    product = models.CharField("产品", max_length=120, blank=True)
    text = models.TextField("反映内容")
    about = models.UUIDField("所涉公示", null=True, db_index=True)
    named = models.BooleanField("留了联系方式", default=False)
    received_at = models.DateTimeField("收到时间")
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+", verbose_name="企业")
    taken_at = models.DateTimeField("受理时间", null=True)
    handler = _by("承办人")
    handed_over = models.CharField("改由他人承办的理由", max_length=400, blank=True)
    outcome = models.CharField("结果", max_length=10, choices=ConcernOutcome.choices(), blank=True)
    answer = models.TextField("答复", blank=True)
    internal = models.TextField("核查情况", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "公众反映"
        ordering = ("-received_at", "-pk")

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/concerns/{self.public_id}/"


class Informant(PublicId):
    """Who reported: kept apart from the report, for the eyes of who handles it alone."""

    ledger_watched = True

    concern = models.OneToOneField(Concern, models.PROTECT, related_name="informant", verbose_name="公众反映")
    name = models.CharField("姓名", max_length=60, blank=True)
    contact = models.CharField("联系方式", max_length=120)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "反映人"

    def __str__(self) -> str:
        return self.name or "反映人"

    def get_absolute_url(self) -> str:
        """The page of the report."""
        return self.concern.get_absolute_url()


class FormUse(models.Model):
    """One form used up by one address (as a keyed digest, an hour at most): a form is handed in once, an address so many an hour."""

    nonce = models.CharField("表单编号", max_length=40, unique=True)
    address = models.CharField("来源摘要", max_length=64)
    at = models.DateTimeField("时间")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "表单使用"
        indexes = (models.Index(fields=("address", "at"), name="concern_formuse_rate"),)

    def __str__(self) -> str:
        return self.nonce
