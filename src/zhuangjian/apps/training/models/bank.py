"""The item bank: questions with their versions; what was asked once is never rewritten."""

from __future__ import annotations

from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.training.models.courses import by
from zhuangjian.engines.rules.vocabulary import Term


class ItemKind(Term):
    """How a question is answered; a mock inspection names the faults of a past case that was made anonymous."""

    SINGLE = "single", "单选题"
    MULTIPLE = "multiple", "多选题"
    JUDGEMENT = "judgement", "判断题"
    MOCK = "mock", "模拟检查"


class VersionStage(Term):
    """Whether a version can be drawn."""

    DRAFT = "draft", "待审定"
    APPROVED = "approved", "在用"
    REPLACED = "replaced", "已换新"
    RETIRED = "retired", "停用"


class Item(PublicId):
    """One question of an authority's bank, whatever its wording."""

    ledger_watched = True

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="单位")
    topic = models.CharField("主题", max_length=40)
    no = models.PositiveIntegerField("题号")
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "题目"
        ordering = ("topic", "no")
        constraints = (models.UniqueConstraint(fields=("authority", "no"), name="training_item_number_once"),)

    def __str__(self) -> str:
        return f"{self.topic} 第{self.no}题"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/training/items/{self.public_id}/"


class ItemVersion(PublicId):
    """One wording of a question with its key. A mock inspection's ``source`` says which case it is made from; a key that
    rests on what is not official is an ``expert``'s answer, by name."""

    ledger_watched = True

    item = models.ForeignKey(Item, models.PROTECT, related_name="versions", verbose_name="题目")
    no = models.PositiveIntegerField("第几版")
    kind = models.CharField("题型", max_length=20, choices=ItemKind.choices())
    stem = models.TextField("题干")
    options = models.JSONField("选项")
    key = models.JSONField("答案")
    grounds = models.CharField("依据", max_length=200)
    expert = models.CharField("给出答案的专家", max_length=60, blank=True)
    source = models.CharField("案例来源", max_length=200, blank=True)
    stage = models.CharField("状态", max_length=20, choices=VersionStage.choices(), default="draft")
    written_by = by("命题人")
    written_at = models.DateTimeField("命题时间")
    approved_by = by("审定人", null=True)
    approved_at = models.DateTimeField("审定时间", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "题目版本"
        ordering = ("item", "-no")
        constraints = (
            models.UniqueConstraint(fields=("item", "no"), name="training_item_version_once"),
            models.UniqueConstraint(
                fields=("item",), condition=models.Q(stage="approved"), name="training_one_version_in_use"
            ),
        )

    def __str__(self) -> str:
        return f"{self.item} 第{self.no}版"

    def get_absolute_url(self) -> str:
        """Where it stands: on the page of its item."""
        return self.item.get_absolute_url()
