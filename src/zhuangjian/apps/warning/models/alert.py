"""A letter to a group of enterprises, and what each of them makes of it."""

from __future__ import annotations

from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.registry.models import Party
from zhuangjian.apps.warning.models.consultation import Consultation, by
from zhuangjian.engines.rules.vocabulary import Term


class AlertKind(Term):
    """What is written to enterprises."""

    ALERT = "alert", "风险提示函"
    PROBLEM = "problem", "共性问题通报"
    CASE = "case", "典型案例通报"


class AlertStage(Term):
    """How far a letter is."""

    DRAFT = "draft", "待审签"
    SENT = "sent", "已发出"
    DROPPED = "dropped", "已撤回"


class ProductChoice(Term):
    """Of which products an enterprise is chosen."""

    SPECIAL = "special", "特殊化妆品"
    CHILDREN = "children", "儿童化妆品"
    NEW = "new", "使用监测期新原料的产品"


class Alert(PublicId):
    """One letter: its words, by what condition the group was picked, and whether it orders a self-inspection.

    The group itself is frozen in the recipients when it is drafted. ``edition`` and ``item`` name the checkpoint that it
    is about, by which the effect is counted; none: every problem counts.
    """

    ledger_watched = True

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="发出单位")
    consultation = models.ForeignKey(
        Consultation, models.PROTECT, null=True, related_name="+", verbose_name="依据的会商"
    )
    kind = models.CharField("种类", max_length=10, choices=AlertKind.choices())
    stage = models.CharField("状态", max_length=10, choices=AlertStage.choices(), default="draft")
    title = models.CharField("标题", max_length=120)
    text = models.TextField("正文")
    condition = models.CharField("发送范围", max_length=400)
    edition = models.CharField("检查要点版本", max_length=20, blank=True)
    item = models.CharField("检查要点", max_length=10, blank=True)
    lines = models.JSONField("自查清单", default=list)
    answer_by = models.DateField("自查报送期限", null=True)
    drafted_at = models.DateTimeField("起草时间")
    drafted_by = by("起草人")
    sent_at = models.DateTimeField("发出时间", null=True)
    sent_by = by("审签人", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "提示函和通报"
        ordering = ("-drafted_at", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/warning/alerts/{self.public_id}/"


class RecipientStage(Term):
    """How far one enterprise is with a letter."""

    LISTED = "listed", "待发出"
    SENT = "sent", "待确认收悉"
    RECEIVED = "received", "已收悉"
    ANSWERED = "answered", "待评估"
    AGAIN = "again", "待补充"
    CLOSED = "closed", "已办结"
    DROPPED = "dropped", "没有发出"


class Recipient(PublicId):
    """One enterprise of the group. It carries the words as they were sent: the enterprise sees this row alone, neither
    the letter's group nor the consultation behind it. ``answers`` are ``{"text", "proof"}`` by the line's place."""

    ledger_watched = True

    alert = models.ForeignKey(Alert, models.PROTECT, related_name="recipients", verbose_name="提示函")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name="企业")
    sender = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="发出单位")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="评估单位")
    stage = models.CharField("状态", max_length=10, choices=RecipientStage.choices(), default="listed")
    kind = models.CharField("种类", max_length=10, choices=AlertKind.choices())
    title = models.CharField("标题", max_length=120)
    text = models.TextField("正文")
    lines = models.JSONField("自查清单", default=list)
    answer_by = models.DateField("自查报送期限", null=True)
    sent_at = models.DateTimeField("发出时间", null=True)
    received_at = models.DateTimeField("收悉时间", null=True)
    received_by = by("确认人", null=True)
    answers = models.JSONField("自查情况", default=list)
    answered_at = models.DateTimeField("报送时间", null=True)
    answered_by = by("报送人", null=True)
    assessment = models.TextField("评估意见", blank=True)
    assessed_at = models.DateTimeField("评估时间", null=True)
    assessed_by = by("评估人", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "提示函送达"
        ordering = ("-sent_at", "-pk")
        constraints = (models.UniqueConstraint(fields=("alert", "party"), name="alerted_once"),)

    def __str__(self) -> str:
        return f"{self.party}：{self.title}"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/warning/received/{self.public_id}/"

    @property
    def asked(self) -> bool:
        """Whether a self-inspection is ordered."""
        return bool(self.lines)
