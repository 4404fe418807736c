"""Pages of one's own jobs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from zhuangjian.apps.jobs.handing_in import stop
from zhuangjian.apps.jobs.models import Job
from zhuangjian.kernel.requests import PersonRequest

SHOWN = 50


def jobs(request: PersonRequest) -> HttpResponse:
    """The person's latest jobs."""
    return render(request, "jobs/jobs.html", {"jobs": Job.objects.visible_to(request.person)[:SHOWN]})


def job(request: PersonRequest, code: UUID) -> HttpResponse:
    """One job; asked by its own page it answers with the progress alone, which no longer asks once it is over."""
    found = own(request.person, code)
    part = "jobs/progress.html" if getattr(request, "htmx", False) else "jobs/job.html"
    return render(request, part, {"job": found})


@require_POST
def stopped(request: PersonRequest, code: UUID) -> HttpResponse:
    """Stop the job and show its page."""
    found = own(request.person, code)
    stop(found)
    return HttpResponseRedirect(found.get_absolute_url())


def own(person: Any, code: UUID) -> Job:
    """The person's job of this code, or 404."""
    found = Job.objects.visible_to(person).filter(code=code).first()
    if found is None:
        raise Http404("找不到这一页，或您无权查看。")
    return found
