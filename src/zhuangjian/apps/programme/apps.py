"""The annual programme and its tasks."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """年度检查计划"""

    name = "zhuangjian.apps.programme"
    label = "programme"
    verbose_name = "年度检查计划"
