"""What officials put right in the register by hand, and what it said before."""

from __future__ import annotations

from django.db import models

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.registry.models.party import Party

# What can be put right by hand, with its name.
CORRECTABLE = {
    "name": "名称",
    "credit_code": "统一社会信用代码",
    "address": "住所",
    "region_code": "地区",
    "legal_representative": "法定代表人",
    "phone": "联系电话",
    "kinds": "主体类别",
}


class PartyCorrection(models.Model):
    """One correction of a party: each changed field with what it said and says, the reason and what it rests on.

    A source that goes on saying what was corrected away does not undo it; that it does so is noted here.
    """

    ledger_watched = True
    ledger_unwatched = ("restated_on", "restated_by")

    party = models.ForeignKey(Party, models.CASCADE, related_name="corrections", verbose_name="企业")
    changes = models.JSONField("改动")
    reason = models.CharField("理由", max_length=300)
    rests_on = models.CharField("依据", max_length=300)
    corrected_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="更正人")
    corrected_at = models.DateTimeField("更正时间")
    restated_on = models.DateField("来源仍载旧内容", null=True, blank=True)
    restated_by = models.CharField("仍载旧内容的来源", max_length=120, blank=True)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "企业信息更正"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.party}的信息更正"

    def get_absolute_url(self) -> str:
        """The address of the dossier that shows it."""
        return f"{self.party.get_absolute_url()}#corrections"
