"""A letter: everything that is written between bodies, out or in (CQ 41 to 48)."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.enforcement.models import Lead
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.outside.models import OutsideProblem
from zhuangjian.apps.programme.models import Task
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.vocabulary import BodyKind, LetterKind, Term


class Direction(Term):
    """Whether a letter is one's own or came from elsewhere."""

    OUT = "out", "去函"
    IN = "in", "来函"


class LetterStage(Term):
    """Where a letter stands."""

    DRAFT = "draft", "拟稿"
    SENT = "sent", "待复函"
    RECEIVED = "received", "待办理"
    ANSWERED = "answered", "已复函"
    CLOSED = "closed", "已办结"
    WITHDRAWN = "withdrawn", "已撤回"


class Urgency(Term):
    """How soon a request asks for its answer (CQ 48)."""

    ORDINARY = "ordinary", "一般"
    URGENT = "urgent", "紧急"


class Unclear(Term):
    """What a joint team cannot settle yet (CQ 47)."""

    VIOLATION = "violation", "违法问题尚不确定"
    COMPETENCE = "competence", "管辖权尚不确定"
    BOTH = "both", "违法问题和管辖权都不确定"


class Letter(PublicId):
    """One letter as one authority has it.

    ``authority`` wrote it or registered it; ``handler`` answers one that came in. ``theirs`` is what the sender's system
    calls a letter that came in, ``paired`` the sender's own row where both use this system. Of a letter that came in,
    ``body_name`` is who sent it.
    """

    ledger_watched = True
    ledger_parts = ("addressees", "annexes", "answers", "extensions", "delegates")

    direction = models.CharField("来去", max_length=3, choices=Direction.choices())
    kind = models.CharField("函件种类", max_length=20, choices=LetterKind.choices())
    stage = models.CharField("状态", max_length=12, choices=LetterStage.choices())
    number = models.CharField("文号", max_length=80, blank=True)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="letters", verbose_name="登记单位")
    handler = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="承办单位")
    body_name = models.CharField("来文单位", max_length=120, blank=True)
    body_kind = models.CharField("来文单位类别", max_length=12, choices=BodyKind.choices(), blank=True)
    theirs = models.UUIDField("来文单位的公开编号", null=True, db_index=True)
    public_key = models.CharField("来文签名公钥", max_length=64, blank=True)
    trusted = models.BooleanField("公钥事先已知", default=False)
    paired = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="对应的去函")
    earlier = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="later", verbose_name="相关的函件"
    )
    subject = models.CharField("事由", max_length=200)
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, related_name="letters", verbose_name="涉及企业"
    )
    party_name = models.CharField("涉及企业名称", max_length=200, blank=True)
    inspection = models.ForeignKey(
        Inspection, models.PROTECT, null=True, related_name="letters", verbose_name="检查"
    )
    problem = models.ForeignKey(
        OutsideProblem, models.PROTECT, null=True, related_name="letters", verbose_name="任务外问题"
    )
    lead = models.ForeignKey(Lead, models.PROTECT, null=True, related_name="letters", verbose_name="违法线索")
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="letters", verbose_name="检查任务")
    reasons = models.TextField("理由", blank=True)
    matters = models.TextField("事项", blank=True)
    contact_name = models.CharField("联系人", max_length=60, blank=True)
    contact_way = models.CharField("联系方式", max_length=120, blank=True)
    public_info = models.CharField("可公开查询的信息", max_length=60, blank=True)
    public_reason = models.TextField("仍需协查的理由", blank=True)
    unlicensed = models.BooleanField("未经许可的生产经营", default=False)
    urgency = models.CharField("缓急", max_length=10, choices=Urgency.choices(), default="ordinary")
    own_term = models.DateField("请求的期限", null=True)
    sent_at = models.DateTimeField("发出时间", null=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="发出人"
    )
    received_on = models.DateField("收到日期", null=True)
    due = models.DateField("函复期限", null=True)
    decision = models.BooleanField("决定开展", null=True)
    decision_text = models.TextField("决定的理由和安排", blank=True)
    decided_on = models.DateField("决定日期", null=True)
    unclear = models.CharField("尚不确定", max_length=12, choices=Unclear.choices(), blank=True)
    unclear_text = models.TextField("不确定的问题", blank=True)
    together = models.TextField("共同调查取证情况", blank=True)
    disputed = models.BooleanField("存在管辖权争议", default=False)
    closing = models.TextField("办结或者撤回说明", blank=True)
    closed_at = models.DateTimeField("办结时间", null=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人"
    )
    written_at = models.DateTimeField("登记时间")
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "函件"
        ordering = ("-written_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("authority", "theirs"),
                condition=models.Q(theirs__isnull=False),
                name="letter_received_once",
            ),
        )

    def __str__(self) -> str:
        return self.number or self.subject

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/letters/{self.public_id}/"

    @property
    def called(self) -> UUID:
        """What both sides call the letter: the sender's public id."""
        return self.theirs or self.public_id
