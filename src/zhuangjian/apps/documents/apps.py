"""Documents made for a case, and official texts imported by the operator."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """文书"""

    name = "zhuangjian.apps.documents"
    label = "documents"
    verbose_name = "文书"

    def ready(self) -> None:
        """A case's papers are part of what the ledger keeps of it."""
        from zhuangjian.apps.documents.models import Document
        from zhuangjian.apps.ledger.state import cover_beside

        cover_beside(Document)
