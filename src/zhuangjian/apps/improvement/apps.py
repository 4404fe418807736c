"""Plans of action and the common problems of quality systems."""

from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    """提升行动"""

    name = "zhuangjian.apps.improvement"
    label = "improvement"
    verbose_name = "提升行动"

    def ready(self) -> None:
        """Say how an analysis is done that was asked for as a job."""
        from zhuangjian.apps.improvement import jobs  # noqa: F401
