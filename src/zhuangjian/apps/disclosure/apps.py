"""What is published, and nothing else."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """公开"""

    name = "zhuangjian.apps.disclosure"
    label = "disclosure"
    verbose_name = "公开"
