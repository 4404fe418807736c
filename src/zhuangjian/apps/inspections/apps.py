"""One inspection from plan to record."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """检查"""

    name = "zhuangjian.apps.inspections"
    label = "inspections"
    verbose_name = "检查"

    def ready(self) -> None:
        """Put a party's inspections into its dossier; have the reads that stand in files folded into the database."""
        from zhuangjian.apps.inspections.panel import context_of
        from zhuangjian.apps.inspections.reading import fold
        from zhuangjian.apps.jobs.running import CHORES
        from zhuangjian.apps.registry.panels import Panel, register

        register(Panel("inspections", "检查", 60, "inspections/panel.html", context_of))
        if fold not in CHORES:
            CHORES.append(fold)
