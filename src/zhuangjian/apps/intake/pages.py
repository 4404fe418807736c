"""Pages of the intake: files in, batches, quarantine, mappings."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import render

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.intake.actions.load import TITLES
from zhuangjian.apps.intake.actions.trying import batch_of, last_batch
from zhuangjian.apps.intake.effect import effect_of
from zhuangjian.apps.intake.loading import WHOLE
from zhuangjian.apps.intake.mapping import current
from zhuangjian.apps.intake.models import Batch, MappingVersion, Quarantine, Trial
from zhuangjian.apps.intake.noticed import FEW, rows_told, words_of
from zhuangjian.apps.intake.queries import keeps
from zhuangjian.apps.intake.releasing import suggested
from zhuangjian.apps.intake.sheets import BATCHES, QUARANTINE, ROWS
from zhuangjian.kernel.requests import PersonRequest

SHOWN = 5


def _keeper(request: PersonRequest) -> Any:
    if not keeps(request.person):
        raise Http404("找不到这一页，或您无权查看。")
    return request.person


def batches(request: PersonRequest) -> HttpResponse:
    """All batches, and the form to load a file."""
    person = _keeper(request)
    listing = BATCHES.of(request)
    if listing.export:
        return listing.export  # type: ignore[return-value]
    waiting = Quarantine.objects.visible_to(person).filter(status="open").count()
    context = {"listing": listing, "waiting": waiting, "sources": TITLES, "trials": _unconfirmed(person)}
    return render(request, "intake/batches.html", context)


def _unconfirmed(person: Any) -> list[Trial]:
    """The latest trials of files that are no batch yet."""
    latest = Trial.objects.visible_to(person).select_related("tried_by").defer("report").order_by("-pk")
    loaded = Batch.objects.visible_to(person).filter(
        source=OuterRef("source"),
        digest=OuterRef("digest"),
        as_of=OuterRef("as_of"),
        mapping_digest=OuterRef("mapping_digest"),
    )
    return list(latest.filter(~Exists(loaded))[:SHOWN])


def batch(request: PersonRequest, pk: int) -> HttpResponse:
    """One batch: its totals and every row with what became of it."""
    person = _keeper(request)
    found = visible_or_404(Batch, person, pk, "loaded_by")
    listing = ROWS.of(request, ROWS.seen(person).filter(batch=found))
    if listing.export:
        return listing.export  # type: ignore[return-value]
    context = {
        "batch": found,
        "sheet": BATCHES,
        "listing": listing,
        "source_title": TITLES.get(found.source, found.source),
        "notes": words_of(found.notes),
        "changes": rows_told(found)["changes"][:FEW],
    }
    return render(request, "intake/batch.html", context)


def trial(request: PersonRequest, pk: int) -> HttpResponse:
    """What a tried file would do, and the button that lets it count."""
    person = _keeper(request)
    found = visible_or_404(Trial, person, pk, "tried_by")
    report = found.report
    context = {
        "trial": found,
        "batch": batch_of(found),
        "moved": last_batch() != found.last_batch,
        "same_day": _of_one_day(found, person),
        "source_title": TITLES.get(found.source, found.source),
        "notes": words_of(report.get("notes", {})),
        "parts": found.total > WHOLE,
        **{kind: report.get(kind, [])[:FEW] for kind in ("changes", "held", "new")},
        "few": FEW,
    }
    return render(request, "intake/trial.html", context)


def _of_one_day(trial: Trial, person: Any) -> list[int]:
    """Batches of the same source and day from other files: where two of them contradict each other, the later one counts."""
    others = Batch.objects.visible_to(person).filter(source=trial.source, as_of=trial.as_of, undone_at=None)
    return list(others.exclude(digest=trial.digest).order_by("pk").values_list("pk", flat=True)[:10])


def undo(request: PersonRequest, pk: int) -> HttpResponse:
    """What undoing a batch would do to the registry, and the form that does it."""
    person = _keeper(request)
    found = visible_or_404(Batch, person, pk, "loaded_by")
    context = {
        "batch": found,
        "source_title": TITLES.get(found.source, found.source),
        "effect": effect_of(found),
    }
    return render(request, "intake/undo.html", context)


def quarantine(request: PersonRequest) -> HttpResponse:
    """Rows that could not be taken."""
    person = _keeper(request)
    rows = Quarantine.objects.visible_to(person)
    listing = QUARANTINE.of(request)
    if listing.export:
        return listing.export  # type: ignore[return-value]
    context = {"listing": listing, "waiting": rows.filter(status="open").count()}
    return render(request, "intake/quarantine.html", context)


def quarantined(request: PersonRequest, pk: int) -> HttpResponse:
    """One quarantined row: its cells side by side with what is wrong and what is suggested."""
    person = _keeper(request)
    held = visible_or_404(Quarantine, person, pk, "row", "batch", "decided_by")
    advice = suggested(held)
    faults: dict[str, list[dict[str, Any]]] = {}
    for fault in held.faults:
        faults.setdefault(fault["column"], []).append(fault)
    corrected = held.corrections.get("values", {})
    columns = list(dict.fromkeys([*held.row.raw, *faults]))
    cells = [
        {
            "column": column,
            "raw": held.row.raw.get(column, ""),
            "value": corrected.get(column) or advice.get(column) or held.row.raw.get(column, ""),
            "faults": faults.get(column, []),
            "changed": column in advice or column in corrected,
        }
        for column in columns
    ]
    following = (
        Quarantine.objects.visible_to(person)
        .filter(status="open")
        .exclude(pk=pk)
        .order_by("batch_id", "number")
    )
    after = following.filter(batch=held.batch_id, number__gt=held.number).first() or following.first()
    context = {
        "held": held,
        "cells": cells,
        "next_url": after.get_absolute_url() if after else "/intake/quarantine/",
        "old_number": any(f["code"] == "old_number" for f in held.faults),
    }
    return render(request, "intake/quarantined.html", context)


def mapping(request: PersonRequest, source: str) -> HttpResponse:
    """The mapping in use for a source, its columns as a table, and its versions."""
    person = _keeper(request)
    if source not in TITLES:
        raise Http404("没有这一来源。")
    now = current(source)
    versions = MappingVersion.objects.visible_to(person).filter(source=source).select_related("made_by")
    context = {
        "mapping": now,
        "versions": versions,
        "initial": {"source": source, "text": now.text},
        "sources": TITLES,
        "source": source,
    }
    return render(request, "intake/mapping.html", context)
