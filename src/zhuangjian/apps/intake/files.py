"""Source files kept under the home by their digest, so that an interrupted load can go on."""

from __future__ import annotations

from pathlib import Path

from zhuangjian.apps.jobs.store import arrived, keep, kept
from zhuangjian.apps.ledger.action import Upload

__all__ = ["keep", "kept", "lying"]


def lying(upload: Upload) -> Path:
    """Where an upload's content lies; put there first if it only exists in memory."""
    return kept(arrived(upload).digest)
