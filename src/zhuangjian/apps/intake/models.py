"""Batches of source rows, kept as they came, and the rows that could not be taken."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.ingredients import Kind
from zhuangjian.engines.rules.vocabulary import Term


class RowOutcome(Term):
    """What became of a source row."""

    NEW = "new", "新增"
    CHANGED = "changed", "变更"
    UNCHANGED = "unchanged", "无变化"
    QUARANTINED = "quarantined", "隔离"
    RELEASED = "released", "更正后放行"
    DISCARDED = "discarded", "弃用"
    UNDONE = "undone", "已撤销"


class QuarantineStatus(Term):
    """Where a quarantined row stands."""

    OPEN = "open", "待处理"
    RELEASED = "released", "已放行"
    DISCARDED = "discarded", "已弃用"


class Batch(models.Model):
    """One file taken in. The same file with the same date and mapping is the same batch."""

    ledger_watched = True
    ledger_unwatched = ("applied", "progress")

    source = models.CharField("来源", max_length=40, db_index=True)
    file_name = models.CharField("文件名", max_length=200)
    digest = models.CharField("SHA-256", max_length=64)
    as_of = models.DateField("数据日期")
    mapping_digest = models.CharField("对照表摘要", max_length=64)
    mapping_text = models.TextField("对照表")
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="导入人"
    )
    started_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("完成时间", null=True)
    total = models.PositiveIntegerField("行数", default=0)
    new = models.PositiveIntegerField("新增", default=0)
    changed = models.PositiveIntegerField("变更", default=0)
    unchanged = models.PositiveIntegerField("无变化", default=0)
    quarantined = models.PositiveIntegerField("隔离", default=0)
    applied = models.PositiveIntegerField("已处理行数", default=0)
    progress = models.JSONField("处理中计数", default=dict)
    # What stood out about the file: columns not read, hidden rows, merged cells (``intake.noticed``).
    notes = models.JSONField("读取说明", default=dict)
    undone_at = models.DateTimeField("撤销时间", null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="撤销人"
    )
    undone_why = models.CharField("撤销理由", max_length=300, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering = ("-started_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("source", "digest", "as_of", "mapping_digest"),
                condition=models.Q(undone_at=None),
                name="batch_once",
            ),
        )

    def __str__(self) -> str:
        return f"批次 {self.pk} {self.file_name}"

    def get_absolute_url(self) -> str:
        """The address of the page of the batch."""
        return f"/intake/batches/{self.pk}/"


class Trial(models.Model):
    """What taking a file in would do, told before it is done. The file lies in the store; nothing of it counts yet."""

    ledger_watched = True

    source = models.CharField("来源", max_length=40, db_index=True)
    file_name = models.CharField("文件名", max_length=200)
    digest = models.CharField("SHA-256", max_length=64, db_index=True)
    as_of = models.DateField("数据日期")
    mapping_digest = models.CharField("对照表摘要", max_length=64)
    tried_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="试读人"
    )
    tried_at = models.DateTimeField("试读时间")
    total = models.PositiveIntegerField("行数", default=0)
    new = models.PositiveIntegerField("新增", default=0)
    changed = models.PositiveIntegerField("变更", default=0)
    unchanged = models.PositiveIntegerField("无变化", default=0)
    quarantined = models.PositiveIntegerField("隔离", default=0)
    report = models.JSONField("报告", default=dict)
    last_batch = models.PositiveBigIntegerField("当时最后的批次", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "试读"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"试读 {self.pk} {self.file_name}"

    def get_absolute_url(self) -> str:
        """The page that says what the file would do."""
        return f"/intake/trials/{self.pk}/"


class IngredientList(models.Model):
    """A list of ingredients that the operator brought in, with the day from which it counts. Of the national lists the last
    one in force counts; of the others the last one of each title. ``content`` is the list as JSON."""

    ledger_watched = True

    kind = models.CharField("种类", max_length=12, choices=Kind.choices(), db_index=True)
    title = models.CharField("名称", max_length=120)
    effective_from = models.DateField("自何日起")
    digest = models.CharField("SHA-256", max_length=64)
    file_name = models.CharField("文件名", max_length=200)
    count = models.PositiveIntegerField("原料数", default=0)
    content = models.TextField("内容")
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="导入人"
    )
    imported_at = models.DateTimeField("导入时间")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "原料清单"
        ordering = ("-effective_from", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "title", "effective_from", "digest"), name="ingredient_list_once"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page with the lists."""
        return "/ingredients/"


