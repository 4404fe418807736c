"""Signed bundles of files that go from one authority to another, and their receipts."""

from zhuangjian.engines.bundle.encryption import decrypt, encrypt, encrypted
from zhuangjian.engines.bundle.making import Content, Statement, make
from zhuangjian.engines.bundle.reading import Bundle, File, pieces, read

__all__ = [
    "Bundle",
    "Content",
    "File",
    "Statement",
    "decrypt",
    "encrypt",
    "encrypted",
    "make",
    "pieces",
    "read",
]
