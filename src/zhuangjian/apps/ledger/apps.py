"""Append-only ledger: what was done, by whom, when, provable later."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """存证账本"""

    name = "zhuangjian.apps.ledger"
    label = "ledger"
    verbose_name = "存证账本"
