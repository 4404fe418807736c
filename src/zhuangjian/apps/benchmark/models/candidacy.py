"""One enterprise that wants to be, or is, a benchmark, and what each member of the committee said of it."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.improvement.benchmark import Criterion
from zhuangjian.engines.rules.vocabulary import Term


def by(title: str, *, null: bool = False) -> models.ForeignKey:
    """Who did something."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=null, related_name="+", verbose_name=title
    )


class Origin(Term):
    """How an enterprise came to be considered."""

    APPLIED = "applied", "企业申报"
    NOMINATED = "nominated", "监管部门推荐"
    RENEWAL = "renewal", "申请续期"


class CandidacyStage(Term):
    """How far it is."""

    DRAFT = "draft", "待企业申报"
    SUBMITTED = "submitted", "待评审"
    SCORING = "scoring", "评审中"
    PUBLISHED = "published", "公示中"
    TITLED = "titled", "标杆企业"
    REFUSED = "refused", "未入选"
    WITHDRAWN = "withdrawn", "企业已撤回"
    REVOKED = "revoked", "称号已撤销"
    EXPIRED = "expired", "称号已期满"


OPEN = (
    CandidacyStage.DRAFT,
    CandidacyStage.SUBMITTED,
    CandidacyStage.SCORING,
    CandidacyStage.PUBLISHED,
)


class National(Term):
    """How the way to the national level stands."""

    RECOMMENDED = "recommended", "已推荐，等待结果"
    SELECTED = "selected", "入选国家级示范"
    NOT_SELECTED = "not_selected", "未入选国家级示范"


class Candidacy(PublicId):
    """One enterprise's way to the title, and the title.

    ``criteria`` are ``{"theme", "title", "weight"}`` as in force when it began, ``evidence`` the enterprise's words in
    their order, ``means`` the committee's mean of each. ``name`` is what the public and the committee read.
    """

    ledger_watched = True

    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name="企业")
    name = models.CharField("企业名称", max_length=200)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="遴选单位")
    nominated_by = models.ForeignKey(
        Authority, models.PROTECT, null=True, related_name="+", verbose_name="推荐单位"
    )
    origin = models.CharField("来源", max_length=10, choices=Origin.choices())
    stage = models.CharField("状态", max_length=10, choices=CandidacyStage.choices())
    because = models.CharField("推荐理由", max_length=300, blank=True)
    criteria = models.JSONField("标准", default=list)
    evidence = models.JSONField("证据", default=list)
    means = models.JSONField("各项平均分", default=list)
    total = models.DecimalField("总分", max_digits=4, decimal_places=1, null=True)
    opened_at = models.DateTimeField("列入时间")
    submitted_at = models.DateTimeField("申报时间", null=True)
    submitted_by = by("申报人", null=True)
    published_on = models.DateField("公示日期", null=True)
    objections_until = models.DateField("公示截止", null=True)
    decided_at = models.DateTimeField("决定时间", null=True)
    decided_by = by("决定人", null=True)
    reason = models.TextField("决定的理由", blank=True)
    since = models.DateField("称号起", null=True)
    until = models.DateField("称号止", null=True)
    reminded_on = models.DateField("提醒续期的日期", null=True)
    ended_on = models.DateField("称号结束日期", null=True)
    ended_because = models.CharField("撤销或者撤回的原因", max_length=300, blank=True)
    national = models.CharField("国家级示范", max_length=12, choices=National.choices(), blank=True)
    national_on = models.DateField("推荐或者结果日期", null=True)
    national_note = models.CharField("推荐说明", max_length=300, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "标杆企业申报"
        ordering = ("-opened_at", "-pk")

    def __str__(self) -> str:
        return f"{self.name}：标杆企业"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/benchmark/{self.public_id}/"

    @property
    def measured_by(self) -> tuple[Criterion, ...]:
        """The criteria as the engine asks for them."""
        return tuple(Criterion(one["title"], one["theme"], one["weight"]) for one in self.criteria)

    def titled_on(self, day: date) -> bool:
        """Whether the title stands on that day; both ends count."""
        return self.stage == CandidacyStage.TITLED and bool(
            self.since and self.until and self.since <= day <= self.until
        )


class Mark(PublicId):
    """What one member of the committee says: whether there is an interest, then 0 to 100 for each criterion with reasons.

    ``interest`` is empty until declared; ``points`` are ``{"points", "why"}`` in the order of the criteria.
    """

    ledger_watched = True

    candidacy = models.ForeignKey(
        Candidacy, models.PROTECT, related_name="marks", verbose_name="标杆企业申报"
    )
    member = by("委员")
    interest = models.BooleanField("有利害关系", null=True)
    interest_text = models.CharField("利害关系", max_length=300, blank=True)
    points = models.JSONField("评分", default=list)
    named_at = models.DateTimeField("指定时间")
    declared_at = models.DateTimeField("申明时间", null=True)
    scored_at = models.DateTimeField("打分时间", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "标杆企业评分"
        ordering = ("candidacy", "pk")
        constraints = (
            models.UniqueConstraint(fields=("candidacy", "member"), name="benchmark_member_scores_once"),
        )

    def __str__(self) -> str:
        return f"{self.candidacy.name}的评分" if self.candidacy_id else "标杆企业评分"

    def get_absolute_url(self) -> str:
        """Where it stands: with its candidacy, as far as the reader sees that."""
        return self.candidacy.get_absolute_url() if self.candidacy_id else "/benchmark/"
