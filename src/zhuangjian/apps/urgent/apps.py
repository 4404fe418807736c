"""Urgent reports, and the organising authority's directions."""

from django.apps import AppConfig


class UrgentConfig(AppConfig):
    """紧急报告"""

    name = "zhuangjian.apps.urgent"
    label = "urgent"
    verbose_name = "紧急报告"
