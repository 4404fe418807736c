"""The home page of every person: their duties; the month; what is overdue in the unit; what was done."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import case_role_or_404
from zhuangjian.apps.duties import sheets
from zhuangjian.apps.duties.lines import groups_of, line_of, month_of
from zhuangjian.apps.duties.queries import done_by, open_for, others_for, overdue_in_unit
from zhuangjian.apps.duties.reading import listed
from zhuangjian.kernel.requests import PersonRequest

SHOWN = 200


@require_GET
def home(request: PersonRequest) -> HttpResponseBase:
    """My duties, soonest first."""
    person = request.person
    mine = open_for(person)
    if request.GET.get("export"):
        view = sheets.OPEN.of(request, mine)
        if view.export is not None:
            return view.export
    today = timezone.localdate()
    total = mine.count()
    others = list(others_for(person)[: SHOWN + 1])
    shown = list(mine[:SHOWN])
    listed(person, [*shown, *others])
    context = {
        "tab": "home",
        "groups": groups_of(shown, today),
        "total": total,
        "hidden": max(0, total - SHOWN),
        "others": [line_of(duty, today) for duty in others[:SHOWN]],
        "unit_overdue": overdue_in_unit(person, today).count() if _leads(person) else None,
        "leads": _leads(person),
        "handles_cases": person.scope.official or bool(person.scope.parties),
    }
    return render(request, "duties/home.html", context)


@require_GET
def calendar(request: PersonRequest) -> HttpResponseBase:
    """The month: what is due on which day. A head may look at the whole unit."""
    person = request.person
    case_role_or_404(person)
    today = timezone.localdate()
    first = _month(request.GET.get("month", ""), today)
    unit = _leads(person) and request.GET.get("scope") == "unit"
    rows = (_unit_open(person) if unit else open_for(person)).filter(
        due__gte=first - timedelta(days=7), due__lte=first + timedelta(days=44)
    )
    # The days sort them: in the order of the due day the database would read everybody's duties of these weeks.
    rows = rows.order_by("event_on", "pk")
    listed(person, rows)
    weeks = month_of(first, rows, today)
    days = [day for week in weeks for day in week if day.inside and day.lines]
    context = {
        "tab": "calendar",
        "first": first,
        "weeks": weeks,
        "days": days,
        "before": (first - timedelta(days=1)).replace(day=1),
        "after": (first + timedelta(days=31)).replace(day=1),
        "unit": unit,
        "leads": _leads(person),
        "week_days": "一二三四五六日",
    }
    return render(request, "duties/calendar.html", context)


@require_GET
def overdue(request: PersonRequest) -> HttpResponseBase:
    """For heads: what is overdue in the unit, by whom."""
    person = request.person
    if not _leads(person):
        raise Http404("找不到这一页，或您无权查看。")
    rows = overdue_in_unit(person, timezone.localdate())
    view = sheets.OVERDUE.of(request, rows)
    if view.export is not None:
        return view.export
    counts = Counter((sheets.holder_key(d), d.holder) for d in rows)
    holders = [
        {"key": key, "name": name, "count": count, "here": request.GET.get("holder") == key}
        for (key, name), count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0][1]))
    ]
    listed(person, view.page.rows)
    return render(
        request, "duties/list.html", {"tab": "overdue", "listing": view, "holders": holders, "leads": True}
    )


@require_GET
def done(request: PersonRequest) -> HttpResponseBase:
    """The duties that this person did, and those of theirs that fell away."""
    person = request.person
    case_role_or_404(person)
    view = sheets.DONE.of(request, done_by(person))
    if view.export is not None:
        return view.export
    listed(person, view.page.rows)
    return render(request, "duties/list.html", {"tab": "done", "listing": view, "leads": _leads(person)})


def _leads(person: Any) -> bool:
    return person.scope.official and person.has("head", "programme_officer")


def _unit_open(person: Any) -> Any:
    from zhuangjian.apps.duties.models import Duty

    return (
        Duty.objects.visible_to(person)
        .filter(done_at=None)
        .select_related("party", "authority", "person", "holder_party")
        .order_by("due", "pk")
    )


def _month(text: str, today: date) -> date:
    """The first of the month named ``2026-11``; this month when it names none."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return found if 2000 <= found.year <= 2100 else today.replace(day=1)