class SourceRow(models.Model):
    """One row as it came, and what became of it. ``digest`` leaves out the columns that only name the snapshot."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows", verbose_name="批次", db_index=False)
    number = models.PositiveIntegerField("行号")
    raw = models.JSONField("原始内容")
    digest = models.CharField("内容摘要", max_length=64)
    key = models.CharField("同一事项键", max_length=80, blank=True)
    outcome = models.CharField("结果", max_length=12, choices=RowOutcome.choices())
    party = models.ForeignKey(
        Party, models.SET_NULL, null=True, related_name="source_rows", verbose_name="企业"
    )
    refs = models.JSONField("写入对象", default=dict)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "来源行"
        ordering = ("batch", "number")
        constraints = (models.UniqueConstraint(fields=("batch", "number"), name="source_row_once"),)
        # Rows are looked up by content only while they wait: of a million digests in no order few are indexed.
        indexes = (
            models.Index(fields=("batch", "key")),
            models.Index(fields=("digest",), condition=models.Q(outcome="quarantined"), name="row_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.batch_id} 第{self.number}行"


class Quarantine(models.Model):
    """A row that could not be taken: where, why, and what to try. ``faults`` holds all, the columns the first."""

    row = models.OneToOneField(SourceRow, models.CASCADE, related_name="quarantine", verbose_name="来源行")
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="quarantine", verbose_name="批次")
    source = models.CharField("来源", max_length=40, db_index=True)
    number = models.PositiveIntegerField("行号")
    column = models.CharField("栏目", max_length=60)
    code = models.CharField("原因代码", max_length=40, db_index=True)
    reason = models.CharField("原因", max_length=400)
    suggestion = models.CharField("建议", max_length=400, blank=True)
    faults = models.JSONField("全部问题", default=list)
    row_digest = models.CharField("内容摘要", max_length=64, db_index=True)
    status = models.CharField(
        "状态", max_length=10, choices=QuarantineStatus.choices(), default="open", db_index=True
    )
    corrections = models.JSONField("更正", default=dict)
    note = models.CharField("处理说明", max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="处理人"
    )
    decided_at = models.DateTimeField("处理时间", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "隔离行"
        ordering = ("batch", "number")

    def __str__(self) -> str:
        return f"第{self.number}行 {self.column}：{self.reason}"

    def get_absolute_url(self) -> str:
        """The page to review it."""
        return f"/intake/quarantine/{self.pk}/"


class BatchChange(models.Model):
    """What one part of a batch changed in the registry (``registry.journal``), in the order of writing."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="journal", verbose_name="批次")
    changes = models.JSONField("改动", default=dict)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "批次改动"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.batch_id} 改动{self.pk}"


class MappingVersion(models.Model):
    """An edited mapping of one source; the latest version is used, the packaged one when there is none."""

    ledger_watched = True

    source = models.CharField("来源", max_length=40, db_index=True)
    number = models.PositiveIntegerField("第几版")
    text = models.TextField("对照表")
    digest = models.CharField("SHA-256", max_length=64)
    note = models.CharField("修改说明", max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="修改人"
    )
    made_at = models.DateTimeField("修改时间")
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "对照表版本"
        ordering = ("source", "-number")
        constraints = (models.UniqueConstraint(fields=("source", "number"), name="mapping_version_once"),)

    def __str__(self) -> str:
        return f"{self.source} 第{self.number}版"

    def get_absolute_url(self) -> str:
        """The address of the page of the mapping."""
        return f"/intake/mappings/{self.source}/"
