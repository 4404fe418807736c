"""Courses, sessions, hours and key posts as pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhuangjian.apps.authorities.models import Person
from zhuangjian.apps.conduct.pages import case_role_or_404, visible_or_404
from zhuangjian.apps.conduct.public_ids import called
from zhuangjian.apps.training.balance import WORDS, balance, balances
from zhuangjian.apps.training.law import requirements
from zhuangjian.apps.training.models import Course, Enrolment, HourEntry, Session, SessionStage
from zhuangjian.apps.training.sheets import COURSES, ENROLMENTS, SESSIONS, course_stage, left, session_stage
from zhuangjian.apps.training.sheets_hours import HOURS, KEY_POSTS
from zhuangjian.apps.training.who import HOLDERS, HOLDERS_OF_SESSION, TRAINERS
from zhuangjian.engines.training.hours import Standing
from zhuangjian.kernel.requests import PersonRequest


@require_GET
def index(request: PersonRequest) -> HttpResponseBase:
    """What one still has to do this year, where one is registered, and the courses."""
    person = request.person
    case_role_or_404(person)
    view = COURSES.of(request)
    if view.export is not None:
        return view.export
    mine = Enrolment.objects.visible_to(person).filter(
        person=person, withdrawn_at=None, session__stage=SessionStage.PLANNED
    )
    context = {
        "listing": view,
        "standing": told(person),
        "mine": mine.select_related("session", "session__course").order_by("session__starts_at"),
        "trains": TRAINERS.yes(person, None),
        "tab": "courses",
    }
    return render(request, "training/index.html", context)


def told(person: Any) -> list[tuple[Any, Any, tuple[str, str], int]]:
    """Each requirement of the person with how it stands, its words, and the share that is done in percent."""
    return [
        (one, hours, WORDS[hours.standing], min(int(hours.done * 100 / hours.asked), 100))
        for one, hours in balance(person, timezone.localdate())
    ]


@require_GET
def detail(request: PersonRequest, key: UUID) -> HttpResponse:
    """One course with its sessions and what there is to read."""
    person = request.person
    row = visible_or_404(Course, person, key, "authority")
    sessions = Session.objects.visible_to(person).filter(course=row)
    context = {
        "row": row,
        "sheet": COURSES,
        "stage": course_stage(row),
        "sessions": [(one, session_stage(one), left(one)) for one in sessions],
        "materials": row.materials.all(),
        "holds": HOLDERS.yes(person, row),
        "tab": "courses",
    }
    return render(request, "training/detail.html", context)


@require_GET
def session(request: PersonRequest, key: UUID) -> HttpResponseBase:
    """One session: registering, signing in, and for who holds it those who come."""
    person = request.person
    row = visible_or_404(Session, person, key, "course", "course__authority")
    holds = HOLDERS_OF_SESSION.yes(person, row)
    seen = ENROLMENTS.seen(person).filter(session=row)
    view = ENROLMENTS.of(request, seen)
    if view.export is not None:
        return view.export
    context = {
        "row": row,
        "sheet": SESSIONS,
        "stage": session_stage(row),
        "holds": holds,
        "listing": view,
        "mine": seen.filter(person=person).first(),
        "tab": "courses",
    }
    return render(request, "training/session.html", context)


@require_GET
def hours(request: PersonRequest) -> HttpResponseBase:
    """The ledger of hours; for who runs a unit, its people and who of them will fall short."""
    person = request.person
    case_role_or_404(person)
    view = HOURS.of(request)
    if view.export is not None:
        return view.export
    units = _units(person)
    chosen = request.GET.get("person", "")
    one = next((row for unit in units for row, _ in unit["people"] if str(row.pk) == chosen), None)
    context = {
        "listing": view,
        "standing": told(person),
        "asked": requirements(timezone.localdate()),
        "units": units,
        "chosen": one,
        "entry": _entry(person, request.GET.get("entry", "")),
        "tab": "hours",
    }
    return render(request, "training/hours.html", context)


def _entry(person: Any, named: str) -> HourEntry | None:
    """The entry that is opened, with what it takes back or what took it back."""
    rows = HourEntry.objects.visible_to(person).select_related(
        "person", "entered_by", "corrects", "corrected_by"
    )
    return rows.filter(**called(HourEntry, named)).first() if named else None


def _units(person: Any) -> list[dict[str, Any]]:
    """By unit: the people of whom hours are asked with how these stand, and how many fall short; for who runs it."""
    if not person.scope.official or not TRAINERS.yes(person, None):
        return []
    today = timezone.localdate()
    roles = {role for one in requirements(today) for role in one.roles}
    rows = (
        Person.objects.visible_to(person)
        .filter(is_active=True, authority_id__in=person.scope.authorities, role_rows__role__in=roles)
        .select_related("authority")
        .distinct()
        .order_by("authority__region_code", "authority__name", "name", "pk")
    )
    people = list(rows)
    standing = balances(people, today)
    units: dict[int, dict[str, Any]] = {}
    for row in people:
        unit = units.setdefault(row.authority_id or 0, {"unit": row.authority, "people": [], "short": 0})
        lines = [(one, hours, WORDS[hours.standing]) for one, hours in standing[row.pk]]
        unit["people"].append((row, lines))
        unit["short"] += any(
            hours.standing in (Standing.SHORT, Standing.MISSED) for _, hours in standing[row.pk]
        )
    return list(units.values())


@require_GET
def posts(request: PersonRequest) -> HttpResponseBase:
    """Holders of key posts of the enterprises that the person sees."""
    case_role_or_404(request.person)
    view = KEY_POSTS.of(request)
    if view.export is not None:
        return view.export
    return render(request, "training/posts.html", {"listing": view, "tab": "posts"})
