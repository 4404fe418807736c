"""Parties, sites, licences, products, signals: the enterprise dossier."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """企业登记"""

    name = "zhuangjian.apps.registry"
    label = "registry"
    verbose_name = "企业登记"
