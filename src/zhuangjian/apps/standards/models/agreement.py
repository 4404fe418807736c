"""Mock cases that several mark on the same evidence, and proposals to change a rule."""

from __future__ import annotations

from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.standards.models.guides import by
from zhuangjian.engines.rules.vocabulary import Term


class MockStage(Term):
    """Whether a mock case can be marked."""

    OPEN = "open", "评判中"
    CLOSED = "closed", "已结束"


class MockCase(PublicId):
    """Evidence of a past case without names, and the checkpoints that each inspector judges by it alone."""

    ledger_watched = True

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="组织单位")
    title = models.CharField("标题", max_length=120)
    text = models.TextField("案情和证据")
    edition = models.CharField("检查要点版本", max_length=40)
    items = models.JSONField("检查要点", default=list)
    until = models.DateField("截止日期")
    stage = models.CharField("状态", max_length=10, choices=MockStage.choices(), default="open")
    opened_at = models.DateTimeField("发起时间")
    opened_by = by("发起人")
    closed_at = models.DateTimeField("结束时间", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "尺度比对案例"
        ordering = ("-opened_at", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/standards/agreement/{self.public_id}/"


class Marking(PublicId):
    """How one person judges a mock case: result by checkpoint. Nobody else sees it; counts are made of all together."""

    ledger_watched = True

    case = models.ForeignKey(MockCase, models.PROTECT, related_name="markings", verbose_name="尺度比对案例")
    person = by("评判人")
    results = models.JSONField("结果", default=dict)
    marked_at = models.DateTimeField("评判时间")
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "尺度比对评判"
        ordering = ("marked_at", "pk")
        constraints = (models.UniqueConstraint(fields=("case", "person"), name="mock_case_marked_once"),)

    def __str__(self) -> str:
        return f"{self.case}"

    def get_absolute_url(self) -> str:
        """Where it stands: on the page of its case."""
        return self.case.get_absolute_url() if self.case else "/standards/agreement/"


class ProposalStage(Term):
    """What became of a proposal."""

    OPEN = "open", "待决定"
    ADOPTED = "adopted", "已采纳"
    REJECTED = "rejected", "不采纳"


class Proposal(PublicId):
    """A proposal to change a rule: what it says now, what it should say, the evidence for it, and the decision."""

    ledger_watched = True

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="决定单位")
    unit = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="提出单位")
    title = models.CharField("标题", max_length=160)
    rule = models.CharField("所涉规定", max_length=200)
    now = models.TextField("现在的规定")
    wanted = models.TextField("建议改成")
    evidence = models.TextField("依据的情况和数据")
    links = models.JSONField("证明材料", default=list)
    stage = models.CharField("状态", max_length=10, choices=ProposalStage.choices(), default="open")
    opened_at = models.DateTimeField("提出时间")
    opened_by = by("提出人")
    decision = models.TextField("决定的理由", blank=True)
    follow_up = models.CharField("后续办理", max_length=300, blank=True)
    decided_at = models.DateTimeField("决定时间", null=True)
    decided_by = by("决定人", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "修改规定的建议"
        ordering = ("-opened_at", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/standards/proposals/{self.public_id}/"
