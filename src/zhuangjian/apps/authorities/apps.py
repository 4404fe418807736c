"""Authorities, their people, credentials and roles."""

from django.apps import AppConfig


class AuthoritiesConfig(AppConfig):
    """机构与人员"""

    name = "zhuangjian.apps.authorities"
    label = "authorities"
    verbose_name = "机构与人员"
