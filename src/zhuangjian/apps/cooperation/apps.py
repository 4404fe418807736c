"""Letters between bodies."""

from django.apps import AppConfig


class CooperationConfig(AppConfig):
    """函件与协作"""

    name = "zhuangjian.apps.cooperation"
    label = "cooperation"
    verbose_name = "函件与协作"
