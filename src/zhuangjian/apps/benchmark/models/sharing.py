"""What is made of the titles: practices, events with who takes part, measures in support (LN 2(7))."""

from __future__ import annotations

from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.benchmark.models.candidacy import Candidacy, by
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.vocabulary import Term


class PracticeStage(Term):
    """How far a practice is."""

    ASKED = "asked", "待审核"
    RETURNED = "returned", "退回修改"
    PUBLIC = "public", "已发布"
    WITHDRAWN = "withdrawn", "已撤下"


class Practice(PublicId):
    """What a titled enterprise does well, in its own words, along one of the themes of the plan; public once approved."""

    ledger_watched = True

    candidacy = models.ForeignKey(
        Candidacy, models.PROTECT, related_name="practices", verbose_name="标杆企业"
    )
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name="企业")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="遴选单位")
    name = models.CharField("企业名称", max_length=200)
    theme = models.CharField("方面", max_length=60)
    title = models.CharField("题目", max_length=120)
    text = models.TextField("做法和效果")
    stage = models.CharField("状态", max_length=10, choices=PracticeStage.choices(), default="asked")
    written_at = models.DateTimeField("报送时间")
    written_by = by("报送人")
    opinion = models.CharField("审核意见", max_length=1000, blank=True)
    checked_at = models.DateTimeField("审核时间", null=True)
    checked_by = by("审核人", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "优秀实践"
        ordering = ("-written_at", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/benchmark/practices/{self.public_id}/"


class EventKind(Term):
    """In which way enterprises learn from each other."""

    VISIT = "visit", "现场观摩"
    LECTURE = "lecture", "企业家上讲台"
    CASES = "cases", "典型案例发布"
    WEEK = "week", "宣传周活动"


class EventStage(Term):
    """How far an event is."""

    PLANNED = "planned", "报名中"
    HELD = "held", "已举办"
    CANCELLED = "cancelled", "已取消"


class Event(PublicId):
    """A visit, a lecture, cases told or a day of the safety week: planned, open to enterprises, then held or cancelled."""

    ledger_watched = True

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="主办单位")
    kind = models.CharField("形式", max_length=10, choices=EventKind.choices())
    title = models.CharField("名称", max_length=120)
    held_on = models.DateField("日期")
    place = models.CharField("地点", max_length=200)
    speaker = models.CharField("主讲或者接待企业", max_length=200)
    about = models.TextField("内容")
    stage = models.CharField("状态", max_length=10, choices=EventStage.choices(), default="planned")
    planned_at = models.DateTimeField("安排时间")
    planned_by = by("安排人")
    outcome = models.TextField("记录", blank=True)
    closed_at = models.DateTimeField("登记时间", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "交流活动"
        ordering = ("-held_on", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/benchmark/events/{self.public_id}/"


class Attendance(PublicId):
    """An enterprise that put its people down for an event; ``came`` is empty until the event was held."""

    ledger_watched = True

    event = models.ForeignKey(Event, models.PROTECT, related_name="attendances", verbose_name="交流活动")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name="企业")
    people = models.CharField("参加人员", max_length=300)
    joined_at = models.DateTimeField("报名时间")
    joined_by = by("报名人")
    came = models.BooleanField("到场", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "活动报名"
        ordering = ("event", "pk")
        constraints = (
            models.UniqueConstraint(fields=("event", "party"), name="benchmark_event_joined_once"),
        )

    def __str__(self) -> str:
        return f"{self.event.title}的报名"

    def get_absolute_url(self) -> str:
        """Where it stands: with its event."""
        return self.event.get_absolute_url()


class SupportKind(Term):
    """The three combined measures that the plan names, and the brand they are for."""

    POLICY = "policy", "政策引导"
    STANDARD = "standard", "标准引领"
    ENABLING = "enabling", "监管赋能"
    BRAND = "brand", "品牌推广"


class Support(PublicId):
    """One measure in support of titled enterprises and the brand: who owns it, until when, and what was done."""

    ledger_watched = True

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="牵头单位")
    owner = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="承办单位")
    kind = models.CharField("类别", max_length=10, choices=SupportKind.choices())
    title = models.CharField("措施", max_length=200)
    due = models.DateField("期限")
    entered_at = models.DateTimeField("登记时间")
    entered_by = by("登记人")
    done_on = models.DateField("完成日期", null=True)
    result = models.TextField("完成情况", blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "支持措施"
        ordering = ("due", "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/benchmark/supports/{self.public_id}/"
