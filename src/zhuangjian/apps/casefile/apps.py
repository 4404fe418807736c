"""The whole file of an inspection, checked before it is reviewed and at any time."""

from django.apps import AppConfig


class CasefileConfig(AppConfig):
    """案卷评查"""

    name = "zhuangjian.apps.casefile"
    label = "casefile"
    verbose_name = "案卷评查"

    def ready(self) -> None:
        """Say how a year's files are reviewed that were asked for as a job."""
        from zhuangjian.apps.casefile import jobs  # noqa: F401
