"""Long work, done outside the pages."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """后台任务"""

    name = "zhuangjian.apps.jobs"
    label = "jobs"
    verbose_name = "后台任务"
