"""Answers, typical cases and guides of checkpoints, and questions asked in the field."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.engines.rules.checklists import checklist
from zhuangjian.engines.rules.vocabulary import Term


def by(title: str, *, null: bool = False) -> models.ForeignKey:
    """Who did something."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=null, related_name="+", verbose_name=title
    )


def point_words(edition: str, item: str) -> str:
    """A checkpoint or a chapter as people name it: the edition's title, number and topic."""
    entry = checklist(edition)
    if item in {one.chapter for one in entry.items}:
        return f"{entry.title} {item}"
    found = entry.get(item)
    return f"{entry.title} 第{item}项{' ' + found.topic if found and found.topic else ''}"


class QuestionStage(Term):
    """How far a question is."""

    ASKED = "asked", "待答复"
    DRAFTED = "drafted", "答复待审定"
    ANSWERED = "answered", "已答复"
    READ = "read", "提问人已看"


class Question(PublicId):
    """What somebody asks about a checkpoint. It names no inspection and no enterprise: what is asked in a for-cause
    inspection tells nothing of it."""

    ledger_watched = True

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="答复单位")
    edition = models.CharField("检查要点版本", max_length=40)
    item = models.CharField("检查要点", max_length=10)
    text = models.TextField("问题")
    stage = models.CharField("状态", max_length=10, choices=QuestionStage.choices(), default="asked")
    answer = models.ForeignKey(
        "standards.Guide", models.PROTECT, null=True, related_name="+", verbose_name="答复"
    )
    asked_at = models.DateTimeField("提问时间")
    asked_by = by("提问人")
    answered_at = models.DateTimeField("答复时间", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "检查要点的提问"
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return f"第{self.item}项：{self.text[:30]}"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/standards/questions/{self.public_id}/"

    @property
    def point(self) -> str:
        """The checkpoint in words."""
        return point_words(self.edition, self.item)


class GuideKind(Term):
    """What is written about a checkpoint."""

    ANSWER = "answer", "政策问答"
    CASE = "case", "典型案例"
    GUIDE = "guide", "合规指引"


class GuideStage(Term):
    """Whether a version counts."""

    DRAFT = "draft", "待审定"
    PUBLISHED = "published", "已发布"
    REPLACED = "replaced", "已被替代"
    WITHDRAWN = "withdrawn", "已停用"


class Guide(PublicId):
    """One version of an answer, case or guide; the next one names it in ``replaces``. Who wrote it does not approve it.
    ``item`` is the number of a checkpoint; of a guide also the title of a chapter."""

    ledger_watched = True

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="发布单位")
    kind = models.CharField("种类", max_length=10, choices=GuideKind.choices())
    edition = models.CharField("检查要点版本", max_length=40)
    item = models.CharField("检查要点", max_length=40)
    title = models.CharField("标题", max_length=160)
    text = models.TextField("内容")
    grounds = models.CharField("依据", max_length=300)
    for_parties = models.BooleanField("向企业公开", default=False)
    for_public = models.BooleanField("在公开页面公布", default=False)
    no = models.PositiveIntegerField("第几版", default=1)
    stage = models.CharField("状态", max_length=10, choices=GuideStage.choices(), default="draft")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="替代")
    written_at = models.DateTimeField("起草时间")
    written_by = by("起草人")
    approved_at = models.DateTimeField("审定时间", null=True)
    approved_by = by("审定人", null=True)
    reason = models.CharField("停用的原因", max_length=300, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "检查要点释义"
        ordering = ("edition", "item", "-no", "pk")
        indexes = (models.Index(fields=("edition", "item", "stage"), name="guide_of_checkpoint"),)

    def __str__(self) -> str:
        return f"{self.title}（第{self.no}版）"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/standards/guides/{self.public_id}/"

    @property
    def point(self) -> str:
        """The checkpoint in words."""
        return point_words(self.edition, self.item)
