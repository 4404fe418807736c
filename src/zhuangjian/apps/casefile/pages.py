"""The check of one file: a section of the inspection, a short form of it for the overview, and as a paper."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhuangjian.apps.casefile.facts import check_inspection
from zhuangjian.apps.casefile.paper import sheet_of, sheet_title
from zhuangjian.apps.conduct.law import basis_of_article
from zhuangjian.apps.conduct.pages import visible_or_404
from zhuangjian.apps.documents.pages.files import attachment
from zhuangjian.apps.documents.printing import DOCX, PDF, RENDER
from zhuangjian.apps.inspections.models import Inspection
from zhuangjian.apps.inspections.pages import RELATED, opened
from zhuangjian.apps.inspections.reading import FILE, log_read
from zhuangjian.engines.casefile import Check, Checked, Verdict
from zhuangjian.kernel.requests import PersonRequest

SECTION = "check"
TONES = {"serious": "bad", "ordinary": "warn", "minor": "wait"}
GROUPS = (
    (Verdict.VIOLATED, "bad"),
    (Verdict.CANNOT_TELL, "warn"),
    (Verdict.MET, "ok"),
    (Verdict.NOT_APPLICABLE, "off"),
)
KINDS = {"pdf": PDF, "docx": DOCX}


@require_GET
def check(request: PersonRequest, key: UUID) -> HttpResponse:
    """Every check over the file, what is violated first."""
    row, context = opened(request, key, SECTION)
    return render(request, "casefile/check.html", context | view_of(check_inspection(row, request.person)))


@require_GET
def brief(request: PersonRequest, key: UUID) -> HttpResponse:
    """What would be found now, in a few lines; part of the inspection's first page, which logs the read."""
    person = request.person
    row = visible_or_404(Inspection, person, key, *RELATED)
    if not person.scope.official:
        raise Http404("找不到这一页，或您无权查看。")
    log_read(row, person, "案卷评查")
    checked = check_inspection(row, person)
    return render(request, "casefile/brief.html", {"row": row, **view_of(checked)})


@require_GET
def sheet(request: PersonRequest, key: UUID, form: str) -> HttpResponse:
    """The checks as an internal paper, PDF or .docx; the read is logged."""
    person = request.person
    row = visible_or_404(Inspection, person, key, *RELATED)
    media_type = KINDS.get(form)
    if media_type is None or not person.scope.official:
        raise Http404("找不到这一页，或您无权查看。")
    log_read(row, person, "案卷评查表", FILE)
    content = RENDER[media_type]("file_check", sheet_of(row, check_inspection(row, person)))
    return attachment(content, f"{sheet_title(row)}.{form}", media_type, sha256(content).hexdigest())


def view_of(checked: Checked) -> dict[str, Any]:
    """The checks as the templates want them: groups with a word, a tone and lines."""
    groups = [
        {
            "verdict": verdict.label,
            "code": verdict.value,
            "tone": tone,
            "checks": [_line(c) for c in checked.of(verdict)],
        }
        for verdict, tone in GROUPS
    ]
    tone = dict(GROUPS)[checked.verdict]
    return {
        "checked": checked,
        "overall": tone,
        "groups": groups,
        "faults": groups[0]["checks"],
        "open": groups[1]["checks"],
    }


def _line(one: Check) -> dict[str, Any]:
    return {
        "check": one,
        # An article that nobody has read is marked as it is cited; what is our own reading of one that was, here.
        "basis": "" if one.basis in ("official", "house", basis_of_article(one.article)) else one.basis,
        "tone": TONES[one.severity],
        "violated": one.verdict is Verdict.VIOLATED,
    }
