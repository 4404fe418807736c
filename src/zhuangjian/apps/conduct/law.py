"""The law of this installation's region: what an act is founded on, by key, on a day.

No article stands in the code. An act names what it is about (``cites = "plan"``), and the region's pack says which article
that is; where neither the region nor the nation has one, nothing is shown.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from zhuangjian.engines.rules.answer import Basis
from zhuangjian.engines.rules.citing import basis_of, cited
from zhuangjian.engines.rules.lookup import pack_for


def cite(*keys: str, at: datetime | None = None) -> str:
    """The articles under these keys as in force at ``at`` (default now), joined by 、; empty where there is none."""
    on = timezone.localdate(at)
    found = (cited(key, region=settings.REGION, on=on).article for key in keys if key)
    return "、".join(dict.fromkeys(filter(None, found)))


def basis_of_article(article: str) -> Basis:
    """How sure an article is, as its document is known here."""
    return basis_of(pack_for(settings.REGION), article)
