"""One inspection from plan to record."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """检查"""

    name = "zhuangjian.apps.inspections"
    label = "inspections"
    verbose_name = "检查"
