"""Benchmark enterprises."""

from django.apps import AppConfig


class BenchmarkConfig(AppConfig):
    """标杆企业"""

    name = "zhuangjian.apps.benchmark"
    label = "benchmark"
    verbose_name = "标杆企业"
