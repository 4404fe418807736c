"""What every page's frame needs: navigation by role, the number of open duties, today."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

import zhuangjian
from zhuangjian.apps.conduct.visibility import OFFICIALS
from zhuangjian.apps.duties.queries import open_count
from zhuangjian.kernel.area import Place, places
from zhuangjian.web.owner import owner_of

# What no single area shows.
ACROSS = (Place(90, "/statistics/", "统计", "chart-bar", OFFICIALS),)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context for ``base.html``."""
    person = getattr(request, "user", None)
    base: dict[str, Any] = {"today": timezone.localdate(), "zj_version": zhuangjian.__version__}
    if person is None or not person.is_authenticated:
        return base
    offered = sorted((p for p in (*places(), *ACROSS) if p.offered(person)), key=lambda p: p.order)
    here = max((p.url for p in offered if request.path.startswith(p.url)), key=len, default="")
    return base | {
        "places": offered,
        "here": here,
        "can_search": person.scope.official,
        "duty_count": open_count(person),
        "page_owner": owner_of(person),
    }
