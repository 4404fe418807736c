"""The field app's shell, scripts and addresses."""

from django.apps import AppConfig


class FieldConfig(AppConfig):
    """现场离线"""

    name = "zhuangjian.field"
    label = "field"
    verbose_name = "现场离线"
