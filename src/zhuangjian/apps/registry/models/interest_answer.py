"""Whether an enterprise that somebody named in a declaration of interest is one of the register's (CQ 21)."""

from __future__ import annotations

from django.db import models

from zhuangjian.apps.authorities.models import Interest, Person
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.registry.models.party import Party


class InterestAnswer(models.Model):
    """A person's answer to "is this the same enterprise?", with who and when; the newest one counts."""

    interest = models.ForeignKey(
        Interest, models.CASCADE, related_name="answers", verbose_name="利害关系申报"
    )
    party = models.ForeignKey(Party, models.CASCADE, related_name="+", verbose_name="企业")
    same = models.BooleanField("是同一单位")
    note = models.CharField("核对情况", max_length=300, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="答复人")
    answered_at = models.DateTimeField("答复时间")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "利害关系单位核对"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.interest}：{'是' if self.same else '不是'}{self.party}"
