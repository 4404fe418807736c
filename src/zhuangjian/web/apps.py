"""The pages' frame: layout, sign-in, public pages, static files."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """页面"""

    name = "zhuangjian.web"
    label = "web"
    verbose_name = "页面"

    def ready(self) -> None:
        """Sessions remember when they began."""
        from zhuangjian.web import idle

        idle.connect()
