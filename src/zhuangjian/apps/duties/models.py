"""Every obligation the law creates is one row. No other deadline mechanism exists."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority, Role
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.ledger.models import Entry


class Duty(PublicId):
    """What is to be done, by whom, about what, from which event, due when, by which article, done when.

    The holder is a person, or a role within an authority, or a party (its contacts), or a body outside the system
    (``outside``, by name: nobody here can do it). ``due`` is None where the law sets no limit: then the waiting time
    since ``event_on`` is shown, and no deadline is invented.
    """

    kind = models.CharField("类别", max_length=60, db_index=True)
    title = models.CharField("事项", max_length=200)
    article = models.CharField("条款", max_length=40)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="duties", verbose_name="责任人"
    )
    authority = models.ForeignKey(
        Authority, models.PROTECT, null=True, related_name="duties", verbose_name="责任单位"
    )
    role = models.CharField("责任角色", max_length=30, choices=Role.choices(), blank=True)
    holder_party = models.ForeignKey(
        "registry.Party", models.PROTECT, null=True, related_name="own_duties", verbose_name="责任企业"
    )
    outside = models.CharField("系统外的责任单位", max_length=120, blank=True, default="")
    party = models.ForeignKey(
        "registry.Party", models.PROTECT, null=True, related_name="duties", verbose_name="涉及企业"
    )
    target_model = models.CharField("对象类型", max_length=60)
    target_id = models.BigIntegerField("对象编号")
    url = models.CharField("办理页面", max_length=200)
    event = models.CharField("起算事件", max_length=120)
    event_on = models.DateField("起算日")
    due = models.DateField("期限", null=True, db_index=True)
    unit = models.CharField("期限单位", max_length=20, blank=True)
    days = models.PositiveIntegerField("期限天数", null=True)
    provisional = models.BooleanField("期限暂定", default=False)
    basis = models.CharField("依据状态", max_length=20, default="official")
    pack = models.CharField("规则版本", max_length=60, blank=True)
    opened_at = models.DateTimeField("产生时间")
    done_at = models.DateTimeField("完成时间", null=True, db_index=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="完成人"
    )
    outcome = models.CharField(
        "结果", max_length=20, blank=True, choices=[("done", "已办"), ("cancelled", "不再需要")]
    )
    done_with = models.CharField("办结的事项", max_length=100, blank=True, default="")

    objects = VisibleManager()
    keeps_turns = True

    class Meta:
        verbose_name = verbose_name_plural = "待办"
        ordering = (models.F("due").asc(nulls_last=True), "event_on", "pk")
        # Of all duties few are open: whose turn it is is counted on every page.
        indexes = (
            models.Index(fields=("target_model", "target_id", "kind")),
            models.Index(
                fields=("person", "due"), condition=models.Q(done_at=None), name="duty_open_of_person"
            ),
            models.Index(
                fields=("authority", "role", "due"),
                condition=models.Q(done_at=None),
                name="duty_open_of_unit",
            ),
            models.Index(
                fields=("holder_party", "due"), condition=models.Q(done_at=None), name="duty_open_of_party"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def open(self) -> bool:
        """Still to be done."""
        return self.done_at is None

    @property
    def entry(self) -> Entry | None:
        """The ledger entry of the act that answered it; older duties name none."""
        if not self.done_with or self.done_at is None:
            return None
        mine = Entry.objects.filter(action=self.done_with, at=self.done_at, actor_id=self.done_by_id)
        return mine.order_by("seq").last()

    @property
    def holder(self) -> str:
        """Who has to do it, in words."""
        if self.person is not None:
            return str(self.person)
        if self.holder_party is not None:
            return str(self.holder_party)
        if self.outside:
            return self.outside
        return f"{self.authority} · {self.get_role_display()}"
