"""A piece of long work. It is no case matter and no entry of the ledger: what it does is entered when it is done."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.engines.rules.vocabulary import Term


class JobState(Term):
    """Where a job stands."""

    WAITING = "waiting", "等待"
    RUNNING = "running", "进行中"
    DONE = "done", "完成"
    REFUSED = "refused", "未通过"
    FAILED = "failed", "出错"
    CANCELLED = "cancelled", "已停止"


OVER = (JobState.DONE, JobState.REFUSED, JobState.FAILED, JobState.CANCELLED)


class Job(models.Model):
    """An action handed in with its input; files lie in the store under their digest. ``worker`` has it now."""

    code = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提交人"
    )
    action = models.CharField("事项", max_length=80)
    title = models.CharField("名称", max_length=200)
    given = models.JSONField("内容", default=dict)
    request_key = models.CharField("请求编号", max_length=100, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=JobState.choices(), default="waiting", db_index=True
    )
    done = models.PositiveIntegerField("已处理", default=0)
    total = models.PositiveIntegerField("总数", default=0)
    words = models.TextField("说明", blank=True)
    missing = models.JSONField("缺少或有误的项目", default=list)
    result_url = models.CharField("结果", max_length=200, blank=True)
    worker = models.CharField("执行进程", max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField("第几次执行", default=0)
    stop_asked = models.BooleanField("要求停止", default=False)
    made_at = models.DateTimeField("提交时间")
    beat_at = models.DateTimeField("最近活动", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)

    # How far it is. Whose work it is, what it is and whether it was done already is compared by sums.
    ledger_unwatched = (
        "done",
        "total",
        "attempts",
        "beat_at",
        "stop_asked",
        "worker",
        "words",
        "missing",
        "result_url",
    )

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "request_key"), condition=~models.Q(request_key=""), name="job_once"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page with its progress."""
        return f"/jobs/{self.code}/"

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in OVER

    @property
    def percent(self) -> int:
        """How much is done, as far as it is known."""
        return min(100, self.done * 100 // self.total) if self.total else 0
