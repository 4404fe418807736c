"""What a party may make and what it makes, and for whom."""

from __future__ import annotations

from django.db import models

from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.registry.models.party import Party


class Licence(models.Model):
    """A production licence 化妆品生产许可证."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="licences", verbose_name="企业")
    number = models.CharField("许可证编号", max_length=30, unique=True)
    scope_text = models.TextField("许可项目", blank=True)
    production_address = models.CharField("生产地址", max_length=400, blank=True)
    issuer = models.CharField("发证机关", max_length=120, blank=True)
    issued_on = models.DateField("发证日期", null=True, blank=True)
    expires_on = models.DateField("有效期至", null=True, blank=True, db_index=True)
    source = models.CharField("来源", max_length=120, blank=True)
    seen_from = models.DateField("本版始见", null=True, blank=True)
    last_seen = models.DateField("最近核对日期", null=True, blank=True)
    # Only where it is not the day above: an entry of that day did not say where is produced.
    places_seen = models.DateField("最近写明生产地址的日期", null=True, blank=True)
    # What each entry said, once one of them has left columns out (``registry.observed``).
    observed = models.JSONField("各次登记所载", default=list, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "生产许可证"
        ordering = ("party", "-issued_on")

    def __str__(self) -> str:
        return self.number


class LicenceEdition(models.Model):
    """What a licence said before its present contents: one row for each earlier state, with when it was seen."""

    licence = models.ForeignKey(Licence, models.CASCADE, related_name="editions", verbose_name="许可证")
    scope_text = models.TextField("许可项目", blank=True)
    production_address = models.CharField("生产地址", max_length=400, blank=True)
    issuer = models.CharField("发证机关", max_length=120, blank=True)
    issued_on = models.DateField("发证日期", null=True, blank=True)
    expires_on = models.DateField("有效期至", null=True, blank=True)
    seen_from = models.DateField("始见")
    seen_to = models.DateField("终见")
    source = models.CharField("来源", max_length=120, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "许可证沿革"
        ordering = ("licence", "-seen_to", "pk")

    def __str__(self) -> str:
        return f"{self.licence}（{self.seen_from}至{self.seen_to}）"


class LicenceUnit(models.Model):
    """One licensed unit 许可单元 with its categories."""

    licence = models.ForeignKey(Licence, models.CASCADE, related_name="units", verbose_name="许可证")
    unit = models.CharField("许可单元", max_length=60)
    categories = models.CharField("类别", max_length=300, blank=True)
    remark = models.CharField("说明", max_length=200, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "许可单元"

    def __str__(self) -> str:
        return self.unit


class Product(models.Model):
    """A product with its registration or filing number."""

    party = models.ForeignKey(
        Party, models.CASCADE, null=True, related_name="products", verbose_name="注册人/备案人"
    )
    number = models.CharField("注册/备案编号", max_length=60, unique=True)
    name = models.CharField("产品名称", max_length=300)
    kind = models.CharField("编号种类", max_length=40, blank=True)
    is_special = models.BooleanField("特殊化妆品", default=False)
    is_children = models.BooleanField("儿童化妆品", default=False)
    has_new_ingredient = models.BooleanField("使用监测期新原料", default=False)
    is_toothpaste = models.BooleanField("牙膏", default=False)
    registered_on = models.DateField("注册/备案日期", null=True, blank=True)
    source = models.CharField("来源", max_length=120, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "产品"
        ordering = ("party", "number")

    def __str__(self) -> str:
        return self.name


class Commission(models.Model):
    """Who makes for whom: the principal's product is made by the manufacturer."""

    principal = models.ForeignKey(
        Party, models.CASCADE, related_name="commissions_given", verbose_name="委托方"
    )
    manufacturer = models.ForeignKey(
        Party, models.CASCADE, related_name="commissions_taken", verbose_name="受托生产企业"
    )
    product = models.ForeignKey(Product, models.CASCADE, null=True, blank=True, verbose_name="产品")
    since = models.DateField("起", null=True, blank=True)
    until = models.DateField("止", null=True, blank=True)
    source = models.CharField("来源", max_length=120, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "委托生产"
        constraints = (
            models.UniqueConstraint(fields=("principal", "manufacturer", "product"), name="commission_once"),
        )

    def __str__(self) -> str:
        return f"{self.principal} → {self.manufacturer}"
