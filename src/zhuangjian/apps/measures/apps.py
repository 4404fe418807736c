"""Measures, liftings, obstructions."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """处理措施"""

    name = "zhuangjian.apps.measures"
    label = "measures"
    verbose_name = "处理措施"
