"""Source files into the registry, with quarantine."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """数据导入"""

    name = "zhuangjian.apps.intake"
    label = "intake"
    verbose_name = "数据导入"

    def ready(self) -> None:
        """Say how files are loaded that were handed in as jobs."""
        from zhuangjian.apps.intake import jobs  # noqa: F401
