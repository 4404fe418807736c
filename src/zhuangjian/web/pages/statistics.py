"""The statistics page: three charts, each with its table, over what the person may see."""

from __future__ import annotations

from datetime import date

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhuangjian.engines.rules.words import chinese_date
from zhuangjian.kernel.exports import csv_response, xlsx_response
from zhuangjian.kernel.requests import PersonRequest
from zhuangjian.web.pages.numbers import TABLES, Period, units_of


@require_GET
def statistics(request: PersonRequest) -> HttpResponseBase:
    """Charts and tables, or one table exported."""
    person = request.person
    if not person.scope.official:
        raise Http404("找不到这一页，或您无权查看。")
    period, faults = period_of(request.GET.get("from", ""), request.GET.get("to", ""))
    units = units_of(person)
    wanted = request.GET.get("unit", "")
    unit = next((one for one in units if str(one.pk) == wanted), None)
    if wanted and unit is None:
        faults.append("没有这个单位，未按它筛选")
    export, name = request.GET.get("export"), request.GET.get("table", "")
    if export in ("csv", "xlsx") and name in TABLES:
        table = TABLES[name](person, period, unit)
        make = csv_response if export == "csv" else xlsx_response
        return make(f"{table.title}{period.first}至{period.last}", table.heads, table.rows)
    tables = [make(person, period, unit) for make in TABLES.values()]
    query = f"from={period.first}&to={period.last}" + (f"&unit={unit.pk}" if unit else "")
    context = {
        "tables": [{"table": table, "chart": table.chart()} for table in tables],
        "period": period,
        "units": units,
        "unit": unit,
        "faults": faults,
        "query": query,
    }
    return render(request, "web/statistics.html", context)


def period_of(first: str, last: str) -> tuple[Period, list[str]]:
    """The period asked for; the twelve months up to today where nothing usable was given, and a word about it."""
    today = timezone.localdate()
    year_ago = today.replace(year=today.year - 1, day=1)
    faults: list[str] = []
    start = _day(first, "起始日期", year_ago, faults)
    end = _day(last, "截止日期", today, faults)
    if start > end:
        faults.append("起始日期晚于截止日期，已对调")
        start, end = end, start
    return Period(start, end), faults


def _day(text: str, what: str, otherwise: date, faults: list[str]) -> date:
    if not text.strip():
        return otherwise
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        faults.append(f"“{what}”不是有效日期（例：2026-11-21），按{chinese_date(otherwise)}统计")
        return otherwise
    if not 1990 <= found.year <= 2200:
        faults.append(f"“{what}”超出可统计的范围，按{chinese_date(otherwise)}统计")
        return otherwise
    return found
