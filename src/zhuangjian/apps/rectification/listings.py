"""The list of rectifications: columns, filters, export."""

from __future__ import annotations

from typing import Any

from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from zhuangjian.apps.conduct.lists import Column, Filter, Listing, contains
from zhuangjian.apps.conduct.reads import exported
from zhuangjian.apps.duties.lines import until_of
from zhuangjian.apps.rectification.models import WITH_PARTY, Rectification, RectificationStage
from zhuangjian.apps.rectification.timeline import stage_words


def with_limit(rows: Any) -> Any:
    """Rows with ``last_day``: the due date, or what a plan or a return moved it to."""
    return rows.annotate(
        last_day=Greatest("due_on", Coalesce("plan_until", "due_on"), Coalesce("supplement_by", "due_on"))
    ).select_related("party", "authority", "inspection")


def overdue(rows: Any, _: Any = True) -> Any:
    """Rows whose report is outstanding after the limit."""
    return with_limit(rows).filter(stage__in=WITH_PARTY, last_day__lt=timezone.localdate())


def authorities(person: Any) -> list[tuple[int, str]]:
    """Local authorities among the rows the person sees."""
    rows = Rectification.objects.visible_to(person).order_by("authority__name")
    return [(pk, name) for pk, name in rows.values_list("authority_id", "authority__name").distinct()]


def state(row: Rectification) -> str:
    """Days left while the enterprise has the next step."""
    return until_of(row.limit, timezone.localdate()).words if row.with_party else ""


def listing_for(person: Any) -> Listing:
    """The list for officials, or for an enterprise its own."""
    official = person.scope.official
    stages = [(s.value, s.label) for s in RectificationStage]
    if not official:
        stages = [(v, "已结束" if v == "closed" else label) for v, label in stages if v != "escalated"]
    party = Column("party", "企业", "party.name", sort=("party__pinyin", "party__name"))
    columns = [
        Column("number", "文号", "number", sort="number", link=lambda r: r.get_absolute_url()),
        *([party] if official else []),
        Column(
            "stage",
            "状态",
            lambda r: stage_words(r, person)[0],
            sort="stage",
            status=lambda r: stage_words(r, person),
        ),
        Column("limit", "整改期限", "limit", sort="last_day", css="text-nowrap"),
        Column("state", "时限情况", state, template="rectification/state_cell.html"),
        Column("authority", "辖区监管部门", "authority.short_name", sort="authority__name"),
        Column(
            "issued_at",
            "发出日期",
            lambda r: timezone.localdate(r.issued_at),
            sort="issued_at",
            css="text-nowrap",
        ),
        *([Column("inspection", "检查", "inspection.number", sort="inspection__number")] if official else []),
    ]
    filters = [
        Filter("q", "文号或企业", contains("number", "party__name")),
        Filter("stage", "状态", "stage", "choice", stages),
        *([Filter("authority", "辖区监管部门", "authority_id", "choice", authorities)] if official else []),
        Filter("due_from", "期限起", "last_day__gte", "date"),
        Filter("due_to", "期限止", "last_day__lte", "date"),
        Filter("overdue", "只看逾期未报", overdue, "flag"),
    ]
    hint = (
        "检查发现缺陷、记录交付之后，由辖区监管部门发出整改通知。"
        if official
        else "监管部门发出整改通知后会列在这里。"
    )
    return Listing(
        "rectifications",
        "整改",
        columns,
        filters,
        sort="-issued_at",
        empty="没有整改事项。",
        empty_hint=hint,
        noted=exported,
    )
