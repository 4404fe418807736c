"""Who holds which key post of an enterprise, since when."""

from __future__ import annotations

from datetime import date

from django.db import models

from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.registry.models import Party
from zhuangjian.apps.training.models.courses import by


class KeyPost(PublicId):
    """One person in one key post. ``account`` ties them to what they learnt here, where they have an account."""

    ledger_watched = True

    party = models.ForeignKey(Party, models.PROTECT, related_name="key_posts", verbose_name="企业")
    post = models.CharField("岗位", max_length=40)
    name = models.CharField("姓名", max_length=60)
    since = models.DateField("任职起")
    until = models.DateField("任职止", null=True)
    background = models.CharField("学历、专业和从业经历", max_length=300)
    account = by("账号", null=True, name="key_posts")
    declared_by = by("登记人")
    declared_at = models.DateTimeField("登记时间")
    reason = models.CharField("离任的原因", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "关键岗位人员"
        ordering = ("party", "post", "-since")

    def __str__(self) -> str:
        return f"{self.party} {self.post} {self.name}"

    def get_absolute_url(self) -> str:
        """Where it stands: in the dossier of the enterprise."""
        return f"{self.party.get_absolute_url()}#key-posts"

    def holds_on(self, day: date) -> bool:
        """Whether the post is held on that day; both ends count."""
        return self.since <= day and (self.until is None or day <= self.until)
