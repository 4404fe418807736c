"""The ledger's rows. The database itself refuses to update or delete entries and nodes (see the migrations)."""

from __future__ import annotations

from django.db import models

from zhuangjian.apps.conduct.visibility import VisibleManager


class Entry(models.Model):
    """One thing that was done. ``seq`` counts from 1 without a gap; ``hash`` chains over ``previous``.

    ``seal`` is a digest of ``hash`` under the installation's key, which lies outside the database.
    """

    seq = models.BigIntegerField("序号", primary_key=True)
    at = models.DateTimeField("发生时间")
    recorded_at = models.DateTimeField("入账时间")
    action = models.CharField("事项", max_length=80, db_index=True)
    article = models.CharField("条款", max_length=40, blank=True)
    actor_id = models.BigIntegerField("经办人编号", null=True)
    actor = models.CharField("经办人", max_length=120)
    authority = models.CharField("所在单位", max_length=120, blank=True)
    object_model = models.CharField("对象类型", max_length=60)
    object_id = models.BigIntegerField("对象编号")
    # What the entry calls an object that can be hidden (CQ 34): this is hashed then, and the database's key never told.
    object_key = models.UUIDField("对象公开编号", null=True)
    facts = models.TextField("事实（规范 JSON）")
    state_digest = models.CharField("对象状态摘要", max_length=80, blank=True)
    algorithm = models.CharField("摘要算法", max_length=10)
    previous = models.CharField("前一条摘要", max_length=80)
    hash = models.CharField("本条摘要", max_length=80, unique=True)
    seal = models.CharField("封印", max_length=80)
    # Absent where no sum had moved, and in entries older than the sums; hashed only where present.
    sums = models.TextField("各表行摘要和", null=True)  # noqa: DJ001

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "账本条目"
        ordering = ("seq",)
        indexes = (models.Index(fields=("object_model", "object_id", "seq")),)

    def __str__(self) -> str:
        return f"#{self.seq} {self.action}"


class Node(models.Model):
    """Root of one perfect subtree of the RFC 6962 tree: leaves ``index·2^level`` … of the entries' hashes."""

    level = models.PositiveSmallIntegerField("层")
    index = models.BigIntegerField("位置")
    hash = models.CharField("摘要", max_length=80)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "账本树节点"
        constraints = (models.UniqueConstraint(fields=("level", "index"), name="ledger_node_place"),)

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class Restated(models.Model):
    """An object's state digest as an upgrade restated it; the entry vouches for all rows with its number."""

    object_model = models.CharField("对象类型", max_length=60)
    object_id = models.BigIntegerField("对象编号")
    digest = models.CharField("对象状态摘要", max_length=80)
    entry_seq = models.BigIntegerField("账本条目")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "重述的摘要"
        indexes = (
            models.Index(fields=("object_model", "object_id", "entry_seq"), name="ledger_restated_of"),
        )

    def __str__(self) -> str:
        return f"{self.object_model} {self.object_id}"


class Sum(models.Model):
    """Keyed sum over the rows of one table in one range of keys (-1: the whole table), masked; see `sums.py`."""

    table = models.CharField("数据表", max_length=60)
    range = models.BigIntegerField("主键段")
    value = models.CharField("行摘要和", max_length=64)
    entry_seq = models.BigIntegerField("账本条目")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "行摘要和"
        constraints = (models.UniqueConstraint(fields=("table", "range"), name="ledger_sum_place"),)

    def __str__(self) -> str:
        return f"{self.table}/{self.range}"


class Delta(models.Model):
    """By how much a sum has moved since the ledger's last entry, masked."""

    table = models.CharField("数据表", max_length=60)
    range = models.BigIntegerField("主键段")
    value = models.CharField("增量", max_length=64)
    nonce = models.CharField("随机数", max_length=32)
    entry_seq = models.BigIntegerField("账本条目")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "行摘要和的增量"

    def __str__(self) -> str:
        return f"{self.table}/{self.range}"


class Request(models.Model):
    """A request key that was used, so that the same request twice does the thing once."""

    key = models.CharField("请求编号", max_length=100)
    person_id = models.BigIntegerField("经办人编号")
    digest = models.CharField("请求内容摘要", max_length=80)
    entry_seq = models.BigIntegerField("账本条目")
    at = models.DateTimeField("时间", auto_now_add=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "请求编号"
        constraints = (models.UniqueConstraint(fields=("person_id", "key"), name="ledger_request_once"),)

    def __str__(self) -> str:
        return self.key
