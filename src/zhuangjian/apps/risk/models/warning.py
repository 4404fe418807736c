"""One computing of the early-warning model with its proof, and what it gives each party."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhuangjian.apps.conduct.public_ids import PublicId
from zhuangjian.apps.conduct.visibility import VisibleManager
from zhuangjian.apps.registry.models import Party
from zhuangjian.engines.rules.vocabulary import Term


class WarningStage(Term):
    """Only a promoted run is shown beside grades, and there is one at most."""

    COMPUTED = "computed", "已计算"
    PROMOTED = "promoted", "已启用"
    REPLACED = "replaced", "已被替换"
    WITHDRAWN = "withdrawn", "已停用"


def _by(title: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=title
    )


class WarningRun(PublicId):
    """``proof`` is how good the model was on the authority's own past; it names no party."""

    ledger_watched = True

    as_of = models.DateField("截至日期")
    stage = models.CharField("状态", max_length=10, choices=WarningStage.choices(), default="computed")
    visits = models.PositiveIntegerField("检查次数")
    positives = models.PositiveIntegerField("发现问题的次数")
    parties = models.PositiveIntegerField("评分的企业数")
    mean_auc = models.FloatField("各时段平均 AUC", null=True)
    proof = models.JSONField("检验结果", default=dict)
    card = models.TextField("模型卡")
    digest = models.CharField("评分摘要", max_length=64)
    made_by = _by("经办人")
    made_at = models.DateTimeField("计算时间")
    promoted_by = _by("启用人")
    promoted_at = models.DateTimeField("启用时间", null=True)
    promoted_why = models.TextField("启用的理由", blank=True)
    ended_by = _by("停用人")
    ended_at = models.DateTimeField("停用时间", null=True)
    ended_why = models.TextField("停用的理由", blank=True)
    version = models.PositiveIntegerField("版本", default=0)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "风险预警模型"
        ordering = ("-made_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("stage",), condition=models.Q(stage="promoted"), name="risk_one_warning_promoted"
            ),
        )

    def __str__(self) -> str:
        return f"风险预警模型 {self.as_of}"

    def get_absolute_url(self) -> str:
        """The model's page."""
        return f"/risk/model/{self.public_id}/"


class WarningScore(models.Model):
    """One party's probability of a finding, with its interval and the reasons in words.

    Not watched by the ledger row by row: all are written at once, and the run is entered with their digest, which is
    asked again when it is promoted.
    """

    run = models.ForeignKey(WarningRun, models.CASCADE, related_name="scores", verbose_name="风险预警模型")
    party = models.ForeignKey(Party, models.CASCADE, related_name="warnings", verbose_name="企业")
    rank = models.PositiveIntegerField("次序")
    probability = models.FloatField("概率")
    low = models.FloatField("区间下限")
    high = models.FloatField("区间上限")
    reasons = models.JSONField("原因", default=list)

    objects = VisibleManager()

    class Meta:
        verbose_name = verbose_name_plural = "企业的风险预警"
        ordering = ("run", "rank")
        constraints = (models.UniqueConstraint(fields=("run", "party"), name="risk_warned_once"),)

    def __str__(self) -> str:
        return f"{self.run_id} {self.party_id}"

    @property
    def percent(self) -> str:
        """The probability as people write it."""
        return f"{self.probability:.0%}"

    @property
    def interval(self) -> str:
        """Its interval."""
        return f"{self.low:.0%} 至 {self.high:.0%}"
