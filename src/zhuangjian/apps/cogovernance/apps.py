"""Co-governance."""

from django.apps import AppConfig


class CogovernanceConfig(AppConfig):
    """社会共治"""

    name = "zhuangjian.apps.cogovernance"
    label = "cogovernance"
    verbose_name = "社会共治"
