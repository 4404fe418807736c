"""Risk consultations and letters to groups of enterprises."""

from django.apps import AppConfig


class WarningConfig(AppConfig):
    """风险会商与预警"""

    name = "zhuangjian.apps.warning"
    label = "warning"
    verbose_name = "风险会商与预警"
