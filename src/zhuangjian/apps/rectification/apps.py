"""Rectification notices, reports, re-checks."""

from django.apps import AppConfig


class RectificationConfig(AppConfig):
    """整改"""

    name = "zhuangjian.apps.rectification"
    label = "rectification"
    verbose_name = "整改"

    def ready(self) -> None:
        """Have reads of its papers kept; put a party's rectifications into its dossier."""
        from zhuangjian.apps.documents.reading import ON_READ
        from zhuangjian.apps.inspections.reading import KINDS, log_document
        from zhuangjian.apps.rectification.panel import context_of
        from zhuangjian.apps.registry.panels import Panel, register

        KINDS["rectification.rectification"] = ("inspection_id", "inspection_id")
        ON_READ["rectification.rectification"] = log_document
        register(Panel("rectifications", "整改", 70, "rectification/panel.html", context_of))
