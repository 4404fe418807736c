"""Courses and sessions, the item bank and examinations, hours and certificates, holders of key posts."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """培训考核"""

    name = "zhuangjian.apps.training"
    label = "training"
    verbose_name = "培训考核"
