"""Risk grades with their sheets, signals with their evidence."""

from django.apps import AppConfig


class RiskConfig(AppConfig):
    """风险分级"""

    name = "zhuangjian.apps.risk"
    label = "risk"
    verbose_name = "风险分级"

    def ready(self) -> None:
        """Say how the work that was handed in as a job is done."""
        from zhuangjian.apps.risk import jobs  # noqa: F401
