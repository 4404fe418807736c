"""Random draws."""

from django.apps import AppConfig


class DrawsConfig(AppConfig):
    """随机抽取"""

    name = "zhuangjian.apps.draws"
    label = "draws"
    verbose_name = "随机抽取"
