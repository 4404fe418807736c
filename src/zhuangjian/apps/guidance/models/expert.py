"""Members of the expert committee, and the enterprises that one of them must stay away from."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.vocabulary import Term


def by(title: str, *, null: bool = False) -> models.ForeignKey:
    """Who did something."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=null, related_name="+", verbose_name=title
    )


class ExpertField(Term):
    """From where a member comes (LN 2(2))."""

    INSPECTOR = "inspector", "骨干检查员"
    TRADE = "trade", "行业专家"
    ENFORCEMENT = "enforcement", "执法办案"
    TESTING = "testing", "检验检测"


class Expert(PublicId):
    """A member of the committee for a term; ``account`` where it is somebody of the system, an outside expert has none."""

    ledger_watched = True

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="组建单位")
    account = by("账号", null=True)
    name = models.CharField("姓名", max_length=60)
    unit = models.CharField("工作单位", max_length=120)
    field = models.CharField("方面", max_length=12, choices=ExpertField.choices())
    expertise = models.CharField("专长", max_length=300)
    since = models.DateField("任期起")
    until = models.DateField("任期止")
    ended_because = models.CharField("提前结束的原因", max_length=300, blank=True)
    entered_at = models.DateTimeField("聘任登记时间")
    entered_by = by("登记人")
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "专家委员会成员"
        ordering = ("field", "name", "pk")

    def __str__(self) -> str:
        return f"{self.name}（{self.get_field_display()}）"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/guidance/experts/{self.public_id}/"

    def active_on(self, day: date) -> bool:
        """Whether the term covers that day; both ends count."""
        return self.since <= day <= self.until


class ExpertConflict(PublicId):
    """An enterprise that a member declared an interest in, until it is over."""

    ledger_watched = True

    expert = models.ForeignKey(Expert, models.PROTECT, related_name="conflicts", verbose_name="专家")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name="企业")
    reason = models.CharField("利害关系", max_length=300)
    declared_at = models.DateTimeField("申报时间")
    declared_by = by("登记人")
    ended_on = models.DateField("终止日期", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "专家的利害关系"
        ordering = ("expert", "pk")

    def __str__(self) -> str:
        return f"{self.expert.name} {self.party}"

    def get_absolute_url(self) -> str:
        """Where it stands: with its expert."""
        return self.expert.get_absolute_url()
