"""A believable province made from a seed number."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """演示省份"""

    name = "zhuangjian.apps.demo"
    label = "demo"
    verbose_name = "演示省份"
