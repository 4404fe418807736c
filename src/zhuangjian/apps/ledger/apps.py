"""Append-only ledger: what was done, by whom, when, provable later."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class LedgerConfig(AppConfig):
    """存证账本"""

    name = "zhuangjian.apps.ledger"
    label = "ledger"
    verbose_name = "存证账本"

    def ready(self) -> None:
        """Every connection keeps what was acknowledged; every write is seen."""
        from zhuangjian.apps.ledger import restating, standing, summing_anew, sums
        from zhuangjian.config.database import keep_promises

        connection_created.connect(keep_promises, dispatch_uid="ledger.keep_promises")
        standing.watch()
        sums.listen()
        pre_migrate.connect(summing_anew.before, sender=self, dispatch_uid="ledger.sums.before")
        pre_migrate.connect(restating.before, sender=self, dispatch_uid="ledger.restating.before")
        post_migrate.connect(restating.after, sender=self, dispatch_uid="ledger.restating.after")
        post_migrate.connect(summing_anew.after, sender=self, dispatch_uid="ledger.sums.after")
