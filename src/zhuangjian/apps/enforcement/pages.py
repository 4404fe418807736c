"""Leads and bundles: the lists, one of each, files and receipts, and what was handed over of an inspection."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import BinaryIO
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.documents import store
from zhuangjian.apps.duties.lines import line_of
from zhuangjian.apps.enforcement.actions.bundle import FOLDER, RECEIVED, receipt_of
from zhuangjian.apps.enforcement.models import (
    Bundle,
    BundleFile,
    Direction,
    Feedback,
    Lead,
    LeadSample,
    Penalty,
)
from zhuangjian.apps.enforcement.sheets import BUNDLES
from zhuangjian.apps.enforcement.sheets_leads import LEADS, stage_view
from zhuangjian.apps.enforcement.waiting import open_turns
from zhuangjian.apps.inspections.pages import opened
from zhuangjian.apps.inspections.reading import FILE, PAGE, log_rows
from zhuangjian.apps.ledger.action import ACTIONS
from zhuangjian.kernel.requests import PersonRequest

STEPS = (
    "enforcement.assess",
    "enforcement.sample",
    "enforcement.sample_result",
    "enforcement.transfer",
    "enforcement.sign_for",
    "enforcement.decide_filing",
    "enforcement.feed_back_filing",
    "enforcement.decide_penalty",
    "enforcement.feed_back_result",
)


@require_GET
def leads(request: PersonRequest) -> HttpResponseBase:
    """The leads that the person sees."""
    if not request.person.scope.official:
        raise Http404("找不到这一页，或您无权查看。")
    view = LEADS.of(request)
    if view.export is not None:
        return view.export
    return render(request, "enforcement/leads.html", {"listing": view})


@require_GET
def lead(request: PersonRequest, key: UUID) -> HttpResponse:
    """One lead: the next step, what was decided, what was reported back."""
    person = request.person
    row = visible_or_404(Lead, person, key, "party", "local_authority", "receiver", "inspection")
    log_rows([row], person, f"违法线索 {row.number}", PAGE)
    today = timezone.localdate()
    bundles = Bundle.objects.visible_to(person).filter(
        pk__in=(row.bundle_id or 0, row.received_bundle_id or 0)
    )
    context = {
        "row": row,
        "stage": stage_view(row),
        "sheet": LEADS,
        "lines": [line_of(duty, today) for duty in open_turns(row)],
        "feedback": Feedback.objects.visible_to(person).filter(lead=row).select_related("to", "sent_by"),
        "samples": LeadSample.objects.visible_to(person).filter(lead=row).order_by("pk"),
        "bundles": bundles,
        "penalties": Penalty.objects.visible_to(person).filter(lead=row).order_by("pk"),
        "acts": [name for name in STEPS if ACTIONS[name].allowed(person, row)],
        "mine": any(ACTIONS[name].may(person, row) for name in STEPS),
    }
    return render(request, "enforcement/lead.html", context)


@require_GET
def index(request: PersonRequest) -> HttpResponseBase:
    """The bundles that the person sees, and the form for taking one in."""
    if not request.person.scope.official:
        raise Http404("找不到这一页，或您无权查看。")
    view = BUNDLES.of(request)
    if view.export is not None:
        return view.export
    return render(request, "enforcement/bundles.html", {"listing": view})


@require_GET
def detail(request: PersonRequest, key: UUID) -> HttpResponse:
    """One bundle and what lies in it."""
    row = visible_or_404(Bundle, request.person, key, "authority", "entered_by", "inspection")
    _noted(row, request, f"移送包 {row.number}", PAGE)
    files = BundleFile.objects.visible_to(request.person).filter(bundle=row)
    return render(request, "enforcement/bundle.html", {"row": row, "files": files, "sheet": BUNDLES})


@require_GET
def of_inspection(request: PersonRequest, key: UUID) -> HttpResponse:
    """What was handed over of an inspection, and the form for making a bundle."""
    row, context = opened(request, key, "bundles")
    rows = Bundle.objects.visible_to(request.person).filter(inspection=row)
    found = Lead.objects.visible_to(request.person).filter(inspection=row).select_related("receiver")
    context |= {"bundles": rows, "leads": [(one, stage_view(one)) for one in found]}
    return render(request, "enforcement/of_inspection.html", context)


@require_GET
def download(request: PersonRequest, key: UUID) -> HttpResponseBase:
    """The bundle itself."""
    row = visible_or_404(Bundle, request.person, key, "inspection")
    _noted(row, request, f"移送包 {row.number}", FILE)
    return sent(store.path_of(FOLDER, row.digest).open("rb"), f"{row.number}-{row.digest[:8]}.zip")


@require_GET
def receipt(request: PersonRequest, key: UUID) -> HttpResponseBase:
    """The receipt for a bundle that was received, in the same signed form."""
    row = visible_or_404(Bundle, request.person, key, "authority", "entered_by")
    if row.direction != Direction.RECEIVED:
        raise Http404("回执由接收单位出具。")
    out = TemporaryFile()  # noqa: SIM115  the response closes it
    receipt_of(row, out)
    out.seek(0)
    return sent(out, f"{row.number}-签收回执-{row.digest[:8]}.zip")


@require_GET
def one_file(request: PersonRequest, key: UUID) -> HttpResponseBase:
    """One file of a bundle that was received."""
    file = visible_or_404(BundleFile, request.person, key, "bundle")
    if not file.stored:
        raise Http404("请下载整个移送包。")
    _noted(file.bundle, request, file.title, FILE)
    path = store.path_of(RECEIVED, file.sha256)
    return sent(path.open("rb"), f"{file.title}.{file.path.rpartition('.')[2]}")


def _noted(row: Bundle, request: PersonRequest, what: str, door: str) -> None:
    log_rows([row], request.person, what, door)


def sent(file: BinaryIO, name: str) -> FileResponse:
    """A response that a browser saves and never opens as a page of this site."""
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
