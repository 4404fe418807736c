"""Photos, sound, video and documents with their digests."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """证据"""

    name = "zhuangjian.apps.evidence"
    label = "evidence"
    verbose_name = "证据"
