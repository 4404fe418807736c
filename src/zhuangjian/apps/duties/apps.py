"""Every obligation the law creates, as one table."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """待办与期限"""

    name = "zhuangjian.apps.duties"
    label = "duties"
    verbose_name = "待办与期限"
