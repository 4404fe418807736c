"""A signed bundle, made here or brought here, and the files of one that was brought."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.authorities.models import Authority
from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.engines.rules.vocabulary import Term


class Direction(Term):
    """Whether a bundle was made here or came from elsewhere."""

    MADE = "made", "本单位制作"
    RECEIVED = "received", "收到"


class BundleKind(Term):
    """What a bundle holds."""

    CASE = "case", "案卷材料"
    RECEIPT = "receipt", "签收回执"


class Bundle(PublicId):
    """One bundle; its bytes lie under the home by digest. ``of_digest``: which bundle a receipt is for."""

    ledger_watched = True
    ledger_parts = ("files",)

    direction = models.CharField("来去", max_length=10, choices=Direction.choices())
    kind = models.CharField("种类", max_length=10, choices=BundleKind.choices())
    number = models.CharField("检查编号", max_length=60)
    party_name = models.CharField("被检查对象", max_length=200)
    unit_name = models.CharField("制作单位", max_length=120)
    made_on = models.CharField("制作时间", max_length=40)
    inspection = models.ForeignKey(
        Inspection, models.PROTECT, null=True, related_name="bundles", verbose_name="检查"
    )
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="登记单位")
    digest = models.CharField("SHA-256", max_length=64, db_index=True)
    size = models.BigIntegerField("字节数")
    public_key = models.CharField("签名公钥", max_length=64)
    trusted = models.BooleanField("公钥事先已知", default=False)
    receipts = models.PositiveIntegerField("账本回执数", default=0)
    of_digest = models.CharField("所签收的移送包", max_length=64, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人"
    )
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "移送包"
        ordering = ("-entered_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("digest", "authority"),
                condition=models.Q(direction="received"),
                name="bundle_received_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """The address of its page."""
        return f"/bundles/{self.public_id}/"


class BundleFile(PublicId):
    """One file of a bundle, as evidence by its digest."""

    bundle = models.ForeignKey(Bundle, models.CASCADE, related_name="files", verbose_name="移送包")
    path = models.CharField("包内位置", max_length=200)
    title = models.CharField("名称", max_length=200)
    what = models.CharField("种类", max_length=40)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    size = models.BigIntegerField("字节数")
    entry = models.BigIntegerField("账本条目", null=True)
    # Where its bytes lie by themselves, as those of a bundle that was received do.
    stored = models.CharField("存放的摘要", max_length=64, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "移送包的文件"
        ordering = ("bundle", "path")

    def __str__(self) -> str:
        return self.title
