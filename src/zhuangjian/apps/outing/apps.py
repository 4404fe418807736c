"""Inspections taken along to places without a network."""

from django.apps import AppConfig


class OutingConfig(AppConfig):
    """现场离线"""

    name = "zhuangjian.apps.outing"
    label = "outing"
    verbose_name = "现场离线"
