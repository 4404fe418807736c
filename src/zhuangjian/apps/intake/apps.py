"""Source files into the registry, with quarantine."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """数据导入"""

    name = "zhuangjian.apps.intake"
    label = "intake"
    verbose_name = "数据导入"
