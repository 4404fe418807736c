"""Documents made for a case, and official texts imported by the operator."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """文书"""

    name = "zhuangjian.apps.documents"
    label = "documents"
    verbose_name = "文书"
