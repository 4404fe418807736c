"""Parties, sites, licences, products, signals: the enterprise dossier."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class RegistryConfig(AppConfig):
    """企业登记"""

    name = "zhuangjian.apps.registry"
    label = "registry"
    verbose_name = "企业登记"

    def ready(self) -> None:
        """Keep the search index in step with names that are saved one at a time; bulk work indexes its own."""
        from zhuangjian.apps.registry.models import PartyName

        post_save.connect(_name_changed, sender=PartyName, dispatch_uid="registry.name_saved")
        post_delete.connect(_name_changed, sender=PartyName, dispatch_uid="registry.name_deleted")


def _name_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    from zhuangjian.apps.registry import search

    origin = kwargs.get("origin", instance)
    whole_party = getattr(origin, "model", type(origin)) is not sender
    # With the party itself going, its index row goes too and must not be written again.
    if not kwargs.get("raw") and not whole_party:
        search.index([instance.party_id])
