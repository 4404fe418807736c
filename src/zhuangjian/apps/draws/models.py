"""A random draw within a programme: its steps, its files, whom and whom with it came to."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.programme.models import Programme, Task
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.vocabulary import Mode, Term


class DrawStage(Term):
    """Where a draw stands. Nothing leads back: what went wrong is declared void and stays to be seen."""

    FROZEN = "frozen", "名单已冻结"
    ANNOUNCED = "announced", "冻结摘要已公布"
    DRAWN = "drawn", "已抽取"
    PLACED = "placed", "已列入计划"
    VOID = "void", "已作废"


class Strata(Term):
    """What the places of a draw are shared out by."""

    NONE = "none", "不分层"
    REGION = "region", "按地区"
    KIND = "kind", "按主体类别"


class FileKind(Term):
    """Of the two files of a draw the first is for everybody; the second names officers and their interests (CQ 22)."""

    LIST = "list", "抽取文件"
    STAFF = "staff", "检查人员抽取文件"


def _by(title: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=title
    )


class Draw(PublicId):
    """One draw. ``unit`` carries its inspections out: its parties are drawn from, and its officers."""

    ledger_watched = True
    ledger_parts = ("files", "drawn", "officers")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="draws", verbose_name="年度计划")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="draws", verbose_name="组织单位")
    unit = models.ForeignKey(Authority, models.PROTECT, related_name="draws_for", verbose_name="检查单位")
    title = models.CharField("名称", max_length=120)
    stage = models.CharField("状态", max_length=20, choices=DrawStage.choices(), default="frozen")
    strata = models.CharField("分层", max_length=20, choices=Strata.choices(), default="none")
    count = models.PositiveIntegerField("抽取数量")
    listed = models.PositiveIntegerField("可抽数")
    excluded = models.PositiveIntegerField("排除数")
    source = models.CharField("种子来源", max_length=200)
    seed_on = models.DateField("种子产生日期")
    seed = models.CharField("种子", max_length=200, blank=True)
    window_from = models.DateField("检查时间起")
    window_to = models.DateField("检查时间止")
    mode = models.CharField("检查方式", max_length=20, choices=Mode.choices(), default="on_site")
    announced = models.BooleanField("预先告知", default=False)
    focus = models.TextField("检查重点", blank=True)
    team_size = models.PositiveSmallIntegerField("每组人数", default=0)
    list_digest = models.CharField("冻结摘要", max_length=64)
    staff_digest = models.CharField("人员冻结摘要", max_length=64, blank=True)
    frozen_at = models.DateTimeField("冻结时间")
    frozen_by = _by("冻结人")
    announced_at = models.DateTimeField("公布摘要时间", null=True)
    drawn_at = models.DateTimeField("抽取时间", null=True)
    drawn_by = _by("抽取人")
    placed_at = models.DateTimeField("列入计划时间", null=True)
    opened_at = models.DateTimeField("公布文件时间", null=True)
    opened_reason = models.CharField("提前公布的理由", max_length=300, blank=True)
    void_at = models.DateTimeField("作废时间", null=True)
    void_reason = models.CharField("作废原因", max_length=300, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "随机抽取"
        ordering = ("-frozen_at", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/draws/{self.public_id}/"


class DrawFile(models.Model):
    """A file of a draw as it was after one step, in its one canonical spelling. None is ever changed."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="files", verbose_name="随机抽取")
    kind = models.CharField("种类", max_length=10, choices=FileKind.choices())
    no = models.PositiveSmallIntegerField("第几份")
    seal = models.CharField("封条", max_length=64)
    content = models.TextField("内容")
    made_at = models.DateTimeField("形成时间")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "抽取文件"
        ordering = ("draw", "kind", "no")
        constraints = (models.UniqueConstraint(fields=("draw", "kind", "no"), name="draw_file_once"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}第{self.no}份"


class Drawn(PublicId):
    """A party that was drawn; one that was replaced stays, with the reason."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="drawn", verbose_name="随机抽取")
    party = models.ForeignKey(Party, models.PROTECT, related_name="drawn", verbose_name="企业")
    stratum = models.CharField("层", max_length=120, blank=True)
    rank = models.PositiveIntegerField("层内序位")
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="drawn", verbose_name="检查任务")
    lacking = models.CharField("检查组所缺", max_length=200, blank=True)
    left_at = models.DateTimeField("换下时间", null=True)
    left_reason = models.CharField("换下原因", max_length=300, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "抽中的企业"
        ordering = ("draw", "stratum", "rank")
        constraints = (models.UniqueConstraint(fields=("draw", "party"), name="drawn_once"),)

    def __str__(self) -> str:
        return str(self.party)


class DrawnOfficer(PublicId):
    """An officer drawn for a party; one who was replaced stays, with the reason."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="officers", verbose_name="随机抽取")
    drawn = models.ForeignKey(Drawn, models.CASCADE, related_name="officers", verbose_name="抽中的企业")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="drawn_for", verbose_name="检查人员"
    )
    leads = models.BooleanField("组长", default=False)
    left_at = models.DateTimeField("换下时间", null=True)
    left_reason = models.CharField("换下原因", max_length=300, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "抽中的检查人员"
        ordering = ("drawn", "-leads", "pk")

    def __str__(self) -> str:
        return str(self.person)
