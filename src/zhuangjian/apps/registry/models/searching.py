"""What a party can be found by; each database indexes it in its own way (migration 0002)."""

from __future__ import annotations

from django.db import models

from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.registry.models.party import Party


class SearchText(models.Model):
    """The search words of one party, made by ``registry.search.words_of`` from every name it ever had."""

    party = models.OneToOneField(
        Party, models.CASCADE, primary_key=True, related_name="search_text", verbose_name="企业"
    )
    words = models.TextField("检索词")

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "检索词"

    def __str__(self) -> str:
        return f"{self.party_id}"
