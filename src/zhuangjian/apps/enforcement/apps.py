"""Bundles and leads."""

from django.apps import AppConfig


class EnforcementConfig(AppConfig):
    """线索与移送"""

    name = "zhuangjian.apps.enforcement"
    label = "enforcement"
    verbose_name = "线索与移送"
