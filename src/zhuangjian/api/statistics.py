"""The statistics over the API: the same numbers as the page."""

from typing import Any, Literal

from django.http import Http404
from ninja import Router, Schema

from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.requests import PersonRequest
from zhuangjian.web.pages.numbers import TABLES, units_of
from zhuangjian.web.pages.statistics import period_of

PREFIX = "statistics"
router = Router(tags=["统计"])


class TableOut(Schema):
    """Numbers under headings, over what the person may see."""

    name: str
    title: str
    note: str
    first: str
    last: str
    heads: list[str]
    rows: list[list[str | int]]


@router.get("/{name}", response=TableOut, summary="一张统计表")
def table(
    request: PersonRequest,
    name: Literal["conclusions", "checkpoints", "duties"],
    first: str = "",
    last: str = "",
    unit: int | None = None,
) -> dict[str, Any]:
    """``conclusions``, ``checkpoints`` or ``duties`` between two days, of one dispatching unit or all."""
    person = request.person
    if not person.scope.official:
        raise Http404("找不到这一页，或您无权查看。")
    period, faults = period_of(first, last)
    if faults:
        raise Refusal("统计范围有误。", missing=faults)
    chosen = next((one for one in units_of(person) if one.pk == unit), None)
    if unit is not None and chosen is None:
        raise Refusal("没有这个单位，或您无权查看。", missing=["有效的单位"])
    made = TABLES[name](person, period, chosen)
    return {
        "name": made.name,
        "title": made.title,
        "note": made.note,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "heads": list(made.heads),
        "rows": made.rows,
    }
