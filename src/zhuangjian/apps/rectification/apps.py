"""Rectification notices, reports, re-checks."""

from django.apps import AppConfig


class RectificationConfig(AppConfig):
    """整改"""

    name = "zhuangjian.apps.rectification"
    label = "rectification"
    verbose_name = "整改"

    def ready(self) -> None:
        """Hear of every delivered record."""
        from zhuangjian.apps.inspections.hooks import CLOSED, FOLLOW_UP
        from zhuangjian.apps.rectification.hooks import after_delivery

        FOLLOW_UP.append(after_delivery)
        CLOSED.append(after_delivery)
