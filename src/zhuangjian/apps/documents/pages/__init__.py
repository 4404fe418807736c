"""Pages of documents: files of a case, the rules, the official texts."""

from zhuangjian.apps.documents.pages.files import attachment, download

__all__ = ["attachment", "download"]
