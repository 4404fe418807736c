"""What every page's frame needs: navigation by role, the number of open duties, today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

import zhuangjian
from zhuangjian.apps.conduct.visibility import CASE_ROLES
from zhuangjian.apps.duties.queries import open_for
from zhuangjian.apps.intake.queries import keeps
from zhuangjian.web.owner import owner_of


@dataclass(frozen=True)
class Place:
    """One entry of the fixed frame."""

    url: str
    label: str
    icon: str
    roles: frozenset[str]


OFFICIALS = frozenset(CASE_ROLES)
EVERY_DUTY = OFFICIALS | {"enterprise_contact"}
PLACES = (
    Place("/", "待办", "checklist", EVERY_DUTY | {"administrator", "auditor"}),
    Place("/parties/", "企业档案", "building-factory-2", OFFICIALS),
    Place("/my-party/", "本企业", "building-factory-2", frozenset({"enterprise_contact"})),
    Place("/inspections/", "检查", "clipboard-check", EVERY_DUTY),
    Place("/rectifications/", "整改", "tool", EVERY_DUTY),
    Place("/programme/", "年度计划", "calendar-event", OFFICIALS),
    Place("/publications/", "信息公开", "speakerphone", frozenset({"programme_officer", "head"})),
    Place("/map/", "地图", "map-2", OFFICIALS),
    Place("/statistics/", "统计", "chart-bar", OFFICIALS),
    Place("/rules/", "法规规则", "scale", EVERY_DUTY | {"administrator"}),
    Place("/intake/", "数据导入", "database-import", frozenset({"programme_officer", "head"})),
    Place("/ledger/", "存证账本", "link", frozenset({"auditor"})),
    Place("/administration/", "人员与机构", "users", frozenset({"administrator", "head"})),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context for ``base.html``."""
    person = getattr(request, "user", None)
    base: dict[str, Any] = {"today": timezone.localdate(), "zj_version": zhuangjian.__version__}
    if person is None or not person.is_authenticated:
        return base
    places = [p for p in PLACES if p.roles & person.roles and (p.url != "/intake/" or keeps(person))]
    here = max((p.url for p in places if request.path.startswith(p.url)), key=len, default="")
    return base | {
        "places": places,
        "here": here,
        "can_search": person.scope.official,
        "duty_count": open_for(person).count(),
        "page_owner": owner_of(person),
    }
