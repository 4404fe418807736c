"""Drafting a programme."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """计划草案"""

    name = "zhuangjian.apps.planning"
    label = "planning"
    verbose_name = "计划草案"

    def ready(self) -> None:
        """What does the work of the jobs."""
        from zhuangjian.apps.planning import jobs  # noqa: F401
