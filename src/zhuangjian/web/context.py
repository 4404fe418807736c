"""What every page's frame needs: navigation by role, the number of open duties, today."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

import zhuangjian
from zhuangjian.apps.conduct.visibility import OFFICIALS
from zhuangjian.apps.duties.queries import open_count
from zhuangjian.kernel.area import GROUPS, Place, places
from zhuangjian.web.owner import owner_of

# What no single area shows.
ACROSS = (Place(510, "/statistics/", "统计", "chart-bar", OFFICIALS),)


# With so few entries nothing is folded away.
FEW = 10


def _grouped(offered: list[Place], here: str) -> list[dict[str, Any]]:
    """The entries by group; open are the first, that of the page one is on, and what an inspection needs every day."""
    if len(offered) <= FEW:
        return [{"title": "", "open": True, "places": offered}] if offered else []
    return [
        {
            "title": GROUPS[number],
            "open": number <= 1 or any(place.url == here for place in found),
            "places": found,
        }
        for number, found in ((n, list(g)) for n, g in groupby(offered, key=lambda place: place.group))
    ]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context for ``base.html``."""
    person = getattr(request, "user", None)
    base: dict[str, Any] = {"today": timezone.localdate(), "zj_version": zhuangjian.__version__}
    if person is None or not person.is_authenticated:
        return base
    offered = sorted((p for p in (*places(), *ACROSS) if p.offered(person)), key=lambda p: p.order)
    here = max((p.url for p in offered if request.path.startswith(p.url)), key=len, default="")
    return base | {
        "places_by_group": _grouped(offered, here),
        "here": here,
        "can_search": person.scope.official,
        "duty_count": open_count(person),
        "page_owner": owner_of(person),
    }
