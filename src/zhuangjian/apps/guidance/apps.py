"""Guidance of enterprises."""

from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    """精准指导"""

    name = "zhuangjian.apps.guidance"
    label = "guidance"
    verbose_name = "精准指导"
