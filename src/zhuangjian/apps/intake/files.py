"""Source files kept under the home by their digest, so that an interrupted load can go on."""

from __future__ import annotations

from pathlib import Path

from zhuangjian.apps.jobs.store import KeptUpload, keep, kept, of_pieces
from zhuangjian.apps.ledger.action import Upload

__all__ = ["keep", "kept", "lying"]


def lying(upload: Upload) -> Path:
    """Where an upload's content lies; put there first if it only exists in memory."""
    if not isinstance(upload, KeptUpload):
        upload = of_pieces(upload.name, [upload.content], upload.media_type)
    return kept(upload.digest)
