"""The review of an inspection that an institution carried out: who reviews, what is asked, what it comes to (CQ 17)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.engines.rules.vocabulary import Conclusion, Term


class ReviewStage(Term):
    """Where a review stands."""

    REVIEWING = "reviewing", "审核中"
    DRAFTED = "drafted", "待审核人员签字"
    SIGNED = "signed", "待负责人签发"
    DONE = "done", "审核完毕"


def _by(title: str = "经办人", *, null: bool = True) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=null, related_name="+", verbose_name=title
    )


class Review(PublicId):
    """One inspection's review. ``on_site`` is the conclusion of the record, ``result`` the one as reviewed: empty where
    the inspection has no list of conclusions, or its conclusion is for another to give."""

    ledger_watched = True
    ledger_parts = ("reviewers",)

    inspection = models.OneToOneField(Inspection, models.PROTECT, related_name="review", verbose_name="检查")
    stage = models.CharField("状态", max_length=20, choices=ReviewStage.choices(), default="reviewing")
    appointed_at = models.DateTimeField("安排时间")
    appointed_by = _by(null=False)
    opinion = models.TextField("对检查程序和记录的审核意见", blank=True)
    suspected = models.BooleanField("涉嫌违法", default=False)
    hand_over = models.BooleanField("涉及检查与稽查衔接", default=False)
    report = models.BooleanField("出具检查审核报告", default=False)
    number = models.CharField("报告编号", max_length=60, blank=True)
    advice = models.TextField("处理建议", blank=True)
    conclusion = models.TextField("检查审核结论", blank=True)
    on_site = models.CharField("现场检查结论", max_length=30, choices=Conclusion.choices(), blank=True)
    result = models.CharField("审核后的检查结论", max_length=30, choices=Conclusion.choices(), blank=True)
    drafted_at = models.DateTimeField("拟定时间", null=True)
    drafted_by = _by()
    sent_back = models.TextField("退回理由", blank=True)
    sealed = models.BooleanField("已加盖公章", default=False)
    issued_by = _by()
    done_at = models.DateTimeField("审核完毕时间", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "检查审核"
        ordering = ("-appointed_at", "-pk")

    def __str__(self) -> str:
        return f"{self.inspection} 检查审核"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/inspections/{self.inspection.public_id}/review/"

    @property
    def party(self) -> Any:
        """The inspected party."""
        return self.inspection.party


class Reviewer(models.Model):
    """Somebody who reviews; who left stays on record. ``signed_at``: the review as it is now."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="reviewers", verbose_name="检查审核")
    person = _by("审核人员", null=False)
    joined_at = models.DateTimeField("加入时间")
    left_at = models.DateTimeField("退出时间", null=True)
    signed_at = models.DateTimeField("签字时间", null=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "审核人员"
        ordering = ("review", "pk")

    def __str__(self) -> str:
        return f"{self.review} {self.person}"


class Addressee(Term):
    """Who is asked in writing."""

    TEAM = "team", "检查组"
    PARTY = "party", "被检查对象"


class Confirmation(Term):
    """How the party confirmed, or that it did not."""

    SIGNED = "signed", "签字确认"
    SEALED = "sealed", "盖章确认"
    REFUSED = "refused", "拒绝确认"


class Question(PublicId):
    """One question in writing and its answer; one to the party carries its confirmation."""

    ledger_watched = True

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, related_name="review_questions", verbose_name="检查"
    )
    review = models.ForeignKey(Review, models.PROTECT, related_name="questions", verbose_name="检查审核")
    no = models.PositiveIntegerField("序号")
    addressee = models.CharField("对象", max_length=10, choices=Addressee.choices())
    text = models.TextField("需要明确的内容")
    asked_at = models.DateTimeField("提出时间")
    asked_by = _by("提出人", null=False)
    answer = models.TextField("答复", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = _by("登记人")
    confirmation = models.CharField("确认方式", max_length=10, choices=Confirmation.choices(), blank=True)
    confirmed_by = models.CharField("确认人", max_length=60, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawn_because = models.CharField("撤回理由", max_length=300, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "审核询问"
        ordering = ("review", "no")
        constraints = (models.UniqueConstraint(fields=("review", "no"), name="review_question_once"),)

    def __str__(self) -> str:
        return f"第{self.no}项询问"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/reviews/questions/{self.public_id}/"

    @property
    def party(self) -> Any:
        """The inspected party."""
        return self.inspection.party

    @property
    def open(self) -> bool:
        """Neither answered nor withdrawn."""
        return self.answered_at is None and self.withdrawn_at is None
