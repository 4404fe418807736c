"""Rectification notices, reports, re-checks."""

from django.apps import AppConfig


class RectificationConfig(AppConfig):
    """整改"""

    name = "zhuangjian.apps.rectification"
    label = "rectification"
    verbose_name = "整改"
