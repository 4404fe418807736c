"""Problems outside the task."""

from django.apps import AppConfig


class OutsideConfig(AppConfig):
    """任务外问题"""

    name = "zhuangjian.apps.outside"
    label = "outside"
    verbose_name = "任务外问题"
