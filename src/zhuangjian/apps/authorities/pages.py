"""Administration: people and their accounts, the tree of authorities, credentials, sign-ins."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhuangjian.apps.authorities.models import (
    ApiToken,
    Authority,
    Credential,
    Interest,
    Person,
    Role,
    SignInEvent,
)
from zhuangjian.apps.authorities.powers import powers_of
from zhuangjian.apps.authorities.refusals import SPANS, span_of, told
from zhuangjian.apps.authorities.sheets import AUTHORITIES, CREDENTIALS, PEOPLE, SIGN_INS, credential_state
from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.kernel.requests import PersonRequest


def _only(request: PersonRequest, *roles: str) -> Any:
    person = request.person
    if not person.has(*roles):
        raise Http404
    return person


@require_GET
def people(request: PersonRequest) -> HttpResponseBase:
    """The people whom the person may see."""
    _only(request, Role.ADMINISTRATOR, Role.HEAD)
    view = PEOPLE.of(request)
    if view.export is not None:
        return view.export
    return render(request, "authorities/people.html", {"listing": view, "tab": "people"})


@require_GET
def person_page(request: PersonRequest, pk: int) -> HttpResponse:
    """One person: account, roles, credentials, expertise, interests, tokens, last sign-ins."""
    viewer = _only(request, Role.ADMINISTRATOR, Role.HEAD)
    row = visible_or_404(Person, viewer, pk, "authority")
    context = {
        "row": row,
        "sheet": PEOPLE,
        "roles": [Role(code).label for code in sorted(row.roles)],
        "credentials": credentials_of(viewer, row),
        "expertise": row.expertise.all(),
        "interests": Interest.objects.visible_to(viewer)
        .filter(person=row)
        .order_by("ended_on", "-declared_at"),
        "tokens": ApiToken.objects.visible_to(viewer).filter(person=row, revoked_at=None).order_by("-pk"),
        "sign_ins": SignInEvent.objects.visible_to(viewer).filter(person=row)[:10],
        "administers": viewer.has(Role.ADMINISTRATOR),
        "tab": "people",
    }
    return render(request, "authorities/person.html", context)


def credentials_of(viewer: Any, owner: Person) -> list[tuple[Credential, str, str]]:
    """(credential, state in words, tone) as the viewer may see them."""
    rows = Credential.objects.visible_to(viewer).filter(person=owner).order_by("kind", "-valid_to")
    return [(row, *credential_state(row)) for row in rows]


@require_GET
def new_person(request: PersonRequest) -> HttpResponse:
    """The form for a new account."""
    _only(request, Role.ADMINISTRATOR)
    return render(request, "authorities/new_person.html", {"tab": "people"})


@require_GET
def authorities(request: PersonRequest) -> HttpResponse:
    """The tree, each with its powers (CQ 4)."""
    viewer = _only(request, Role.ADMINISTRATOR, Role.HEAD)
    rows = list(Authority.objects.visible_to(viewer).select_related("parent"))
    context = {"tree": _tree(rows), "administers": viewer.has(Role.ADMINISTRATOR), "tab": "authorities"}
    return render(request, "authorities/authorities.html", context)


def _tree(rows: list[Authority]) -> list[dict[str, Any]]:
    """Rows in the order of the tree with their depth; a row whose superior is not among them is a root."""
    known = {row.pk for row in rows}
    below: dict[int | None, list[Authority]] = {}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)

    def walk(parent: int | None, depth: int) -> list[dict[str, Any]]:
        found = []
        for row in below.get(parent, ()):
            found.append({"row": row, "depth": depth, "powers": powers_of(row.kind)})
            found += walk(row.pk, depth + 1)
        return found

    return walk(None, 0)


@require_GET
def authority_page(request: PersonRequest, pk: int) -> HttpResponse:
    """One authority: what it is there for, its people, its subordinates."""
    viewer = _only(request, Role.ADMINISTRATOR, Role.HEAD)
    row = visible_or_404(Authority, viewer, pk, "parent")
    context = {
        "row": row,
        "sheet": AUTHORITIES,
        "children": Authority.objects.visible_to(viewer).filter(parent=row),
        "people": Person.objects.visible_to(viewer)
        .filter(authority=row, is_active=True)
        .order_by("username"),
        "administers": viewer.has(Role.ADMINISTRATOR),
        "tab": "authorities",
    }
    return render(request, "authorities/authority.html", context)


@require_GET
def credentials(request: PersonRequest) -> HttpResponseBase:
    """Credentials, soonest to expire first."""
    viewer = _only(request, Role.ADMINISTRATOR, Role.HEAD)
    view = CREDENTIALS.of(request, CREDENTIALS.seen(viewer).filter(person__is_active=True))
    if view.export is not None:
        return view.export
    return render(request, "authorities/credentials.html", {"listing": view, "tab": "credentials"})


@require_GET
def sign_ins(request: PersonRequest) -> HttpResponseBase:
    """Who signed in, or tried to."""
    _only(request, Role.ADMINISTRATOR)
    view = SIGN_INS.of(request)
    if view.export is not None:
        return view.export
    return render(request, "authorities/sign_ins.html", {"listing": view, "tab": "sign-ins"})


@require_GET
def refusals(request: PersonRequest) -> HttpResponse:
    """Which act, article and stage stopped people, and how often; never whom, nor on which case."""
    _only(request, Role.ADMINISTRATOR)
    days = span_of(request.GET.get("days", ""))
    context = {"rows": told(days), "days": days, "spans": SPANS, "tab": "refusals"}
    return render(request, "authorities/refusals.html", context)
