"""Reviews of inspections."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """检查审核"""

    name = "zhuangjian.apps.review"
    label = "review"
    verbose_name = "检查审核"
