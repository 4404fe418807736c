"""What the pack of the place says of local standards and guides, and which article a document rests on."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.conf import settings
from django.utils import timezone

from zhuangjian.apps.conduct.law import cite
from zhuangjian.apps.standards.models import DocumentKind
from zhuangjian.engines.rules.lookup import optional, pack_for

LOCAL = "本地区现在没有起草地方标准和指南的安排。"


def local_kinds(on: date | None = None) -> tuple[DocumentKind, ...]:
    """The kinds beside opinions that are drafted here; none where the place's law names none."""
    found = optional(pack_for(settings.REGION), "local_documents", on or timezone.localdate())
    named = tuple(found.value) if found is not None else ()  # type: ignore[arg-type]
    return tuple(one for one in DocumentKind if one.label in named)


def law_key(kind: str) -> str:
    """Under which key the law has a kind of document."""
    return "production_rules" if kind == DocumentKind.OPINION else "local_documents"


class ByKind:
    """The article of an act on a document or a comment on one: that of the document's kind."""

    def __get__(self, act: Any, owner: Any) -> str:
        if act is None:
            return cite(owner.cites)
        document = getattr(act.case, "opinion", act.case)
        return cite(law_key(document.kind), at=act.at)


# Where it stands on an act it is that act's article, as a string.
BY_KIND: str = cast("str", ByKind())
