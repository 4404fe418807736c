"""Authorities, their people, credentials and roles."""

from django.apps import AppConfig


class AuthoritiesConfig(AppConfig):
    """机构与人员"""

    name = "zhuangjian.apps.authorities"
    label = "authorities"
    verbose_name = "机构与人员"

    def ready(self) -> None:
        """Begin to keep the log of sign-ins; refuse acts left to roles that nobody can have."""
        from zhuangjian.apps.authorities.signins import connect
        from zhuangjian.apps.authorities.who import refuse_unknown_roles
        from zhuangjian.kernel.offering import ACTS

        connect()
        refuse_unknown_roles(ACTS)
