"""Authorities, their people, credentials and roles."""

from django.apps import AppConfig


class AuthoritiesConfig(AppConfig):
    """机构与人员"""

    name = "zhuangjian.apps.authorities"
    label = "authorities"
    verbose_name = "机构与人员"

    def ready(self) -> None:
        """Begin to keep the log of sign-ins."""
        from zhuangjian.apps.authorities.signins import connect

        connect()
