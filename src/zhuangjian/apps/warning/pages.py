"""Consultations and their measures, letters with who answered, and what an enterprise received (LN 2(4))."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.duties.lines import line_of
from zhuangjian.apps.warning.effect import effect_of, interval_words
from zhuangjian.apps.warning.models import Alert, Consultation, Measure, Recipient, RecipientStage
from zhuangjian.apps.warning.sheets import (
    ALERTS,
    CONSULTATIONS,
    MEASURES,
    RECEIVED,
    UNANSWERED,
    recipient_view,
    view,
)
from zhuangjian.apps.warning.waiting import open_turns
from zhuangjian.kernel.requests import PersonRequest

GONE = "找不到这一页，或您无权查看。"


def _list(request: PersonRequest, sheet: Any, tab: str, create: str = "") -> HttpResponseBase:
    if not request.person.scope.official and tab != "received":
        raise Http404(GONE)
    listing = sheet.of(request)
    if listing.export is not None:
        return listing.export
    context = {"listing": listing, "tab": tab, "title": sheet.title, "create": create}
    return render(request, "warning/list.html", context)


def _lines(row: Any) -> list[Any]:
    today = timezone.localdate()
    return [line_of(duty, today) for duty in open_turns(row)]


@require_GET
def consultations(request: PersonRequest) -> HttpResponseBase:
    """The consultations that the person sees."""
    return _list(request, CONSULTATIONS, "consultations", "call")


@require_GET
def measures(request: PersonRequest) -> HttpResponseBase:
    """The measures that the person sees."""
    return _list(request, MEASURES, "measures")


@require_GET
def alerts(request: PersonRequest) -> HttpResponseBase:
    """The letters that the person sees."""
    return _list(request, ALERTS, "alerts", "draft")


@require_GET
def received(request: PersonRequest) -> HttpResponseBase:
    """What enterprises received; an enterprise finds here what it is told and asked."""
    return _list(request, RECEIVED, "received")


@require_GET
def consultation(request: PersonRequest, key: UUID) -> HttpResponse:
    """One consultation: agenda, minutes, root cause, measures."""
    row = visible_or_404(Consultation, request.person, key, "authority", "opened_by", "closed_by")
    found = Measure.objects.visible_to(request.person).filter(consultation=row).select_related("unit")
    context = {
        "row": row,
        "sheet": CONSULTATIONS,
        "stage": view(row),
        "lines": _lines(row),
        "measures": [(one, view(one)) for one in found],
        "causes": [
            ("直接原因", row.direct_cause),
            ("体系原因", row.system_cause),
            ("依据", row.evidence),
        ],
    }
    return render(request, "warning/consultation.html", context)


@require_GET
def measure(request: PersonRequest, key: UUID) -> HttpResponse:
    """One measure."""
    row = visible_or_404(Measure, request.person, key, "consultation", "unit", "entered_by", "done_by")
    context = {"row": row, "sheet": MEASURES, "stage": view(row), "lines": _lines(row)}
    return render(request, "warning/measure.html", context)


@require_GET
def alert(request: PersonRequest, key: UUID) -> HttpResponse:
    """One letter: words, the list as it was frozen, who did not answer, what followed."""
    row = visible_or_404(Alert, request.person, key, "authority", "consultation", "drafted_by", "sent_by")
    found = list(
        Recipient.objects.visible_to(request.person)
        .filter(alert=row)
        .select_related("party", "authority")
        .order_by("party__pinyin", "pk")
    )
    effect = effect_of(row, request.person)
    context = {
        "row": row,
        "sheet": ALERTS,
        "stage": view(row),
        "lines": _lines(row),
        "counts": _counts(row, found),
        "missing": [(one, recipient_view(one)) for one in found if one.stage in UNANSWERED],
        "others": [(one, recipient_view(one)) for one in found if one.stage not in UNANSWERED],
        "effect": effect,
        "before": effect and interval_words(effect.before),
        "after": effect and interval_words(effect.after),
    }
    return render(request, "warning/alert.html", context)


def _counts(row: Alert, found: list[Recipient]) -> list[tuple[str, int]]:
    counts = [("企业", len(found))]
    if row.sent_at is None:
        return counts
    counts.append(("已收悉", sum(one.received_at is not None for one in found)))
    if row.lines:
        done = (RecipientStage.ANSWERED, RecipientStage.AGAIN, RecipientStage.CLOSED)
        counts.append(("报送过自查", sum(one.stage in done for one in found)))
        counts.append(("没有报送或待补充", sum(one.stage in UNANSWERED for one in found)))
    counts.append(("已办结", sum(one.stage == RecipientStage.CLOSED for one in found)))
    return counts


@require_GET
def recipient(request: PersonRequest, key: UUID) -> HttpResponse:
    """What one enterprise received, as a letter that can be printed, with its answer and the assessment."""
    row = visible_or_404(
        Recipient, request.person, key, "party", "sender", "authority", "alert", "answered_by", "assessed_by"
    )
    answers = [*row.answers, *({"text": "", "proof": ""} for _ in row.lines[len(row.answers) :])]
    context = {
        "row": row,
        "sheet": RECEIVED,
        "stage": recipient_view(row),
        "lines": _lines(row),
        "checklist": list(zip(row.lines, answers, strict=True)),
        "official": request.person.scope.official,
    }
    return render(request, "warning/recipient.html", context)
