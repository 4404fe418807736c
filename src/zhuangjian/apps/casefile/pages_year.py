"""A year's files, reviewed as a job: one's own reviews, and what one of them came to, also as a table."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhuangjian.apps.casefile.reviewing import reviews
from zhuangjian.apps.casefile.yearly import HEADS, lines_of
from zhuangjian.apps.jobs.models import Job
from zhuangjian.apps.jobs.store import kept
from zhuangjian.engines.casefile import Verdict
from zhuangjian.kernel.exports import csv_response, xlsx_response
from zhuangjian.kernel.requests import PersonRequest

JOB = "casefile.review_year"
NOT_THERE = "找不到这一页，或您无权查看。"
EXPORTS = {"csv": csv_response, "xlsx": xlsx_response}
SHOWN = 20


@require_GET
def years(request: PersonRequest) -> HttpResponse:
    """Have a year reviewed, and the reviews one had made."""
    if not reviews(request.person):
        raise Http404(NOT_THERE)
    made = Job.objects.visible_to(request.person).filter(action=JOB)[:SHOWN]
    return render(request, "casefile/years.html", {"made": made})


@require_GET
def year(request: PersonRequest, code: UUID, digest: str) -> HttpResponseBase:
    """What a review of one's own came to: a score per authority, and each file's faults by article."""
    told = _told(request.person, code, digest)
    title = f"{told['year']}年案卷评查"
    if make := EXPORTS.get(request.GET.get("export", "")):
        return make(title, HEADS, lines_of(told["files"]))
    files = sorted(told["files"], key=lambda file: (file["points"] is None, file["points"], file["number"]))
    shown = [file | {"label": Verdict(file["verdict"]).label} for file in files]
    return render(request, "casefile/year.html", {"told": told, "files": shown, "title": title})


def _told(person: Any, code: UUID, digest: str) -> dict[str, Any]:
    """The result as kept; only for who had the review made, and may still have reviews made."""
    address = f"/file-review/{code}/{digest}/"
    own = Job.objects.visible_to(person).filter(code=code, action=JOB, result_url=address)
    if not reviews(person) or not own.exists() or not kept(digest).exists():
        raise Http404(NOT_THERE)
    told: dict[str, Any] = json.loads(kept(digest).read_text(encoding="utf-8"))
    return told
