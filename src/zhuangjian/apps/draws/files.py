"""The files of a draw: kept after each step, never changed, written in the one canonical spelling."""

from __future__ import annotations

import json
from typing import Any

from zhuangjian.apps.draws.models import Draw, DrawFile, FileKind
from zhuangjian.engines.draw import Document, chunks


def latest(draw: Draw, kind: FileKind) -> DrawFile | None:
    """The file after the last step; None where the draw takes no officers."""
    return DrawFile.objects.unrestricted().filter(draw=draw, kind=kind).order_by("-no").first()


def document(draw: Draw, kind: FileKind) -> Document | None:
    """What that file says."""
    found = latest(draw, kind)
    return json.loads(found.content) if found else None


def written(found: Document) -> str:
    """The canonical text of a file."""
    return b"".join(chunks(found)).decode()


def keep(draw: Draw, kind: FileKind, found: Document, at: Any) -> DrawFile:
    """The file of one more step."""
    before = DrawFile.objects.unrestricted().filter(draw=draw, kind=kind).count()
    return DrawFile.objects.create(
        draw=draw, kind=kind, no=before + 1, seal=found["seal"], content=written(found), made_at=at
    )
