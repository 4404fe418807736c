"""Reports from the public, made without an account."""

from django.apps import AppConfig


class ConcernConfig(AppConfig):
    """公众反映"""

    name = "zhuangjian.apps.concern"
    label = "concern"
    verbose_name = "公众反映"
