"""What is published, and nothing else."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """公开"""

    name = "zhuangjian.apps.disclosure"
    label = "disclosure"
    verbose_name = "公开"

    def ready(self) -> None:
        """Hear of every delivered record and of every end."""
        from zhuangjian.apps.disclosure.hooks import after_delivery, ask_to_publish
        from zhuangjian.apps.inspections.hooks import CLOSED, FOLLOW_UP

        FOLLOW_UP.append(after_delivery)
        CLOSED.append(ask_to_publish)
