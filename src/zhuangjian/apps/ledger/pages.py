"""The auditor's pages: what was done by whom, its proof, and whether anything was changed behind the system's back."""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.conduct.public_ids import hidden_models, key_called, public_name
from zhuangjian.apps.ledger import heads, receipts
from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.apps.ledger.marks import TITLES
from zhuangjian.apps.ledger.models import Entry
from zhuangjian.apps.ledger.verify import verify
from zhuangjian.engines.rules.answer import Refusal
from zhuangjian.kernel.requests import PersonRequest
from zhuangjian.kernel.sheets import Column, Filter, Sheet


def title_of(action: str) -> str:
    """The action's Chinese title; its code when it is no longer known."""
    return ACTIONS[action].title if action in ACTIONS else TITLES.get(action, action)


def kind_of(label: str) -> str:
    """The Chinese name of a model."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label


def _object(entry: Entry) -> str:
    return f"{kind_of(entry.object_model)} {object_id(entry)}"


def object_id(entry: Entry) -> str:
    """What the doors call the entry's object; an old entry's, too, whose own words hold the database's key."""
    return str(entry.object_key or public_name(entry.object_model, entry.object_id) or "已不存在")


def _actions(person: Any) -> list[tuple[str, str]]:
    names = Entry.objects.visible_to(person).order_by("action").values_list("action", flat=True).distinct()
    return [(name, title_of(name)) for name in names]


def _models(person: Any) -> list[tuple[str, str]]:
    names = Entry.objects.visible_to(person).order_by("object_model")
    return [(name, kind_of(name)) for name in names.values_list("object_model", flat=True).distinct()]


def _numbered(rows: Any, text: str) -> Any:
    if text.isascii() and text.isdecimal() and len(text) < 19:
        # A number names only what has no other name: by counting, rows that can be hidden would be found.
        hidden = [model._meta.label_lower for model in hidden_models()]
        return rows.filter(object_id=int(text)).exclude(object_model__in=hidden)
    for model in hidden_models():
        if (pk := key_called(model, text)) is not None:
            return rows.filter(object_model=model._meta.label_lower, object_id=pk)
    raise ValueError("没有以此为编号的对象，未按它筛选")


ENTRIES = Sheet(
    "ledger",
    "存证账本",
    columns=(
        Column("seq", "序号", "seq", "seq", link=lambda row: f"/ledger/{row.seq}/"),
        Column("at", "时间", "at", "at", template="ledger/time_cell.html"),
        Column("action", "事项", lambda row: title_of(row.action), "action"),
        Column("actor", "经办人", "actor", "actor"),
        Column("authority", "所在单位", "authority", "authority"),
        Column("object", "对象", _object, ("object_model", "object_id")),
        Column("article", "条款", "article", "article"),
    ),
    filters=(
        Filter("actor", "经办人", "actor__icontains"),
        Filter("action", "事项", "action", "choice", _actions),
        Filter("kind", "对象类型", "object_model", "choice", _models),
        Filter("number", "对象编号", _numbered),
        Filter("since", "自", "at__date__gte", "date"),
        Filter("until", "至", "at__date__lte", "date"),
    ),
    sort="-seq",
    empty="账本还没有条目。",
    empty_hint="系统中每办一件事，这里就多一条。",
)


def _auditor(request: PersonRequest) -> Any:
    person = request.person
    if not person.has("auditor"):
        raise Http404
    return person


@require_GET
def index(request: PersonRequest) -> HttpResponseBase:
    """The entries, newest first."""
    person = _auditor(request)
    view = ENTRIES.of(request, Entry.objects.visible_to(person))
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
        "title": title_of(entry.action),
        "kind": kind_of(entry.object_model),
        "object_id": object_id(entry),
        "facts": _facts(entry),
        "course": [(row, title_of(row.action)) for row in same.order_by("-seq")[:50]],
    }
    return render(request, "ledger/detail.html", context)


def _facts(entry: Entry) -> list[tuple[str, str]]:
    """(words, value) of what the entry keeps, named as on the action's form where it has such a field."""
    try:
        facts = json.loads(entry.facts)
    except ValueError:
        return [("（内容已损坏）", entry.facts)]
    if not isinstance(facts, dict):
        return [("", entry.facts)]
    fields = ACTIONS[entry.action].Input.model_fields if entry.action in ACTIONS else {}
    return [
        (
            (fields[key].title or key) if key in fields else key,
            value if isinstance(value, str) else json.dumps(value, ensure_ascii=False),
        )
        for key, value in facts.items()
    ]


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
