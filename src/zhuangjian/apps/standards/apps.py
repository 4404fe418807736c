"""Judging alike."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    """统一检查标准"""

    name = "zhuangjian.apps.standards"
    label = "standards"
    verbose_name = "统一检查标准"
