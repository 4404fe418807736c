"""Every obligation the law creates, as one table."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """待办与期限"""

    name = "zhuangjian.apps.duties"
    label = "duties"
    verbose_name = "待办与期限"

    def ready(self) -> None:
        """Put a party's open duties into its dossier."""
        from zhuangjian.apps.duties.panel import context_of
        from zhuangjian.apps.registry.panels import Panel, register

        register(Panel("duties", "待办与期限", 95, "duties/panel.html", context_of))
