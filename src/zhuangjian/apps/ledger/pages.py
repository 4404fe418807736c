"""The auditor's pages: what was done by whom, its proof, and whether anything was changed behind the system's back."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.ledger import heads, receipts
from zhuangjian.apps.ledger.fact_words import facts_of
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.ledger.sheets import ENTRIES, kind_of, object_id, title_of
from zhuangjian.apps.ledger.verify import verify
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.requests import PersonRequest


def _auditor(request: PersonRequest) -> Any:
    person = request.person
    if not person.has("auditor"):
        raise Http404
    return person


@require_GET
def index(request: PersonRequest) -> HttpResponseBase:
    """The entries, newest first."""
    _auditor(request)
    view = ENTRIES.of(request)
    if view.export is not None:
        return view.export
    return render(request, "ledger/index.html", {"listing": view, "head": _kept_head()})


def _kept_head() -> heads.Head | None:
    try:
        return heads.last_head()
    except (ValueError, TypeError):
        return None


@require_GET
def detail(request: PersonRequest, pk: int) -> HttpResponse:
    """One entry, with the others on the same object."""
    person = _auditor(request)
    entry = visible_or_404(Entry, person, pk)
    same = Entry.objects.visible_to(person).filter(object_model=entry.object_model, object_id=entry.object_id)
    context = {
        "entry": entry,
        "sheet": ENTRIES,
        "title": title_of(entry.action),
        "kind": kind_of(entry.object_model),
        "object_id": object_id(entry),
        "facts": facts_of(entry),
        "course": [(row, title_of(row.action)) for row in same.order_by("-seq")[:50]],
    }
    return render(request, "ledger/detail.html", context)


@require_GET
def receipt(request: PersonRequest, pk: int) -> HttpResponse:
    """The receipt as a file to keep; it is checked without this system."""
    entry = visible_or_404(Entry, _auditor(request), pk)
    try:
        paper = receipts.receipt(entry.seq)
    except Refusal as refusal:
        return render(request, "ledger/broken.html", {"message": refusal.message}, status=409)
    text = json.dumps(paper, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="ledger-receipt-{entry.seq}.json"'
    return response


@require_POST
def verification(request: PersonRequest) -> HttpResponse:
    """Verify now and show what was found. Changes nothing; a POST only because it is heavy."""
    _auditor(request)
    return render(request, "ledger/verified.html", {"report": verify(), "head": _kept_head()})
