"""What is out with whom on which device, and each piece of work that came home from there."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.engines.rules.vocabulary import Term


class OutingEnd(Term):
    """How it ended that an inspection was out on a device."""

    RETURNED = "returned", "已全部交回"
    LOST = "lost", "设备丢失、损坏或者内容被清空"


class Outcome(Term):
    """What came of a piece of work when it was handed in."""

    DONE = "done", "已入库"
    CLASH = "clash", "与同组人员的结果不同，待选定"
    REFUSED = "refused", "没有入库，待处理"
    DROPPED = "dropped", "没有采用，所填内容留存"


UNSETTLED = (Outcome.CLASH, Outcome.REFUSED)


class Outing(PublicId):
    """One inspection taken along by one person on one device.

    ``skew`` is by how many seconds the device's clock was behind ours when it was taken along: a clock that was
    changed on the way is noticed by it. ``left`` is what the device said it still had when it was last heard of.
    """

    ledger_watched = True
    ledger_parts = ("handed",)

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="outings", verbose_name="检查")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="携带人"
    )
    device = models.CharField("设备编号", max_length=40)
    device_name = models.CharField("设备", max_length=60)
    taken_at = models.DateTimeField("带出时间")
    shown_until = models.DateTimeField("本机可查看至")
    skew = models.FloatField("设备时钟差（秒）", default=0)
    left = models.PositiveIntegerField("设备上尚未交回（件）", default=0)
    heard_at = models.DateTimeField("最近联系")
    ended_at = models.DateTimeField("结束时间", null=True)
    ended_how = models.CharField("结束方式", max_length=10, choices=OutingEnd.choices(), blank=True)
    ended_because = models.CharField("说明", max_length=300, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "带出的检查"
        ordering = ("-taken_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("inspection", "person", "device"),
                condition=models.Q(ended_at=None),
                name="outing_once_a_device",
            ),
        )

    def __str__(self) -> str:
        return f"{self.device_name}（{self.person}）"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/outings/{self.public_id}/"


class Handed(models.Model):
    """One piece of work as it came home: the act it asked for, when it was done, whether that time can be relied on.

    ``content`` is what was entered, kept while it is not what the case says: of a clash both sides are there to be read.
    """

    outing = models.ForeignKey(Outing, models.CASCADE, related_name="handed", verbose_name="带出的检查")
    key = models.UUIDField("编号", unique=True)
    no = models.PositiveIntegerField("顺序")
    act = models.CharField("事项", max_length=80)
    about = models.CharField("内容", max_length=200)
    device_at = models.DateTimeField("设备记的时间")
    at = models.DateTimeField("办理时间")
    received_at = models.DateTimeField("交回时间")
    trusted = models.BooleanField("时间可信", default=True)
    sha256 = models.CharField("附件 SHA-256", max_length=64, blank=True)
    outcome = models.CharField("处理", max_length=10, choices=Outcome.choices())
    words = models.TextField("说明", blank=True)
    content = models.JSONField("所填内容", default=dict, blank=True)
    seq = models.BigIntegerField("账本条目", null=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "交回的工作"
        ordering = ("outing", "no", "pk")

    def __str__(self) -> str:
        return self.about
