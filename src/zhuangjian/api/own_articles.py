"""The API's description is written once for every region: articles of another region's documents are left out of it."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings

from zhuangjian.engines.rules.loader import load_pack, region_names
from zhuangjian.engines.rules.lookup import pack_for


def tell_only_own_articles(schema: Any) -> None:
    """Take other regions' articles out of every description in the schema, in place."""
    foreign = _foreign()
    if foreign is not None:
        _walk(schema, foreign)


def _foreign() -> re.Pattern[str] | None:
    own = pack_for(settings.REGION).documents
    codes = {load_pack(name).head.document for name in region_names()} - {*own, ""}
    if not codes:
        return None
    one = rf"(?:{'|'.join(sorted(map(re.escape, codes)))}) \d+(?:\(\d+\))?"
    # In brackets, as a sentence of its own, or in the middle of one.
    return re.compile(rf"\s*\({one}(?:[,;–-] ?\d+)*\)|^{one}\.\s*|\b{one}\b")


def _without(found: re.Match[str]) -> str:
    words = found[0].strip()
    return "" if words.startswith("(") or words.endswith(".") else "the law"


def _walk(part: Any, foreign: re.Pattern[str]) -> None:
    if isinstance(part, dict):
        for key, value in part.items():
            if key in ("description", "summary", "title") and isinstance(value, str):
                part[key] = foreign.sub(_without, value).strip()
            else:
                _walk(value, foreign)
    elif isinstance(part, list):
        for value in part:
            _walk(value, foreign)
